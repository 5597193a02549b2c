package io.sepconv.backend;

import io.sepconv.backend.jvm.JvmTiers;

class PlainJvmBackendTest extends AbstractBackendTest {
  @Override
  Backend backend() {
    return JvmTiers.plain();
  }
}
