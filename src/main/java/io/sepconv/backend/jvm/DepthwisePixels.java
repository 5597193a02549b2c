package io.sepconv.backend.jvm;

/** Depthwise convolutions of any window, one pixel of the result after the other. */
final class DepthwisePixels implements Kernel {
  private final Depthwise.Problem problem;
  private final Depthwise.Memory memory;
  private final MicroKernels micro;
  private final Shares rows;

  DepthwisePixels(
      Depthwise.Problem problem, Depthwise.Memory memory, MicroKernels micro, int threads) {
    this.problem = problem;
    this.memory = memory;
    this.micro = micro;
    int[] output = problem.axes().output();
    this.rows = Shares.of(problem.pictures() * output[0] * output[1], threads);
  }

  @Override
  public int parts() {
    return rows.parts();
  }

  @Override
  public void run(float[] arena, int part, int worker) {
    int[] output = problem.axes().output();
    for (int row = rows.begin(part); row < rows.end(part); row++) {
      int picture = row / output[1] / output[0];
      for (int w = 0; w < output[2]; w++) {
        pixel(arena, picture, row / output[1] % output[0], row % output[1], w);
      }
    }
  }

  private void pixel(float[] arena, int picture, int d, int h, int w) {
    int[] kernel = problem.axes().kernel();
    int y = memory.result() + place(problem.result(), picture, d, h, w);
    System.arraycopy(problem.bias(), 0, arena, y, problem.channels());
    int from = firstTap(w);
    int taps = taps(w, from);
    for (int kd = 0; kd < kernel[0]; kd++) {
      int id = problem.axes().position(0, d, kd);
      for (int kh = 0; kh < kernel[1]; kh++) {
        int ih = problem.axes().position(1, h, kh);
        if (taps > 0 && problem.axes().inside(0, id) && problem.axes().inside(1, ih)) {
          int iw = problem.axes().position(2, w, from);
          micro.addTaps(
              taps,
              memory.source().in(arena),
              memory.source().at() + place(problem.source(), picture, id, ih, iw),
              problem.axes().dilation()[2] * problem.source().spatialStride(2),
              problem.weights(),
              ((kd * kernel[1] + kh) * kernel[2] + from) * problem.channels(),
              arena,
              y,
              problem.channels());
        }
      }
    }
    if (memory.residual() != null) {
      int r = memory.residual().at() + place(problem.residual(), picture, d, h, w);
      float[] residual = memory.residual().in(arena);
      micro.applyToSums(
          problem.activation(), arena, y, 0, residual, r, 0, arena, y, 0, 1, problem.channels());
    } else if (!problem.activation().isNone()) {
      micro.apply(problem.activation(), arena, y, arena, y, problem.channels());
    }
  }

  /** The first tap of a row of the window that lies inside. */
  private int firstTap(int w) {
    int before = -problem.axes().position(2, w, 0);
    int dilation = problem.axes().dilation()[2];
    return before <= 0 ? 0 : (before + dilation - 1) / dilation;
  }

  /** How many taps from the given one on lie inside. */
  private int taps(int w, int from) {
    int room = problem.axes().input()[2] - 1 - problem.axes().position(2, w, from);
    int inside = room < 0 ? 0 : room / problem.axes().dilation()[2] + 1;
    return Math.min(inside, problem.axes().kernel()[2] - from);
  }

  private static int place(Layout layout, int picture, int d, int h, int w) {
    return picture * layout.stride(0)
        + d * layout.spatialStride(0)
        + h * layout.spatialStride(1)
        + w * layout.spatialStride(2);
  }
}
