package io.sepconv.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sepconv.op.Activation;
import io.sepconv.reference.Activations;
import io.sepconv.tensor.Shape;
import io.sepconv.testing.TestData;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The innermost loops of both tiers, on small integers: exact, and nothing else is written. */
class MicroKernelsTest {
  private static final int GUARD = 5;

  private final TestData data = new TestData(11);

  static Stream<MicroKernels> tiers() {
    return Stream.of(new VectorMicroKernels(), new PlainMicroKernels());
  }

  private float[] integers(int n) {
    return data.integers(Shape.of(n)).floats();
  }

  /** NaN wherever nothing has been written. */
  private static float[] unwritten(int n) {
    float[] array = new float[n];
    Arrays.fill(array, Float.NaN);
    return array;
  }

  /** {@code [rows][columns]} from GUARD on, between NaN. */
  private static void assertWritten(float[] expected, float[] actual, String what) {
    float[] all = unwritten(actual.length);
    System.arraycopy(expected, 0, all, GUARD, expected.length);
    for (int i = 0; i < all.length; i++) {
      // 0 and -0 are equal here.
      assertEquals(all[i] + 0f, actual[i] + 0f, what + " at " + (i - GUARD));
    }
  }

  /** Above some sums of the products here, and below others. */
  private static final float HIGH = 5;

  @ParameterizedTest
  @MethodSource("tiers")
  void tilesOfProducts(MicroKernels micro) {
    for (int vectors = 1; vectors <= micro.vectors(); vectors++) {
      for (int depth : new int[] {0, 1, 2, 3, 4, 5, 6, 7, 18}) {
        for (boolean pitched : new boolean[] {false, true}) {
          product(micro, vectors, depth, pitched, micro.rows());
        }
        product(micro, vectors, depth, false, 1);
      }
    }
  }

  /** A tile, or a single row. */
  private void product(MicroKernels micro, int vectors, int depth, boolean pitched, int rows) {
    int columns = vectors * micro.lanes();
    int aPitch = depth + 3;
    int initPitch = pitched ? columns + 1 : 0;
    float[] a = integers(2 + rows * aPitch);
    float[] b = integers(3 + depth * columns);
    float[] init = integers(4 + rows * initPitch + columns);
    int cPitch = pitched ? columns + 3 : columns;
    float[] c = unwritten(rows * cPitch + 2 * GUARD);
    int low = pitched ? 0 : Integer.MIN_VALUE;
    int high = pitched ? Float.floatToRawIntBits(HIGH) : Integer.MAX_VALUE;
    if (rows == 1) {
      micro.multiplyRow(vectors, a, 2, depth, b, 3, init, 4, c, GUARD);
    } else {
      micro.multiply(
          vectors, a, 2, aPitch, depth, b, 3, init, 4, initPitch, c, GUARD, cPitch, low, high);
    }
    float[] expected = unwritten(rows * cPitch);
    for (int i = 0; i < rows * columns; i++) {
      int row = i / columns;
      int column = i % columns;
      float sum = init[4 + row * initPitch + column];
      for (int k = 0; k < depth; k++) {
        sum += a[2 + row * aPitch + k] * b[3 + k * columns + column];
      }
      expected[row * cPitch + column] = pitched ? Math.min(Math.max(sum, 0), HIGH) : sum;
    }
    assertWritten(expected, c, rows + " x " + columns + ", depth " + depth);
  }

  @ParameterizedTest
  @MethodSource("tiers")
  void functionsOfOneAndOfTwo(MicroKernels micro) {
    for (int n : new int[] {0, 1, 15, 16, 17, 255, 256, 257, 600}) {
      for (Activation f :
          List.of(
              Activation.NONE,
              Activation.RELU,
              Activation.RELU6,
              new Activation(Activation.Kind.CLIP, -2, 3),
              new Activation(Activation.Kind.LEAKY_RELU, 0.5f, 0),
              new Activation(Activation.Kind.HARD_SIGMOID, 0.25f, 0.5f),
              new Activation(Activation.Kind.ABS, 0, 0))) {
        apply(micro, f, n);
        applyToSums(micro, f, n);
      }
      for (Pairwise f :
          List.of(
              Pairwise.ADD,
              Pairwise.SUB,
              Pairwise.MUL,
              Pairwise.MIN,
              Pairwise.MAX,
              Pairwise.PRELU)) {
        combine(micro, f, n);
      }
    }
  }

  private void apply(MicroKernels micro, Activation f, int n) {
    float[] x = integers(3 + n);
    float[] expected = new float[n];
    for (int i = 0; i < n; i++) {
      expected[i] = (float) Activations.apply(f, x[3 + i]);
    }
    float[] y = unwritten(n + 2 * GUARD);
    micro.apply(f, x, 3, y, GUARD, n);
    assertWritten(expected, y, f + " of " + n);
    System.arraycopy(x, 3, y, GUARD, n);
    micro.apply(f, y, GUARD, y, GUARD, n);
    assertWritten(expected, y, f + " of " + n + " in place");
    float[] both = unwritten(2 * n + 3 + 2 * GUARD);
    System.arraycopy(x, 3, both, GUARD + n + 3, n);
    micro.applyRows(f, both, GUARD + n + 3, 0, GUARD, 0, 1, n);
    for (int i = 0; i < n; i++) {
      assertEquals(expected[i] + 0f, both[GUARD + i] + 0f, f + " of a row of " + n + " at " + i);
    }
  }

  private void applyToSums(MicroKernels micro, Activation f, int n) {
    int rows = 3;
    float[] a = integers(3 + rows * (n + 1));
    float[] b = integers(1 + rows * (n + 2));
    int pitch = n + 5;
    float[] expected = unwritten(rows * pitch);
    float[] y = unwritten(rows * pitch + 2 * GUARD);
    float[] inPlace = y.clone();
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < n; i++) {
        float sum = a[3 + row * (n + 1) + i] + b[1 + row * (n + 2) + i];
        expected[row * pitch + i] = (float) Activations.apply(f, sum);
      }
      System.arraycopy(a, 3 + row * (n + 1), inPlace, GUARD + row * pitch, n);
    }
    micro.applyToSums(f, a, 3, n + 1, b, 1, n + 2, y, GUARD, pitch, rows, n);
    assertWritten(expected, y, f + " of sums of " + n);
    micro.applyToSums(f, inPlace, GUARD, pitch, b, 1, n + 2, inPlace, GUARD, pitch, rows, n);
    assertWritten(expected, inPlace, f + " of sums of " + n + " in place");
  }

  private void combine(MicroKernels micro, Pairwise f, int n) {
    float[] a = integers(2 + n);
    float[] b = integers(4 + n);
    float[] expected = new float[n];
    float[] expectedMix = new float[n];
    for (int i = 0; i < n; i++) {
      float p = a[2 + i];
      float q = b[4 + i];
      expected[i] =
          switch (f) {
            case ADD -> p + q;
            case SUB -> p - q;
            case MUL -> p * q;
            case MIN -> Math.min(p, q);
            case MAX -> Math.max(p, q);
            case PRELU -> p < 0 ? p * q : p;
            case DIV, POW -> throw new IllegalArgumentException(f + " of integers is none");
          };
      expectedMix[i] = 2 * p + 3 * q;
    }
    float[] y = unwritten(n + 2 * GUARD);
    micro.combine(f, a, 2, b, 4, y, GUARD, n);
    assertWritten(expected, y, f + " of " + n);
    System.arraycopy(a, 2, y, GUARD, n);
    micro.combine(f, y, GUARD, b, 4, y, GUARD, n);
    assertWritten(expected, y, f + " of " + n + " in place");
    y = unwritten(n + 2 * GUARD);
    micro.mix(2, a, 2, 3, b, 4, y, GUARD, n);
    assertWritten(expectedMix, y, "mix of " + n);
  }

  @ParameterizedTest
  @MethodSource("tiers")
  void tapsOfAPixel(MicroKernels micro) {
    for (int n : new int[] {16, 64, 256, 272, 784}) {
      for (int taps = 1; taps < 6; taps++) {
        float[] x = integers(3 + taps * (n + 2));
        float[] w = integers(1 + taps * n);
        float[] expected = integers(n);
        float[] y = unwritten(n + 2 * GUARD);
        System.arraycopy(expected, 0, y, GUARD, n);
        for (int tap = 0; tap < taps; tap++) {
          for (int i = 0; i < n; i++) {
            expected[i] += x[3 + tap * (n + 2) + i] * w[1 + tap * n + i];
          }
        }
        micro.addTaps(taps, x, 3, n + 2, w, 1, y, GUARD, n);
        assertWritten(expected, y, taps + " taps of " + n);
      }
    }
  }
}
