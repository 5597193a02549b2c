package io.sepconv.separable;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.op.ConvSpec;
import io.sepconv.op.Window;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.TestData;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpatialFactorizationTest {
  private static final double F32 = 1e-6;

  private static Tensor kernel(int high, int wide, float... values) {
    return Tensor.of(Shape.of(high, wide), values);
  }

  /** The outer product of a column and a row. */
  private static Tensor product(float[] column, float[] row) {
    float[] values = new float[column.length * row.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = column[i / row.length] * row[i % row.length];
    }
    return kernel(column.length, row.length, values);
  }

  /** What lies between two kernels, as a share of the first: root of the sum of squares. */
  private static double distance(Tensor a, Tensor b) {
    double squares = 0;
    double all = 0;
    for (int i = 0; i < a.size(); i++) {
      squares += Math.pow((double) a.floats()[i] - b.floats()[i], 2);
      all += Math.pow(a.floats()[i], 2);
    }
    return Math.sqrt(squares / all);
  }

  @Test
  void sobelIsOneColumnTimesOneRow() {
    SpatialFactorization sobel =
        SpatialFactorization.of(kernel(3, 3, -1, 0, 1, -2, 0, 2, -1, 0, 1));
    assertEquals(1, sobel.rank(F32));
    assertArrayEquals(new float[] {1, 2, 1}, sobel.column(0));
    assertArrayEquals(new float[] {-1, 0, 1}, sobel.row(0));
    assertEquals(Math.sqrt(12), sobel.singularValue(0), 1e-12);
    assertEquals(0, sobel.error(1), 1e-12);
    SpatialFactorization other =
        SpatialFactorization.of(kernel(3, 3, 1, 2, 1, 0, 0, 0, -1, -2, -1));
    assertArrayEquals(new float[] {1, 0, -1}, other.column(0));
    assertArrayEquals(new float[] {1, 2, 1}, other.row(0));
  }

  @Test
  void wholeNumbersStandInTheColumnAndWhatIsLeftInTheRow() {
    SpatialFactorization gauss =
        SpatialFactorization.of(
            product(new float[] {1, 4, 6, 4, 1}, new float[] {1 / 16f, 1 / 8f, 1 / 16f}));
    assertArrayEquals(new float[] {1, 4, 6, 4, 1}, gauss.column(0));
    assertArrayEquals(new float[] {1 / 16f, 1 / 8f, 1 / 16f}, gauss.row(0));
    SpatialFactorization scharr =
        SpatialFactorization.of(kernel(3, 3, -3, 0, 3, -10, 0, 10, -3, 0, 3));
    assertArrayEquals(new float[] {3, 10, 3}, scharr.column(0));
    assertArrayEquals(new float[] {-1, 0, 1}, scharr.row(0));
    SpatialFactorization tiny =
        SpatialFactorization.of(product(new float[] {-5e-5f, 1}, new float[] {1, 1}));
    assertArrayEquals(new float[] {5e-5f, -1}, tiny.column(0), 1e-10f);
    SpatialFactorization odd =
        SpatialFactorization.of(product(new float[] {-0.3f, 0.7123f}, new float[] {2, 3}));
    assertArrayEquals(new float[] {0.3f / 0.7123f, -1}, odd.column(0), 1e-6f);
    assertArrayEquals(new float[] {-2 * 0.7123f, -3 * 0.7123f}, odd.row(0), 1e-6f);
  }

  @Test
  void mostKernelsAreNoSuchProduct() {
    SpatialFactorization laplace =
        SpatialFactorization.of(kernel(3, 3, 0, 1, 0, 1, -4, 1, 0, 1, 0));
    assertEquals(2, laplace.rank(F32));
    assertEquals(0, laplace.error(2), 1e-7);
    assertEquals(OptionalInt.empty(), laplace.paysFrom(2));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void errorsAreThoseOfTheSingularValuesLeftOut(long seed) {
    TestData data = new TestData(seed);
    Tensor kernel = data.floats(Shape.of(data.between(1, 7), data.between(1, 7)));
    SpatialFactorization parts = SpatialFactorization.of(kernel);
    double before = 1;
    for (int terms = 0; terms <= parts.terms(); terms++) {
      double error = parts.error(terms);
      assertEquals(distance(kernel, parts.sum(terms)), error, F32, terms + " of " + seed);
      assertTrue(error <= before, error + " with " + terms + " terms, before " + before);
      before = error;
    }
    assertEquals(0, before);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void termsAreColumnsTimesRows(long seed) {
    TestData data = new TestData(seed);
    Tensor kernel = data.floats(Shape.of(5, data.between(2, 7)));
    SpatialFactorization parts = SpatialFactorization.of(kernel);
    for (int term = 0; term < parts.terms(); term++) {
      Tensor product = product(parts.column(term), parts.row(term));
      float[] step = parts.sum(term + 1).floats().clone();
      float[] less = parts.sum(term).floats();
      for (int i = 0; i < step.length; i++) {
        step[i] -= less[i];
      }
      assertArrayEquals(step, product.floats(), 1e-5f, "term " + term);
    }
  }

  /** No sum of two products near the best one is nearer to the kernel. */
  @Test
  void theFirstTermsAreTheNearest() {
    TestData data = new TestData(3);
    Tensor kernel = data.floats(Shape.of(5, 5));
    SpatialFactorization parts = SpatialFactorization.of(kernel);
    double best = parts.error(2);
    for (int i = 0; i < 200; i++) {
      float size = data.oneOf(1e-3f, 1e-2f, 1e-1f);
      float[] sum = new float[25];
      for (int term = 0; term < 2; term++) {
        float[] column = parts.column(term);
        float[] row = parts.row(term);
        for (int j = 0; j < 5; j++) {
          column[j] += size * data.floats(Shape.of(1)).floats()[0];
          row[j] += size * data.floats(Shape.of(1)).floats()[0];
        }
        for (int j = 0; j < 25; j++) {
          sum[j] += column[j / 5] * row[j % 5];
        }
      }
      assertTrue(distance(kernel, kernel(5, 5, sum)) >= best - 1e-7);
    }
  }

  /** By counting both forms at every width. */
  @Test
  void paysFromTheWidthWhereItsCountIsLess() {
    for (int high : new int[] {1, 3, 5, 7}) {
      for (int wide : new int[] {1, 3, 5, 9}) {
        SpatialFactorization parts =
            SpatialFactorization.of(new TestData(1).floats(Shape.of(high, wide)));
        for (int terms = 1; terms <= parts.terms(); terms++) {
          int first = 0;
          for (int width = 400; width > 0; width--) {
            first = split(high, wide, terms, width) < direct(high, wide, width) ? width : first;
          }
          OptionalInt expected = first == 0 ? OptionalInt.empty() : OptionalInt.of(first);
          assertEquals(expected, parts.paysFrom(terms), high + " x " + wide + ", " + terms);
        }
      }
    }
  }

  private static long direct(int high, int wide, int width) {
    return FormCost.direct(problem(high, wide, width)).macs();
  }

  private static long split(int high, int wide, int terms, int width) {
    return FormCost.spatiallySeparable(problem(high, wide, width), terms).macs();
  }

  private static ConvSpec problem(int high, int wide, int width) {
    return new ConvSpec(1, 1, 1, 1, List.of(high, width + wide - 1), Window.of(high, wide), "");
  }

  @Test
  void aKernelOfZerosHasNoTerm() {
    SpatialFactorization none = SpatialFactorization.of(kernel(2, 3, 0, 0, 0, 0, 0, 0));
    assertEquals(0, none.rank(F32));
    assertEquals(0, none.error(0));
    assertArrayEquals(new float[] {0, 0}, none.column(0));
    assertArrayEquals(new float[] {0, 0, 0}, none.row(0));
  }

  @Test
  void refusesWhatIsNoKernelOfNumbers() {
    Tensor broken = kernel(2, 2, 1, 2, Float.NaN, 4);
    assertEquals(
        "the kernel [2, 2] has NaN at [1, 0]: only finite numbers can be decomposed",
        assertThrows(IllegalArgumentException.class, () -> SpatialFactorization.of(broken))
            .getMessage());
    Tensor line = new TestData(1).floats(Shape.of(3));
    assertEquals(
        "a kernel is [kH, kW], not [3]",
        assertThrows(IllegalArgumentException.class, () -> SpatialFactorization.of(line))
            .getMessage());
    SpatialFactorization parts = SpatialFactorization.of(kernel(2, 2, 1, 2, 3, 4));
    assertEquals(
        "a kernel of 2 x 2 has 0 to 2 terms, not 3",
        assertThrows(IllegalArgumentException.class, () -> parts.error(3)).getMessage());
    SpatialFactorization none = SpatialFactorization.of(kernel(2, 2, 0, 0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> none.error(3));
    assertEquals(
        "a tolerance is at least 0, not NaN",
        assertThrows(IllegalArgumentException.class, () -> none.rank(Double.NaN)).getMessage());
  }
}
