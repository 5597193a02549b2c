package io.sepconv.backend;

import io.sepconv.backend.jvm.JvmBackend;

class JvmBackendTest extends AbstractBackendTest {
  @Override
  Backend backend() {
    return new JvmBackend();
  }
}
