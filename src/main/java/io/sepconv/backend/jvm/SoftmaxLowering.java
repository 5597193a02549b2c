package io.sepconv.backend.jvm;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.op.Softmax;
import io.sepconv.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Softmax: in the operand's layout where elements of its axis are neighbours there, else in
 * row-major memory; the flattened form sees its operand as a matrix.
 */
final class SoftmaxLowering implements Lowering<Softmax> {
  @Override
  public Support lower(Softmax op, Node node, Draft draft) {
    String x = node.inputs().get(0);
    Shape shape = draft.shape(x);
    int axis = shape.axis(op.axis());
    int length = op.flattened() ? (int) shape.size(axis, shape.rank()) : shape.dim(axis);
    int inner = op.flattened() ? 1 : (int) shape.size(axis + 1, shape.rank());
    Operand born = draft.operand(x);
    boolean asItLies = !op.flattened() && born.layout().stride(axis) == 1;
    if (asItLies || inner == 1) {
      Operand source = asItLies ? born : draft.rowMajor(x);
      Operand result = draft.create(source.layout().alone(draft.micro().lanes()));
      int[] from = asItLies ? starts(source.layout(), axis) : multiples(length, shape);
      int[] to = asItLies ? starts(result.layout(), axis) : multiples(length, shape);
      draft.add(
          node,
          draft.micro().name() + ":lines",
          result,
          List.of(source),
          places ->
              new SoftmaxLines(
                  places.of(source),
                  from,
                  places.of(result).at(),
                  to,
                  length,
                  op.logarithm(),
                  draft.micro(),
                  draft.threads()));
      return Support.YES;
    }
    Operand source = draft.rowMajor(x);
    Operand result = draft.create(source.layout());
    Operand scratch = draft.scratch(SoftmaxColumns.SCRATCH);
    draft.add(
        node,
        draft.micro().name() + ":columns",
        result,
        List.of(source, scratch),
        places ->
            new SoftmaxColumns(
                places.of(source),
                places.of(result).at(),
                places.start(scratch),
                (int) shape.size(0, axis),
                length,
                inner,
                op.logarithm(),
                draft.micro()));
    return Support.YES;
  }

  /** Where the lines along an axis begin. */
  private static int[] starts(Layout layout, int axis) {
    int rank = layout.shape().rank();
    int[] last = IntStream.range(0, rank).map(i -> i < axis ? i : (i + 1) % rank).toArray();
    last[rank - 1] = axis;
    return layout.permuted(last).starts(rank - 1);
  }

  /** Where the lines of row-major memory begin. */
  private static int[] multiples(int length, Shape shape) {
    return IntStream.range(0, (int) (shape.size() / length)).map(i -> i * length).toArray();
  }
}
