package io.sepconv.backend;

class ReferenceBackendTest extends AbstractBackendTest {
  @Override
  Backend backend() {
    return new ReferenceBackend();
  }
}
