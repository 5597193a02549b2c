package io.sepconv.backend.jvm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Copies elements from one layout to another of the same shape: reorders, transposes, parts of
 * concatenations.
 *
 * <p>Axes that lie inside each other on both sides are joined first. Where the innermost axis of
 * the result is not the innermost of the source, both are walked in small blocks, so that every
 * line of the caches that is loaded is used before it goes (as in transposing a matrix by blocks).
 */
final class StridedCopy implements Kernel {
  private static final int BLOCK = 16;

  /** Elements of a line where lines of the other axis are shorter than a block. */
  private static final int LINE = 128;

  /** Elements that are worth a part of their own. */
  private static final int PART = 16_384;

  private final Places.Place from;
  private final Places.Place to;
  private final Axis[] axes;
  private final Shares shares;

  /** An axis that is walked: its size, and the distance between neighbours on both sides. */
  private record Axis(int size, int from, int to) {}

  private StridedCopy(Places.Place from, Places.Place to, Axis[] axes, int threads) {
    this.from = from;
    this.to = to;
    this.axes = axes;
    long elements = Arrays.stream(axes).mapToLong(Axis::size).reduce(1, (a, b) -> a * b);
    this.shares =
        new Shares(
            axes[0].size(),
            (int) Math.min(axes[0].size(), Math.min(Shares.wanted(threads), elements / PART + 1)));
  }

  /** Copies one operand to another of the same shape, which lies in the arena. */
  static Binding binding(Operand from, Operand to, int threads) {
    Axis[] axes = axes(from.layout(), to.layout());
    return places -> new StridedCopy(places.of(from), places.of(to), axes, threads);
  }

  /** Copies once, while compiling. */
  static void copy(float[] from, int at, Layout fromLayout, float[] to, int toAt, Layout toLayout) {
    new StridedCopy(
            new Places.Place(from, at), new Places.Place(to, toAt), axes(fromLayout, toLayout), 1)
        .run(to, 0, 0);
  }

  /** The axes to walk, outermost in the result first: at least two, some perhaps of size 1. */
  private static Axis[] axes(Layout from, Layout to) {
    List<Axis> walked = new ArrayList<>();
    for (int axis = 0; axis < to.shape().rank(); axis++) {
      if (to.shape().dim(axis) > 1) {
        walked.add(new Axis(to.shape().dim(axis), from.stride(axis), to.stride(axis)));
      }
    }
    walked.sort(Comparator.comparingInt(axis -> -Math.abs(axis.to())));
    List<Axis> joined = new ArrayList<>();
    for (Axis inner : walked) {
      Axis outer = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      boolean nested =
          outer != null
              && outer.from() == inner.from() * inner.size()
              && outer.to() == inner.to() * inner.size();
      if (nested) {
        joined.remove(joined.size() - 1);
        joined.add(new Axis(outer.size() * inner.size(), inner.from(), inner.to()));
      } else {
        joined.add(inner);
      }
    }
    // The axis along which the source is dense comes last but one.
    for (int i = 0; i < joined.size() - 1; i++) {
      if (joined.get(i).from() == 1) {
        joined.add(joined.size() - 2, joined.remove(i));
        break;
      }
    }
    while (joined.size() < 2) {
      joined.add(0, new Axis(1, 0, 0));
    }
    return joined.toArray(Axis[]::new);
  }

  @Override
  public int parts() {
    return shares.parts();
  }

  @Override
  public void run(float[] arena, int part, int worker) {
    walk(from.in(arena), from.at(), to.in(arena), to.at(), 0, shares.begin(part), shares.end(part));
  }

  private void walk(float[] a, int aAt, float[] b, int bAt, int depth, int begin, int end) {
    if (depth == axes.length - 2) {
      plane(a, aAt, b, bAt, begin, end);
      return;
    }
    Axis axis = axes[depth];
    for (int i = begin; i < end; i++) {
      walk(a, aAt + i * axis.from(), b, bAt + i * axis.to(), depth + 1, 0, axes[depth + 1].size());
    }
  }

  /** The two innermost axes. */
  private void plane(float[] a, int aAt, float[] b, int bAt, int begin, int end) {
    Axis outer = axes[axes.length - 2];
    Axis inner = axes[axes.length - 1];
    if (inner.from() == 1 && inner.to() == 1) {
      for (int i = begin; i < end; i++) {
        System.arraycopy(a, aAt + i * outer.from(), b, bAt + i * outer.to(), inner.size());
      }
      return;
    }
    if (outer.from() == 1 && outer.to() == 2 && inner.size() == 2 && inner.to() == 1) {
      interleave(a, aAt + begin, aAt + begin + inner.from(), b, bAt + 2 * begin, end - begin);
      return;
    }
    if (outer.from() == 1 && inner.size() < BLOCK) {
      // Lines along the other axis are longer: the channels of a few pixels, a shuffle of groups.
      for (int i = begin; i < end; i += LINE) {
        int n = Math.min(end - i, LINE);
        for (int j = 0; j < inner.size(); j++) {
          int from = aAt + i + j * inner.from();
          line(a, from, 1, b, bAt + i * outer.to() + j * inner.to(), outer.to(), n);
        }
      }
      return;
    }
    int step = outer.from() == 1 ? BLOCK : Integer.MAX_VALUE / 2;
    for (int j = 0; j < inner.size(); j += step) {
      int stop = Math.min(inner.size() - j, step);
      for (int i = begin; i < end; i++) {
        line(
            a,
            aAt + i * outer.from() + j * inner.from(),
            inner.from(),
            b,
            bAt + i * outer.to() + j * inner.to(),
            inner.to(),
            stop);
      }
    }
  }

  private static void line(float[] a, int aAt, int aStep, float[] b, int bAt, int bStep, int n) {
    for (int i = 0; i < n; i++) {
      b[bAt + i * bStep] = a[aAt + i * aStep];
    }
  }

  /** Two lines, of which the elements take turns: a shuffle of two groups of channels. */
  private static void interleave(float[] a, int first, int second, float[] b, int bAt, int n) {
    for (int i = 0; i < n; i++) {
      b[bAt + 2 * i] = a[first + i];
      b[bAt + 2 * i + 1] = a[second + i];
    }
  }
}
