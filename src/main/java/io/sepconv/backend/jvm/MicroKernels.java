package io.sepconv.backend.jvm;

import io.sepconv.op.Activation;

/**
 * The innermost loops, of which there is one set per tier: with the Vector API or in plain Java.
 *
 * <p>All work on pieces of arrays, of which several may be the same array; a piece that is written
 * overlaps no piece that is read unless both begin at the same element. None allocates. Safe for
 * any thread.
 */
interface MicroKernels {
  /** Name of the tier with its width, for reports: vector512, plain. */
  String name();

  /** Whether they are written on the Vector API; plain Java has other ways to convolve. */
  boolean usesVectorApi();

  /** Floats of a vector: pitches and panels are multiples of it. */
  int lanes();

  /** Pixels of a tile. */
  int rows();

  /** Vectors of the widest panel. */
  int vectors();

  /**
   * A tile of a matrix product: {@code c[i][j] = init[i][j] + sum over k of a[i][k] * b[k][j]}, for
   * {@link #rows} i and {@code vectors * lanes} j. Sums are taken in the order of k, whatever the
   * tile's width.
   *
   * @param vectors width of the panel, 1 to {@link #vectors}
   * @param a row i begins at {@code aAt + i * aPitch}
   * @param depth number of k
   * @param b a panel from {@code bAt} on, {@code [k][vectors * lanes]}
   * @param init row i begins at {@code initAt + i * initPitch}: a bias with pitch 0, or {@code c}
   * @param c row i begins at {@code cAt + i * cPitch}
   * @param low lower bound of the sums by their bits, see {@link BitClamp}; {@code
   *     Integer.MIN_VALUE} for none
   * @param high upper bound of the sums by their bits; {@code Integer.MAX_VALUE} for none
   */
  void multiply(
      int vectors,
      float[] a,
      int aAt,
      int aPitch,
      int depth,
      float[] b,
      int bAt,
      float[] init,
      int initAt,
      int initPitch,
      float[] c,
      int cAt,
      int cPitch,
      int low,
      int high);

  /** The same for a single row. */
  void multiplyRow(
      int vectors,
      float[] a,
      int aAt,
      int depth,
      float[] b,
      int bAt,
      float[] init,
      int initAt,
      float[] c,
      int cAt);

  /**
   * {@code y = f(x)} for {@code n} elements. Apart from x, no element of y gets another value than
   * its final one: two threads may compute the same ones.
   *
   * @param x from {@code xAt} on
   * @param y from {@code yAt} on
   */
  void apply(Activation f, float[] x, int xAt, float[] y, int yAt, int n);

  /**
   * {@code y = f(x)} for {@code n} elements of each of some rows, within one array.
   *
   * @param array the x of row i begin at {@code xAt + i * xPitch}, its y at {@code yAt + i *
   *     yPitch}
   */
  void applyRows(
      Activation f, float[] array, int xAt, int xPitch, int yAt, int yPitch, int rows, int n);

  /**
   * {@code y = f(a + b)} for {@code n} elements of each of some rows. Where f is none or a {@link
   * BitClamp}, no element of y gets another value than its final one, unless y is a or b.
   *
   * @param a row i begins at {@code aAt + i * aPitch}
   * @param b row i begins at {@code bAt + i * bPitch}
   * @param y row i begins at {@code yAt + i * yPitch}
   */
  void applyToSums(
      Activation f,
      float[] a,
      int aAt,
      int aPitch,
      float[] b,
      int bAt,
      int bPitch,
      float[] y,
      int yAt,
      int yPitch,
      int rows,
      int n);

  /**
   * Adds taps of a depthwise window to one pixel: {@code y[c] += sum over t of x[t][c] * w[t][c]}
   * for {@code n} channels.
   *
   * @param x tap t begins at {@code xAt + t * xStep}
   * @param w {@code [taps][n]} from {@code wAt} on
   */
  void addTaps(
      int taps, float[] x, int xAt, int xStep, float[] w, int wAt, float[] y, int yAt, int n);

  /**
   * Tiles for a depthwise convolution of a square window.
   *
   * @param kernel its taps along each axis
   * @param stride along each axis
   * @return null where there are none
   */
  DepthwiseTile depthwise(int kernel, int stride);

  /**
   * {@code y = f(a, b)} for {@code n} elements.
   *
   * @param a from {@code aAt} on
   * @param b from {@code bAt} on
   * @param y from {@code yAt} on
   */
  void combine(Pairwise f, float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n);

  /** {@code y = p * a + q * b} for {@code n} elements. */
  void mix(float p, float[] a, int aAt, float q, float[] b, int bAt, float[] y, int yAt, int n);
}
