package io.sepconv.cli;

import io.sepconv.testing.NativeTest;

@NativeTest
class OnednnNetworksAgainstOnnxRuntimeTest extends NetworksAgainstOnnxRuntimeTest {
  @Override
  String backend() {
    return "onednn";
  }
}
