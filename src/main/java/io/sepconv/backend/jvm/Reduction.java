package io.sepconv.backend.jvm;

import io.sepconv.op.Reduce;
import io.sepconv.tensor.Shape;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Sums, products, means, norms, maxima and minima along axes, accumulated in double. The elements
 * of one result are walked line by line, always in the same order, whoever does it.
 */
final class Reduction implements Kernel {
  private final Reduce.Kind kind;
  private final Places.Place from;
  private final int to;
  private final int[] sources;
  private final int[] results;
  private final int[] lines;
  private final int length;
  private final int step;
  private final Shares shares;

  /**
   * A reduction.
   *
   * @param source layout of the operand
   * @param result layout of the result, of the same rank: 1 along axes that are reduced
   * @param to where the result begins in the arena
   */
  Reduction(
      Reduce.Kind kind, Layout source, Places.Place from, Layout result, int to, int threads) {
    this.kind = kind;
    this.from = from;
    this.to = to;
    Shape shape = source.shape();
    int[] inward =
        IntStream.range(0, shape.rank())
            .boxed()
            .sorted(Comparator.comparingInt(axis -> -Math.abs(source.stride(axis))))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] kept = axes(inward, shape, result.shape(), true);
    int[] reduced = axes(inward, shape, result.shape(), false);
    this.sources = source.permuted(kept).starts(kept.length);
    this.results = result.permuted(kept).starts(kept.length);
    int last = reduced.length - 1;
    this.lines = source.permuted(reduced).starts(Math.max(0, last));
    this.length = last < 0 ? 1 : shape.dim(reduced[last]);
    this.step = last < 0 ? 1 : source.stride(reduced[last]);
    this.shares = Shares.of(sources.length, threads);
  }

  /** The axes that are kept, or those that are not, the innermost last. */
  private static int[] axes(int[] inward, Shape shape, Shape result, boolean kept) {
    return Arrays.stream(inward)
        .filter(axis -> shape.dim(axis) > 1 && (result.dim(axis) == shape.dim(axis)) == kept)
        .toArray();
  }

  @Override
  public int parts() {
    return shares.parts();
  }

  @Override
  public void run(float[] arena, int part, int worker) {
    float[] x = from.in(arena);
    for (int i = shares.begin(part); i < shares.end(part); i++) {
      double value = line(x, from.at() + sources[i]);
      for (int line = 1; line < lines.length; line++) {
        value = combine(value, line(x, from.at() + sources[i] + lines[line]));
      }
      arena[to + results[i]] = (float) finish(value);
    }
  }

  private double combine(double a, double b) {
    return switch (kind) {
      case SUM, MEAN, L1, L2, SUM_SQUARE -> a + b;
      case PROD -> a * b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
    };
  }

  private double finish(double value) {
    return switch (kind) {
      case MEAN -> value / ((double) lines.length * length);
      case L2 -> Math.sqrt(value);
      default -> value;
    };
  }

  private double line(float[] x, int at) {
    return switch (kind) {
      case SUM, MEAN -> sum(x, at);
      case SUM_SQUARE, L2 -> squares(x, at);
      case MAX -> maximum(x, at);
      case MIN -> {
        float min = Float.POSITIVE_INFINITY;
        for (int i = 0; i < length; i++) {
          min = Math.min(min, x[at + i * step]);
        }
        yield min;
      }
      case PROD -> {
        double product = 1;
        for (int i = 0; i < length; i++) {
          product *= x[at + i * step];
        }
        yield product;
      }
      case L1 -> {
        double sum = 0;
        for (int i = 0; i < length; i++) {
          sum += Math.abs(x[at + i * step]);
        }
        yield sum;
      }
    };
  }

  /** In four sums: each addition waits for the one before. */
  private double sum(float[] x, int at) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i < length - 3; i += 4) {
      int from = at + i * step;
      a += x[from];
      b += x[from + step];
      c += x[from + 2 * step];
      d += x[from + 3 * step];
    }
    for (; i < length; i++) {
      a += x[at + i * step];
    }
    return a + b + (c + d);
  }

  private double squares(float[] x, int at) {
    double a = 0;
    double b = 0;
    int i = 0;
    for (; i < length - 1; i += 2) {
      double first = x[at + i * step];
      double second = x[at + (i + 1) * step];
      a += first * first;
      b += second * second;
    }
    for (; i < length; i++) {
      double last = x[at + i * step];
      a += last * last;
    }
    return a + b;
  }

  private double maximum(float[] x, int at) {
    float a = Float.NEGATIVE_INFINITY;
    float b = a;
    int i = 0;
    for (; i < length - 1; i += 2) {
      a = Math.max(a, x[at + i * step]);
      b = Math.max(b, x[at + (i + 1) * step]);
    }
    for (; i < length; i++) {
      a = Math.max(a, x[at + i * step]);
    }
    return Math.max(a, b);
  }
}
