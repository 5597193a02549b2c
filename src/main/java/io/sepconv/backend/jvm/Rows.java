package io.sepconv.backend.jvm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The runs of neighbours that a result consists of, and where its operands have theirs. Axes that
 * lie inside each other everywhere are one. Immutable.
 */
final class Rows {
  /** Longest run: what is computed in several passes stays in the first-level cache. */
  private static final int LONGEST = 2048;

  /** Sizes from the outermost axis on; the last but one counts runs, the last their elements. */
  private final int[] sizes;

  /** For the result, then for each operand: distance between neighbours along each axis. */
  private final int[][] steps;

  /** Elements of each that repeat within a run; 0 where none do. */
  private final int[] periods;

  /** Elements of the last run along the last axis but one. */
  private final int rest;

  /** An axis that all of them share: its size, and the distance between neighbours in each. */
  private record Axis(int size, int[] steps) {
    /** Whether a whole inner axis is one step of this one, everywhere. */
    boolean holds(Axis inner) {
      return Arrays.equals(steps, inner.times(inner.size));
    }

    /** Whether some have the same short inner axis at every step, and it is dense in the others. */
    boolean repeats(Axis inner) {
      boolean all = inner.size <= LONGEST / 2;
      for (int i = 0; i < steps.length; i++) {
        boolean again = steps[i] == 0 && inner.steps[i] == 1;
        all &= again || inner.steps[i] == 1 && steps[i] == inner.size;
      }
      return all;
    }

    /** As many elements as one axis; what repeats has no distance between neighbours. */
    Axis joined(Axis inner) {
      return new Axis(size * inner.size, Arrays.stream(steps).map(s -> s == 0 ? 0 : 1).toArray());
    }

    int[] times(int n) {
      return Arrays.stream(steps).map(step -> step * n).toArray();
    }
  }

  /**
   * @param lanes runs become whole vectors where there is room behind them
   * @param result dense along its innermost axis
   * @param operands of the result's shape, and dense or repeated along that axis
   */
  Rows(int lanes, Operand result, Operand... operands) {
    List<Operand> all = new ArrayList<>(List.of(result));
    all.addAll(Arrays.asList(operands));
    List<Axis> axes = joined(axes(lanes, all));
    Axis inner = axes.remove(axes.size() - 1);
    int period = 1;
    if (!axes.isEmpty() && axes.get(axes.size() - 1).repeats(inner)) {
      period = inner.size();
      inner = axes.remove(axes.size() - 1).joined(inner);
    }
    int longest = LONGEST / period * period;
    int runs = (inner.size() + longest - 1) / longest;
    if (runs > 1 || axes.isEmpty()) {
      axes.add(new Axis(runs, inner.times(longest)));
    }
    int length = Math.min(inner.size(), longest);
    this.rest = runs > 1 ? inner.size() - (runs - 1) * longest : length;
    int repeated = length > 1 ? period : 0;
    this.periods = Arrays.stream(inner.steps()).map(step -> step == 0 ? repeated : 0).toArray();
    axes.add(new Axis(length, inner.steps()));
    this.sizes = axes.stream().mapToInt(Axis::size).toArray();
    this.steps = new int[all.size()][];
    Arrays.setAll(steps, i -> axes.stream().mapToInt(axis -> axis.steps()[i]).toArray());
  }

  /** The axes of more than one element, the innermost in the result last. */
  private static List<Axis> axes(int lanes, List<Operand> all) {
    Layout result = all.get(0).layout();
    List<Axis> axes = new ArrayList<>();
    for (int axis : result.inward()) {
      int[] steps = all.stream().mapToInt(operand -> operand.layout().stride(axis)).toArray();
      axes.add(new Axis(result.shape().dim(axis), steps));
    }
    if (axes.isEmpty()) {
      axes.add(new Axis(1, all.stream().mapToInt(operand -> 1).toArray()));
    }
    Axis inner = axes.get(axes.size() - 1);
    Axis whole = new Axis(Layout.roundUp(inner.size(), lanes), inner.steps());
    axes.set(axes.size() - 1, whole);
    boolean room = whole.size() <= result.room() && lastWritten(result, axes) < result.size();
    for (int i = 1; i < all.size(); i++) {
      room &= !all.get(i).isConstant() || end(i, all.get(i), axes) <= all.get(i).constant().length;
    }
    if (!room) {
      axes.set(axes.size() - 1, inner);
    }
    return axes;
  }

  /** The last place of the result's memory that is written. */
  private static int lastWritten(Layout result, List<Axis> axes) {
    // Along an axis that is walked backwards the first element is the last in memory.
    return result.offset()
        + axes.stream().mapToInt(axis -> Math.max(0, (axis.size() - 1) * axis.steps()[0])).sum();
  }

  /** Where the last run of an operand ends in its array. */
  private static int end(int number, Operand operand, List<Axis> axes) {
    return operand.layout().offset()
        + 1
        + axes.stream().mapToInt(axis -> (axis.size() - 1) * axis.steps()[number]).sum();
  }

  private static List<Axis> joined(List<Axis> axes) {
    List<Axis> joined = new ArrayList<>(axes);
    for (int i = joined.size() - 1; i > 0; i--) {
      Axis outer = joined.get(i - 1);
      Axis inner = joined.get(i);
      if (outer.holds(inner)) {
        joined.remove(i);
        joined.set(i - 1, new Axis(outer.size() * inner.size(), inner.steps()));
      }
    }
    return joined;
  }

  /** How many runs there are. */
  int count() {
    int count = 1;
    for (int i = 0; i < sizes.length - 1; i++) {
      count = Math.multiplyExact(count, sizes[i]);
    }
    return count;
  }

  /** Runs that follow each other at one distance, see {@link #step}. */
  int middle() {
    return sizes[sizes.length - 2];
  }

  /** Elements of the longest run. */
  int longest() {
    return sizes[sizes.length - 1];
  }

  /** Elements of a run, by its number among those that follow each other. */
  int length(int number) {
    return number == middle() - 1 ? rest : longest();
  }

  /**
   * Where the first of the runs that follow each other begins, from the first of all.
   *
   * @param array 0 for the result, 1 for the first operand, 2 for the second
   * @param number of the group of such runs
   */
  int start(int array, int number) {
    int start = 0;
    int left = number;
    for (int axis = sizes.length - 3; axis >= 0; axis--) {
      start += left % sizes[axis] * steps[array][axis];
      left /= sizes[axis];
    }
    return start;
  }

  /** Distance between runs that follow each other. */
  int step(int array) {
    return steps[array][sizes.length - 2];
  }

  /**
   * How many elements of an operand repeat within each run, one behind the other: 1 where there is
   * one for the whole run; 0 where there are as many as the run has.
   */
  int period(int array) {
    return periods[array];
  }
}
