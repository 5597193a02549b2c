package io.sepconv.backend.jvm;

import io.sepconv.reference.Axes3;
import java.util.Arrays;

/**
 * Depthwise convolutions of flat pictures in plain Java, by strips of some hundred floats: a slice
 * of the channels of one pixel, or all those of some neighbouring ones. A strip goes down the
 * picture; the rows of {@link PlainTaps} hold what each tap of its window sees, and each row of the
 * picture is copied there once.
 */
final class PlainDepthwise implements Kernel {
  private final Depthwise.Problem problem;
  private final Depthwise.Memory memory;
  private final MicroKernels micro;
  private final Shares rows;

  /**
   * Floats of a slice of channels, pixels of a strip, and the loop that is wide enough for both.
   */
  private final int slice;

  private final int group;
  private final int width;

  PlainDepthwise(
      Depthwise.Problem problem, Depthwise.Memory memory, MicroKernels micro, int threads) {
    this.problem = problem;
    this.memory = memory;
    this.micro = micro;
    this.rows = Shares.of(problem.axes().output()[1], threads);
    int channels = problem.channels();
    int slices = (channels + PlainTaps.WIDEST - 1) / PlainTaps.WIDEST;
    this.slice = Layout.roundUp((channels + slices - 1) / slices, 16);
    int pixels = problem.axes().output()[2];
    int most = Math.max(1, PlainTaps.WIDEST / slice);
    int strips = (pixels + most - 1) / most;
    this.group = slices > 1 ? 1 : (pixels + strips - 1) / strips;
    this.width = PlainTaps.widthFor(group * slice);
  }

  /** Whether the rows of a window are no more than there are. */
  static boolean fits(Axes3 axes) {
    return axes.isFlat()
        && (long) (ring(axes) + axes.kernel()[1]) * axes.kernel()[2] <= PlainScratch.DEPTH;
  }

  /** Rows of the picture from the first tap of a window to the last. */
  private static int ring(Axes3 axes) {
    return (axes.kernel()[1] - 1) * axes.dilation()[1] + 1;
  }

  @Override
  public int parts() {
    return problem.pictures() * rows.parts();
  }

  @Override
  public void run(float[] arena, int part, int worker) {
    int[] output = problem.axes().output();
    int begin = rows.begin(part % rows.parts());
    int end = rows.end(part % rows.parts());
    PlainScratch scratch = PlainScratch.borrow();
    try {
      for (int channel = 0; channel < problem.channels(); channel += slice) {
        int n = Math.min(slice, problem.channels() - channel);
        repeatWeights(channel, n, scratch);
        for (int w = 0; w < output[2]; w += group) {
          int pixels = Math.min(group, output[2] - w);
          strip(arena, part / rows.parts(), begin, end, w, pixels, channel, n, scratch);
        }
      }
    } finally {
      scratch.giveBack();
    }
  }

  /** Rows of weights behind those of taps, and one of the bias: the same for every pixel. */
  private void repeatWeights(int channel, int n, PlainScratch scratch) {
    int[] kernel = problem.axes().kernel();
    int first = ring(problem.axes()) * kernel[2];
    for (int pixel = 0; pixel < group; pixel++) {
      System.arraycopy(problem.bias(), channel, scratch.y()[1], pixel * n, n);
      for (int tap = 0; tap < kernel[1] * kernel[2]; tap++) {
        int at = tap * problem.channels() + channel;
        System.arraycopy(problem.weights(), at, scratch.x()[first + tap], pixel * n, n);
      }
    }
  }

  /** Rows {@code begin} to {@code end} of the result, of some pixels and channels. */
  private void strip(
      float[] arena,
      int picture,
      int begin,
      int end,
      int w,
      int pixels,
      int channel,
      int n,
      PlainScratch scratch) {
    Axes3 axes = problem.axes();
    int taps = axes.kernel()[2];
    int ring = ring(axes);
    float[][] x = scratch.x();
    float[] sums = scratch.y()[0];
    int loaded = 0;
    for (int h = begin; h < end; h++) {
      System.arraycopy(scratch.y()[1], 0, sums, 0, width);
      int last = Math.min(axes.input()[1], axes.position(1, h, axes.kernel()[1] - 1) + 1);
      for (int row = Math.max(loaded, axes.position(1, h, 0)); row < last; row++) {
        load(arena, picture, row, w, pixels, channel, n, x, row % ring * taps);
      }
      loaded = Math.max(loaded, last);
      for (int k = 0; k < axes.kernel()[1]; k++) {
        int row = axes.position(1, h, k);
        if (axes.inside(1, row)) {
          PlainTaps.add(width, sums, x, row % ring * taps, x, (ring + k) * taps, taps);
        }
      }
      finish(arena, picture, h, w, pixels, channel, n, scratch);
    }
  }

  /** What each tap of a row of the window sees of a row of the picture. */
  private void load(
      float[] arena,
      int picture,
      int row,
      int w,
      int pixels,
      int channel,
      int n,
      float[][] to,
      int first) {
    Axes3 axes = problem.axes();
    Layout source = problem.source();
    float[] x = memory.source().in(arena);
    int pitch = source.spatialStride(2);
    int line =
        memory.source().at() + picture * source.stride(0) + row * source.spatialStride(1) + channel;
    for (int tap = 0; tap < axes.kernel()[2]; tap++) {
      float[] seen = to[first + tap];
      int begin = axes.position(2, w, tap);
      boolean dense = axes.stride()[2] == 1 && (pitch == n || pixels == 1);
      if (dense && begin >= 0 && begin + pixels <= axes.input()[2]) {
        System.arraycopy(x, line + begin * pitch, seen, 0, pixels * n);
        continue;
      }
      for (int pixel = 0; pixel < pixels; pixel++) {
        int at = axes.position(2, w + pixel, tap);
        if (axes.inside(2, at)) {
          System.arraycopy(x, line + at * pitch, seen, pixel * n, n);
        } else {
          Arrays.fill(seen, pixel * n, (pixel + 1) * n, 0);
        }
      }
    }
  }

  /** Takes sums to their places. */
  private void finish(
      float[] arena,
      int picture,
      int h,
      int w,
      int pixels,
      int channel,
      int n,
      PlainScratch scratch) {
    float[] sums = scratch.y()[0];
    if (memory.residual() != null) {
      int r = memory.residual().at() + place(problem.residual(), picture, h, w) + channel;
      float[] residual = memory.residual().in(arena);
      for (int pixel = 0; pixel < pixels; pixel++) {
        int at = r + pixel * problem.residual().spatialStride(2);
        System.arraycopy(residual, at, scratch.y()[2], pixel * n, n);
      }
      PlainFunctions.combine(Pairwise.ADD, sums, scratch.y()[2], pixels * n);
    }
    if (!problem.activation().isNone()) {
      micro.apply(problem.activation(), sums, 0, sums, 0, pixels * n);
    }
    int y = memory.result() + place(problem.result(), picture, h, w) + channel;
    for (int pixel = 0; pixel < pixels; pixel++) {
      System.arraycopy(sums, pixel * n, arena, y + pixel * problem.result().spatialStride(2), n);
    }
  }

  private static int place(Layout layout, int picture, int h, int w) {
    return picture * layout.stride(0) + h * layout.spatialStride(1) + w * layout.spatialStride(2);
  }
}
