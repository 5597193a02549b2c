package io.sepconv.backend.jvm;

import io.sepconv.op.Activation;
import io.sepconv.reference.Axes3;
import java.util.Arrays;

/**
 * Convolutions in plain Java, with pixels side by side in the rows of {@link PlainLoops}: a row for
 * every tap and input channel is gathered from some hundred pixels, and a row for every output
 * channel takes multiples of these, whose factors are the weights. Borders, strides, dilations and
 * groups are the gathering's; products of matrices remain.
 */
final class PlainProduct implements Kernel {
  /** Rows that all output channels of a block take before the next: they stay in the L1 cache. */
  private static final int DEPTH_IN_CACHE = 12;

  private final Problem problem;
  private final Operands operands;
  private final MicroKernels micro;

  /** Whether the pixels of source and result are the same ones, one behind the other. */
  private final boolean joined;

  private final int pixels;
  private final int width;
  private final int tiles;
  private final int blocksPerGroup;
  private final int shares;

  /**
   * A convolution.
   *
   * @param axes its window over (D, H, W)
   * @param groups independent convolutions
   * @param inChannels input channels of a group
   * @param outChannels output channels of a group
   * @param weights {@code [groups][outChannels][kD * kH * kW][inChannels]}
   * @param bias {@code [groups][outChannels]}
   * @param activation applied last
   */
  record Problem(
      Axes3 axes,
      int groups,
      int inChannels,
      int outChannels,
      float[] weights,
      float[] bias,
      Activation activation) {
    /** Products that are summed up. */
    int depth() {
      return axes.kernelPlane() * inChannels;
    }
  }

  /**
   * Where the operands are.
   *
   * @param source the first element
   * @param layout of the source, any
   * @param result the first pixel
   * @param pitch between pixels of the result, over all pictures
   * @param residual what is added before the activation, or null
   * @param residualPitch between its pixels
   */
  record Operands(
      Places.Place source,
      Layout layout,
      int result,
      int pitch,
      Places.Place residual,
      int residualPitch) {}

  PlainProduct(Problem problem, Operands operands, MicroKernels micro, int threads) {
    this.problem = problem;
    this.operands = operands;
    this.micro = micro;
    this.joined = problem.axes().isOneToOne() && operands.layout().isChannelsLast();
    this.pixels = operands.layout().shape().dim(0) * problem.axes().outputPlane();
    this.width = tileWidth(pixels);
    this.tiles = (pixels + width - 1) / width;
    this.blocksPerGroup = (problem.outChannels() + PlainScratch.OUTPUTS - 1) / PlainScratch.OUTPUTS;
    int blocks = problem.groups() * blocksPerGroup;
    boolean enough = threads == 1 || tiles >= 4 * threads;
    this.shares = enough ? 1 : Math.min(blocks, (2 * threads + tiles - 1) / tiles);
  }

  /** Pixels of a tile: as few of the widest as hold all, then all equally wide. */
  private static int tileWidth(int pixels) {
    int tiles = (pixels + PlainLoops.WIDEST - 1) / PlainLoops.WIDEST;
    return PlainLoops.widthFor((pixels + tiles - 1) / tiles);
  }

  @Override
  public int parts() {
    return tiles * shares;
  }

  @Override
  public void run(float[] arena, int part, int worker) {
    int first = part / shares * width;
    int n = Math.min(width, pixels - first);
    int blocks = problem.groups() * blocksPerGroup;
    int begin = blocks * (part % shares) / shares;
    int end = blocks * (part % shares + 1) / shares;
    PlainScratch scratch = PlainScratch.borrow();
    try {
      while (begin < end) {
        int group = begin / blocksPerGroup;
        int stop = Math.min(end, (group + 1) * blocksPerGroup);
        group(arena, first, n, group, begin % blocksPerGroup, stop - begin, scratch);
        begin = stop;
      }
    } finally {
      scratch.giveBack();
    }
  }

  /** Some blocks of output channels of a group, for some pixels. */
  private void group(
      float[] arena, int first, int n, int group, int block, int blocks, PlainScratch scratch) {
    int depth = problem.depth();
    for (int from = 0; from < depth; from += PlainScratch.DEPTH) {
      int to = Math.min(depth, from + PlainScratch.DEPTH);
      gather(arena, first, n, group, from, to, scratch.x());
      for (int b = block; b < block + blocks; b++) {
        int out = b * PlainScratch.OUTPUTS;
        int rows = Math.min(PlainScratch.OUTPUTS, problem.outChannels() - out);
        int channel = group * problem.outChannels() + out;
        start(arena, first, n, channel, rows, from, scratch.y());
        multiply(channel * depth + from, to - from, rows, scratch);
        if (to == depth && !problem.activation().isNone()) {
          for (int r = 0; r < rows; r++) {
            micro.apply(problem.activation(), scratch.y()[r], 0, scratch.y()[r], 0, n);
          }
        }
        int y = operands.result() + first * operands.pitch() + channel;
        PlainRows.scatter(scratch.y(), rows, n, arena, y, operands.pitch());
      }
    }
  }

  /** What sums begin with: residual and bias, or what they have come to so far. */
  private void start(
      float[] arena, int first, int n, int channel, int rows, int from, float[][] y) {
    if (from > 0) {
      int at = operands.result() + first * operands.pitch() + channel;
      PlainRows.gather(arena, at, operands.pitch(), 1, rows, y, 0, 0, n);
      return;
    }
    if (operands.residual() == null) {
      for (int r = 0; r < rows; r++) {
        Arrays.fill(y[r], 0, n, problem.bias()[channel + r]);
      }
      return;
    }
    int at = operands.residual().at() + first * operands.residualPitch() + channel;
    float[] residual = operands.residual().in(arena);
    PlainRows.gather(residual, at, operands.residualPitch(), 1, rows, y, 0, 0, n);
    for (int r = 0; r < rows; r++) {
      float[] row = y[r];
      float bias = problem.bias()[channel + r];
      for (int i = 0; i < n; i++) {
        row[i] += bias;
      }
    }
  }

  /** Adds the products of rows of x, whose weights begin at the given place, to rows of y. */
  private void multiply(int weightsAt, int depth, int rows, PlainScratch scratch) {
    float[] weights = problem.weights();
    float[][] x = scratch.x();
    float[][] y = scratch.y();
    int pitch = problem.depth();
    for (int begin = 0; begin < depth; begin += DEPTH_IN_CACHE) {
      int end = Math.min(depth, begin + DEPTH_IN_CACHE);
      int row = 0;
      for (; row + 3 < rows; row += 4) {
        int at = weightsAt + row * pitch;
        int k = begin;
        for (; k + 1 < end; k += 2) {
          PlainLoops.add(width, y, row, x, k, weights, at + k, pitch);
        }
        for (int r = 0; k < end && r < 4; r++) {
          PlainLoops.addOne(width, y[row + r], x[k], weights[at + r * pitch + k]);
        }
      }
      for (; row < rows; row++) {
        int at = weightsAt + row * pitch;
        int k = begin;
        for (; k + 3 < end; k += 4) {
          PlainLoops.addToOne(width, y[row], x, k, weights, at + k);
        }
        for (; k < end; k++) {
          PlainLoops.addOne(width, y[row], x[k], weights[at + k]);
        }
      }
    }
  }

  /** Rows {@code from} to {@code to} of all taps and channels of a group, for some pixels. */
  private void gather(
      float[] arena, int first, int n, int group, int from, int to, float[][] rows) {
    int channels = problem.inChannels();
    if (joined) {
      int pitch = operands.layout().pitch();
      int at = operands.source().at() + first * pitch + group * channels + from;
      PlainRows.gather(operands.source().in(arena), at, pitch, 1, to - from, rows, 0, 0, n);
      return;
    }
    for (int k = from; k < to; ) {
      int tap = k / channels;
      int channel = k % channels;
      int count = Math.min(channels - channel, to - k);
      tap(arena, first, n, tap, group * channels + channel, count, rows, k - from);
      k += count;
    }
  }

  /** Rows of one tap: pixels one row of the picture after the other. */
  private void tap(
      float[] arena, int first, int n, int tap, int channel, int count, float[][] rows, int row) {
    Axes3 axes = problem.axes();
    Layout layout = operands.layout();
    int[] kernel = axes.kernel();
    int[] output = axes.output();
    int kw = tap % kernel[2];
    int kh = tap / kernel[2] % kernel[1];
    int kd = tap / kernel[2] / kernel[1];
    for (int j = 0; j < n; ) {
      int line = (first + j) / output[2];
      int w = (first + j) % output[2];
      int length = Math.min(output[2] - w, n - j);
      int h = axes.position(1, line % output[1], kh);
      int d = axes.position(0, line / output[1] % output[0], kd);
      int left = length;
      int right = 0;
      if (axes.inside(1, h) && axes.inside(0, d)) {
        left = Math.min(length, outside(w, kw));
        right = Math.max(0, length - left - inside(w + left, kw));
        int at =
            operands.source().at()
                + line / output[1] / output[0] * layout.stride(0)
                + channel * layout.stride(1)
                + d * layout.spatialStride(0)
                + h * layout.spatialStride(1)
                + axes.position(2, w + left, kw) * layout.spatialStride(2);
        PlainRows.gather(
            operands.source().in(arena),
            at,
            axes.stride()[2] * layout.spatialStride(2),
            layout.stride(1),
            count,
            rows,
            row,
            j + left,
            length - left - right);
      }
      for (int r = row; r < row + count; r++) {
        Arrays.fill(rows[r], j, j + left, 0);
        Arrays.fill(rows[r], j + length - right, j + length, 0);
      }
      j += length;
    }
  }

  /** How many pixels from w on have the tap before the picture. */
  private int outside(int w, int tap) {
    int before = -problem.axes().position(2, w, tap);
    int stride = problem.axes().stride()[2];
    return before <= 0 ? 0 : (before + stride - 1) / stride;
  }

  /** How many pixels from w on, whose tap is not before the picture, have it inside. */
  private int inside(int w, int tap) {
    int room = problem.axes().input()[2] - 1 - problem.axes().position(2, w, tap);
    return room < 0 ? 0 : room / problem.axes().stride()[2] + 1;
  }
}
