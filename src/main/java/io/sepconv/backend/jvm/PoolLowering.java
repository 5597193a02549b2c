package io.sepconv.backend.jvm;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeArithmetic;
import io.sepconv.op.GlobalPool;
import io.sepconv.op.Pool;
import io.sepconv.op.Reduce;
import io.sepconv.reference.Axes3;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Maximum and average pooling, over windows and over whole channels. */
final class PoolLowering implements Lowering<Pool> {
  @Override
  public Support lower(Pool op, Node node, Draft draft) {
    Axes3 axes =
        Axes3.of(op.window(), draft.shape(node.inputs().get(0)), draft.shape(node.output()));
    boolean padded = op.countIncludePad();
    Taps rows = taps(axes, 0, padded).times(taps(axes, 1, padded), axes.input()[1]);
    WindowLowering.add(
        node,
        "pool",
        kind(op.kind()),
        axes.input()[2],
        rows,
        taps(axes, 2, padded),
        draft.createChannelsLast(node.output()),
        draft);
    return Support.YES;
  }

  private static WindowFilter.Kind kind(Pool.Kind kind) {
    return kind == Pool.Kind.MAX ? WindowFilter.Kind.MAXIMUM : WindowFilter.Kind.AVERAGE;
  }

  private static Taps taps(Axes3 axes, int axis, boolean countPadding) {
    int[][] positions = new int[axes.output()[axis]][];
    int[] counts = new int[positions.length];
    for (int o = 0; o < positions.length; o++) {
      int window = o;
      int[] all =
          IntStream.range(0, axes.kernel()[axis])
              .map(k -> axes.position(axis, window, k))
              .filter(position -> axes.insidePadded(axis, position))
              .toArray();
      positions[o] = IntStream.of(all).filter(position -> axes.inside(axis, position)).toArray();
      counts[o] = countPadding ? all.length : positions[o].length;
    }
    return Taps.unweighted(positions, counts);
  }

  /** A pool whose window is the whole picture. */
  static Support global(GlobalPool op, Node node, Draft draft) {
    return global(op.kind(), node, draft);
  }

  /** Whether a reduction is a pool whose window is the whole picture. */
  static boolean isGlobal(Reduce op, Node node, Draft draft) {
    Shape shape = draft.shape(node.inputs().get(0));
    Tensor axes = node.hasInput(1) ? draft.constant(node.inputs().get(1)) : null;
    Shape kept = ShapeArithmetic.reducedToOnes(op, shape, axes == null ? null : axes.toLongs());
    int rank = shape.rank();
    return (op.kind() == Reduce.Kind.MEAN || op.kind() == Reduce.Kind.MAX)
        && rank >= 3
        && kept.size(0, 2) == shape.size(0, 2)
        && kept.size(2, rank) == 1
        && shape.size(2, rank) > 1;
  }

  /** A reduction that {@link #isGlobal}; other ones have no kernel. */
  static Support reduce(Reduce op, Node node, Draft draft) {
    return isGlobal(op, node, draft)
        ? global(op.kind() == Reduce.Kind.MAX ? Pool.Kind.MAX : Pool.Kind.AVERAGE, node, draft)
        : Support.no("there is no kernel for " + op.type() + " of other axes than the picture's");
  }

  private static Support global(Pool.Kind kind, Node node, Draft draft) {
    Shape shape = draft.shape(node.inputs().get(0));
    int rank = shape.rank();
    if (rank < 3) {
      return Support.no("there is no picture");
    }
    int height = Math.toIntExact(shape.size(2, rank - 1));
    int[] pixel = shape.dims();
    Arrays.fill(pixel, 2, rank, 1);
    WindowLowering.add(
        node,
        "global pool",
        kind(kind),
        shape.dim(-1),
        all(height),
        all(shape.dim(-1)),
        draft.create(Layout.channelsLast(Shape.of(pixel), draft.micro().lanes())),
        draft);
    return Support.YES;
  }

  /** One window over all positions. */
  private static Taps all(int length) {
    return Taps.unweighted(new int[][] {IntStream.range(0, length).toArray()}, new int[] {length});
  }
}
