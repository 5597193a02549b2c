package io.sepconv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.backend.BackendUnavailableException;
import io.sepconv.backend.ReferenceBackend;
import io.sepconv.testing.WatchedBackend;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class SelfCheckTest {
  private final WatchedBackend backend = new WatchedBackend(new ReferenceBackend());

  @Test
  void aBackendThatComputesAsTheReferencePassesAndIsClosed() {
    SelfCheck.run(backend);
    assertEquals(1, backend.compiled());
    assertEquals(1, backend.closed());
  }

  @Test
  void oneWrongElementIsEnough() {
    backend.afterRun(
        outputs -> {
          FloatBuffer result = (FloatBuffer) outputs.get(0);
          result.put(5, result.get(5) + 1);
        });
    String message =
        assertThrows(BackendUnavailableException.class, () -> SelfCheck.run(backend)).getMessage();
    assertTrue(
        message.startsWith("backend watched computes a separable block wrongly: element 5 is "),
        message);
    assertEquals(1, backend.closed());
  }

  @Test
  void whatABackendThrowsIsKept() {
    IllegalStateException failure = new IllegalStateException("out of primitives");
    backend.beforeCompile(
        graph -> {
          throw failure;
        });
    assertSame(failure, Backends.tryOut(backend));
    backend.beforeCompile(graph -> {});
    backend.afterRun(
        outputs -> {
          throw failure;
        });
    assertSame(failure, Backends.tryOut(backend));
    assertEquals(1, backend.closed());
  }
}
