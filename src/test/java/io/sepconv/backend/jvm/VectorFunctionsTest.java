package io.sepconv.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sepconv.op.Activation;
import io.sepconv.reference.Activations;
import io.sepconv.tensor.Shape;
import io.sepconv.testing.TestData;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every function, element by element: tighter than the tolerance of an output asks for. */
class VectorFunctionsTest {
  private static final double TOLERANCE = 1e-6;

  private static final float[] SPECIAL = {
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    0f,
    -0f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    1e30f,
    -1e30f,
    1e-30f,
    88.7f,
    88.8f,
    -87.4f,
    -103.9f,
    0.625f,
    0.5f,
    -0.5f,
    -3,
    3,
    0.7f,
    20
  };

  @ParameterizedTest
  @EnumSource(Activation.Kind.class)
  void agreesElementByElement(Activation.Kind kind) {
    Activation f = new Activation(kind, 0.7f, 1.3f);
    TestData data = new TestData(kind.ordinal());
    check(f, SPECIAL);
    for (float reach : new float[] {1e-3f, 1, 10, 100}) {
      for (int n : new int[] {1, 7, 16, 33, 1000}) {
        check(f, data.floats(Shape.of(n), -reach, reach).floats());
      }
    }
  }

  /** Special values in the lanes of vectors and behind them, apart and in place. */
  private static void check(Activation f, float[] x) {
    for (int n = Math.max(1, x.length - 20); n <= x.length; n++) {
      float[] y = new float[n + 5];
      Arrays.fill(y, 42);
      VectorFunctions.apply(f, x, 0, y, 2, n);
      float[] inPlace = x.clone();
      VectorFunctions.apply(f, inPlace, 0, inPlace, 0, n);
      for (int i = 0; i < n; i++) {
        check(f, x[i], y[2 + i]);
        check(f, x[i], inPlace[i]);
      }
      for (int guard : new int[] {0, 1, n + 2, n + 4}) {
        assertEquals(42, y[guard], f + " wrote element " + (guard - 2) + " of " + n);
      }
    }
  }

  private static void check(Activation f, float x, float actual) {
    float expected = (float) Activations.apply(f, x);
    if (!Float.isFinite(expected) || !Float.isFinite(actual)) {
      assertEquals(expected, actual, f + " of " + x);
      return;
    }
    assertEquals(expected, actual, TOLERANCE * Math.max(1, Math.abs(expected)), f + " of " + x);
  }
}
