package io.sepconv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.backend.CompileOptions;
import io.sepconv.backend.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ModelOptionsTest {
  @Test
  void threadsHaveBounds() {
    assertEquals(
        1024, ModelOptions.defaults().threads(1024).compileOptions(Precision.F32).threads());
    for (int threads : new int[] {-1, 0, 1025, 30_000}) {
      refuses("threads must lie in 1..1024, not " + threads, () -> CompileOptions.f32(threads));
      refuses(
          "threads must lie in 1..1024, not " + threads,
          () -> ModelOptions.defaults().threads(threads));
    }
  }

  @Test
  void atLeastOneRunIsLetIn() {
    refuses("maxSessions must be at least 1, not 0", () -> ModelOptions.defaults().maxSessions(0));
    assertTrue(ModelOptions.defaults().threads(1024).maxSessions() >= 1);
  }

  private static void refuses(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
