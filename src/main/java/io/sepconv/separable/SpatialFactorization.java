package io.sepconv.separable;

import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.OptionalInt;

/**
 * A kernel {@code [kH, kW]} as a sum of columns times rows. One of rank 1 is spatially separable: a
 * kH x 1 convolution followed by a 1 x kW one gives what it gives.
 *
 * <p>Sobel's [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]] has the column [1, 2, 1] and the row [-1, 0, 1].
 * Any kernel is the sum of at most min(kH, kW) such products; of all sums of r of them the first r
 * here are the nearest to it (Eckart and Young, 1936). Immutable.
 */
public final class SpatialFactorization {
  /** What differs from a whole number by this share of it counts as one: a little above f32. */
  private static final double WHOLE = 1e-6;

  /** Elements up to this share of the largest are what rounding has left of 0. */
  private static final double NONE = 1e-10;

  /** Singular values up to this share of the largest are that. */
  private static final double ZERO = 1e-9;

  /** The smallest of whole numbers is at most this, and the largest this: others are no simpler. */
  private static final int MOST_SMALLEST = 16;

  private static final int MOST_WHOLE = 1000;

  private final int height;
  private final int width;
  private final OuterProducts products;

  private SpatialFactorization(int height, int width, OuterProducts products) {
    this.height = height;
    this.width = width;
    this.products = products;
  }

  /**
   * Factorises a kernel.
   *
   * @param kernel f32 {@code [kH, kW]}
   * @throws IllegalArgumentException if it has another rank, no elements, or a value that is not
   *     finite
   */
  public static SpatialFactorization of(Tensor kernel) {
    Shape shape = kernel.shape();
    if (shape.rank() != 2 || shape.size() == 0) {
      throw new IllegalArgumentException("a kernel is [kH, kW], not " + shape);
    }
    double[] values = Finite.values("the kernel", kernel);
    return new SpatialFactorization(
        shape.dim(0), shape.dim(1), OuterProducts.of(values, shape.dim(0), shape.dim(1)));
  }

  /** How many products there are: min(kH, kW), those of singular value 0 included. */
  public int terms() {
    return products.count();
  }

  /**
   * The singular value of a product, from the largest on.
   *
   * @throws IndexOutOfBoundsException unless {@code term} lies in 0..{@link #terms} - 1
   */
  public double singularValue(int term) {
    return products.value(term);
  }

  /**
   * How many products it takes.
   *
   * @param tolerance singular values up to this share of the largest count as 0; 1e-6 suits f32
   * @throws IllegalArgumentException unless it is at least 0
   */
  public int rank(double tolerance) {
    if (!(tolerance >= 0)) {
      throw new IllegalArgumentException("a tolerance is at least 0, not " + tolerance);
    }
    int rank = 0;
    while (rank < terms() && products.value(rank) > tolerance * products.value(0)) {
      rank++;
    }
    return rank;
  }

  /**
   * The column of a product, {@code [kH]}. Of the many pairs with the same product it is that of
   * the least whole numbers, of which the smallest is at most 16 and the largest at most 1000, else
   * that whose largest element is 1 or -1; its first element that is not 0 is positive. All 0 for a
   * product whose singular value is 0, which is up to 1e-9 of the largest.
   *
   * @throws IndexOutOfBoundsException unless {@code term} lies in 0..{@link #terms} - 1
   */
  public float[] column(int term) {
    return floats(scaled(products.left(term), scale(term)));
  }

  /**
   * The row that belongs to the column, {@code [kW]}: their outer product is that of the term.
   *
   * @throws IndexOutOfBoundsException unless {@code term} lies in 0..{@link #terms} - 1
   */
  public float[] row(int term) {
    double scale = scale(term);
    return floats(scaled(products.right(term), scale == 0 ? 0 : 1 / scale));
  }

  /** What the column of a product is multiplied by, and its row divided by. */
  private double scale(int term) {
    double[] column = products.left(term);
    double largest = 0;
    for (double element : column) {
      largest = Math.max(largest, Math.abs(element));
    }
    if (largest == 0 || products.value(term) <= ZERO * products.value(0)) {
      return 0;
    }
    double first = 0;
    double smallest = largest;
    for (double element : column) {
      if (Math.abs(element) > NONE * largest) {
        first = first == 0 ? element : first;
        smallest = Math.min(smallest, Math.abs(element));
      }
    }
    for (int multiple = 1; multiple <= MOST_SMALLEST; multiple++) {
      if (isWhole(column, smallest / multiple)) {
        return Math.signum(first) * multiple / smallest;
      }
    }
    return Math.signum(first) / largest;
  }

  /** Whether all elements are small whole multiples of a unit. */
  private static boolean isWhole(double[] column, double unit) {
    for (double element : column) {
      double multiple = Math.abs(element) / unit;
      double away = Math.abs(multiple - Math.rint(multiple));
      if (multiple > MOST_WHOLE || away > Math.max(NONE, WHOLE * multiple)) {
        return false;
      }
    }
    return true;
  }

  private static double[] scaled(double[] vector, double scale) {
    double[] scaled = new double[vector.length];
    for (int i = 0; i < vector.length; i++) {
      scaled[i] = vector[i] * scale;
    }
    return scaled;
  }

  private static float[] floats(double[] vector) {
    double largest = 0;
    for (double element : vector) {
      largest = Math.max(largest, Math.abs(element));
    }
    float[] floats = new float[vector.length];
    for (int i = 0; i < vector.length; i++) {
      floats[i] = Math.abs(vector[i]) <= NONE * largest ? 0 : (float) vector[i];
    }
    return floats;
  }

  /**
   * What the sum of the first products leaves out, as a share of the kernel: the root of the sum of
   * the squares of the other singular values, over that of all; 0 for a kernel of zeros.
   *
   * @throws IllegalArgumentException unless {@code terms} lies in 0..{@link #terms}
   */
  public double error(int terms) {
    double left = products.squaresBeyond(checked(terms));
    double all = products.squaresBeyond(0);
    return all == 0 ? 0 : Math.sqrt(left / all);
  }

  /**
   * The sum of the first products, {@code [kH, kW]}.
   *
   * @throws IllegalArgumentException unless {@code terms} lies in 0..{@link #terms}
   */
  public Tensor sum(int terms) {
    double[] sum = products.sum(checked(terms));
    float[] floats = new float[sum.length];
    for (int i = 0; i < sum.length; i++) {
      floats[i] = (float) sum[i];
    }
    return Tensor.of(Shape.of(height, width), floats);
  }

  /**
   * From which width of the result on the sum of so many products takes fewer multiplications than
   * the kernel itself, both without padding: the first pass computes kW - 1 columns more than the
   * second. Empty where {@code terms * (kH + kW) >= kH * kW}: it never does.
   *
   * @throws IllegalArgumentException unless {@code terms} lies in 0..{@link #terms}
   */
  public OptionalInt paysFrom(int terms) {
    long saved = (long) height * width - (long) checked(terms) * (height + width);
    if (saved <= 0) {
      return OptionalInt.empty();
    }
    long more = (long) terms * height * (width - 1);
    return OptionalInt.of(Math.toIntExact(more / saved + 1));
  }

  private int checked(int terms) {
    if (terms < 0 || terms > terms()) {
      throw new IllegalArgumentException(
          String.format(
              "a kernel of %d x %d has 0 to %d terms, not %d", height, width, terms(), terms));
    }
    return terms;
  }
}
