package io.sepconv.backend.jvm;

import io.sepconv.op.Lrn;
import java.util.Arrays;

/**
 * Local response normalisation of one pixel after the other: the squares of its channels between
 * zeros, their sums over windows, the quotients.
 *
 * @param source layout of the operand, channels-last
 * @param result layout of the result, channels-last
 * @param to where the result begins in the arena
 * @param scratch where the scratch of the first thread begins
 * @param scratchPerThread at least {@link #scratch}
 * @param shares of the pixels
 */
record ChannelNormalisation(
    Lrn op,
    Layout source,
    Places.Place from,
    Layout result,
    int to,
    int scratch,
    int scratchPerThread,
    MicroKernels micro,
    Shares shares)
    implements Kernel {

  /** Floats that each thread needs: squares with a window of zeros around them, and sums. */
  static int scratch(Lrn op, int channels) {
    int before = Math.min((op.size() - 1) / 2, channels);
    int behind = Math.min(op.size() / 2, channels);
    return before + channels + behind + channels;
  }

  @Override
  public int parts() {
    return shares.parts();
  }

  @Override
  public void run(float[] arena, int part, int worker) {
    int at = scratch + worker * scratchPerThread;
    Arrays.fill(arena, at, at + scratchPerThread, 0);
    for (int pixel = shares.begin(part); pixel < shares.end(part); pixel++) {
      normalise(
          from.in(arena),
          from.at() + pixel * source.pitch(),
          arena,
          to + pixel * result.pitch(),
          at);
    }
  }

  /** The scratch is {@code [zeros before, squares, zeros behind, sums]}. */
  private void normalise(float[] x, int xAt, float[] y, int yAt, int at) {
    int channels = source.shape().dim(1);
    // Wider windows than these see no more.
    int before = Math.min((op.size() - 1) / 2, channels);
    int behind = Math.min(op.size() / 2, channels);
    int sums = at + before + channels + behind;
    micro.combine(Pairwise.MUL, x, xAt, x, xAt, y, at + before, channels);
    Arrays.fill(y, sums, sums + channels, 0);
    for (int i = 0; i <= before + behind; i++) {
      micro.combine(Pairwise.ADD, y, sums, y, at + i, y, sums, channels);
    }
    float weight = op.alpha() / op.size();
    for (int c = 0; c < channels; c++) {
      y[yAt + c] = x[xAt + c] / power(op.bias() + weight * y[sums + c]);
    }
  }

  /** The power beta, of which 3/4 is the usual one, and roots are many times as fast. */
  private float power(float base) {
    if (op.beta() == 0.75f) {
      float root = (float) Math.sqrt(base);
      return root * (float) Math.sqrt(root);
    }
    return (float) Math.pow(base, op.beta());
  }
}
