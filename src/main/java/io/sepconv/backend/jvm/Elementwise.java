package io.sepconv.backend.jvm;

import io.sepconv.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A function of each element of one operand, or of those of two, in any layouts that agree on the
 * innermost axis.
 */
final class Elementwise implements Kernel {
  /** Elements that are worth a part of their own. */
  private static final int PART = 16_384;

  private final Function function;
  private final Rows rows;
  private final int y;
  private final Places.Place a;
  private final Places.Place b;
  private final int scratch;
  private final int scratchPerThread;
  private final Shares shares;

  /** Computes a run of {@code n} elements of y; that of b is not read where there is none. */
  @FunctionalInterface
  interface Function {
    void run(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n);
  }

  private Elementwise(
      Function function, Rows rows, int y, Places.Place[] operands, int scratch, int threads) {
    this.function = function;
    this.rows = rows;
    this.y = y;
    this.a = operands[0];
    this.b = operands[operands.length - 1];
    this.scratch = scratch;
    this.scratchPerThread = Layout.roundUp(rows.longest(), 16);
    long worth = (long) rows.count() * rows.longest() / PART + 1;
    this.shares =
        new Shares(
            rows.count(), (int) Math.min(Math.min(rows.count(), worth), Shares.wanted(threads)));
  }

  /**
   * Adds one to a draft, as all of a node.
   *
   * @param operands one or two, of the result's shape
   */
  static void add(
      Node node,
      String implementation,
      Function function,
      Operand result,
      List<Operand> operands,
      Draft draft) {
    Rows rows = new Rows(draft.micro().lanes(), result, operands.toArray(Operand[]::new));
    boolean repeats = rows.period(1) + rows.period(operands.size()) > 0;
    List<Operand> used = new ArrayList<>(operands);
    Operand scratch = repeats ? draft.scratch(rows.longest()) : result;
    used.add(scratch);
    draft.add(
        node,
        implementation,
        result,
        used,
        places ->
            new Elementwise(
                function,
                rows,
                places.of(result).at(),
                operands.stream().map(places::of).toArray(Places.Place[]::new),
                places.start(scratch),
                draft.threads()));
  }

  @Override
  public int parts() {
    return shares.parts();
  }

  @Override
  public void run(float[] arena, int part, int worker) {
    int end = shares.end(part);
    int row = shares.begin(part);
    while (row < end) {
      int first = row % rows.middle();
      int last = Math.min(rows.middle(), first + end - row);
      runs(arena, row / rows.middle(), first, last, scratch + worker * scratchPerThread);
      row += last - first;
    }
  }

  /** Some runs that follow each other. */
  private void runs(float[] arena, int group, int first, int last, int copy) {
    int second = b == a ? 1 : 2;
    int yAt = y + rows.start(0, group);
    int aAt = a.at() + rows.start(1, group);
    int bAt = b.at() + rows.start(second, group);
    int copied = -1;
    for (int i = first; i < last; i++) {
      int n = rows.length(i);
      float[] left = a.in(arena);
      int leftAt = aAt + i * rows.step(1);
      float[] right = b.in(arena);
      int rightAt = bAt + i * rows.step(second);
      if (rows.period(1) > 0) {
        copied = repeat(left, leftAt, rows.period(1), copied, arena, copy);
        left = arena;
        leftAt = copy;
      } else if (rows.period(second) > 0) {
        copied = repeat(right, rightAt, rows.period(second), copied, arena, copy);
        right = arena;
        rightAt = copy;
      }
      function.run(left, leftAt, right, rightAt, arena, yAt + i * rows.step(0), n);
    }
  }

  /** Makes a run of a few elements, unless they are the ones that it was made of last. */
  private int repeat(float[] from, int at, int period, int copied, float[] arena, int to) {
    if (at == copied) {
      return at;
    }
    if (period == 1) {
      Arrays.fill(arena, to, to + rows.longest(), from[at]);
      return at;
    }
    for (int i = 0; i < rows.longest(); i += period) {
      System.arraycopy(from, at, arena, to + i, period);
    }
    return at;
  }
}
