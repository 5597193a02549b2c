package io.sepconv;

import io.sepconv.testing.NativeTest;

@NativeTest
class OnednnModelTest extends ModelTest {
  @Override
  ModelOptions options() {
    return ModelOptions.defaults().backend("onednn");
  }
}
