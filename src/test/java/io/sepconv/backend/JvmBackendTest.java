package io.sepconv.backend;

import io.sepconv.backend.jvm.JvmTiers;

class JvmBackendTest extends AbstractBackendTest {
  @Override
  Backend backend() {
    return JvmTiers.vector();
  }
}
