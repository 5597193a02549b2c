package io.sepconv.backend.jvm;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.graph.PadBounds;
import io.sepconv.graph.ShapeArithmetic;
import io.sepconv.graph.ShapeArithmetic.Regrouping;
import io.sepconv.op.Concat;
import io.sepconv.op.DepthToSpace;
import io.sepconv.op.Gather;
import io.sepconv.op.Pad;
import io.sepconv.op.SpaceToDepth;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Operators that copy elements: each a set of {@link StridedCopy strided copies}, as one step. */
final class Moves {
  /** More chosen positions than that are not worth a copy each. */
  private static final int MOST_COPIES = 1024;

  private final Node node;
  private final Draft draft;
  private final Operand result;
  private final List<Operand> sources = new ArrayList<>();
  private final List<Kernel.Binding> copies = new ArrayList<>();

  private Moves(Node node, Operand result, Draft draft) {
    this.node = node;
    this.result = result;
    this.draft = draft;
  }

  /** Plans a copy of a source to a part of the result of the same shape. */
  private void copy(Operand source, Layout to) {
    sources.add(source);
    copies.add(StridedCopy.binding(source, result.as(to), draft.threads()));
  }

  private Support add() {
    draft.add(
        node,
        "copy",
        result,
        sources,
        places -> Together.of(copies.stream().map(copy -> copy.bind(places)).toList()));
    return Support.YES;
  }

  /** Operands one behind the other: channels-last where any of them is an image, else row-major. */
  static Support concat(Concat op, Node node, Draft draft) {
    boolean image =
        node.inputs().stream().anyMatch(input -> draft.operand(input).layout().isImage());
    Moves moves = new Moves(node, result(node, image, draft), draft);
    Layout layout = moves.result.layout();
    int axis = layout.shape().axis(op.axis());
    int begin = 0;
    for (String input : node.inputs()) {
      int length = draft.shape(input).dim(axis);
      if (draft.shape(input).size() > 0) {
        moves.copy(draft.operand(input), layout.part(axis, begin, length));
      }
      begin += length;
    }
    return moves.add();
  }

  private static Operand result(Node node, boolean image, Draft draft) {
    return image
        ? draft.createChannelsLast(node.output())
        : draft.create(Layout.rowMajor(draft.shape(node.output())));
  }

  /** A new result that keeps the layout of an image, of the same rank. */
  private static Operand like(Operand source, Node node, Draft draft) {
    return result(node, source.layout().isImage(), draft);
  }

  /** An operand repeated along its axes of size one. */
  static Support expand(Node node, Draft draft) {
    Operand source = draft.operand(node.inputs().get(0));
    Shape shape = draft.shape(node.output());
    boolean image = source.layout().isImage() && shape.rank() == source.layout().shape().rank();
    Moves moves = new Moves(node, result(node, image, draft), draft);
    moves.copy(source.as(source.layout().broadcast(shape)), moves.result.layout());
    return moves.add();
  }

  /** An operand repeated as a whole: each axis seen as repetitions of its positions. */
  static Support tile(Node node, Draft draft) {
    Operand source = draft.operand(node.inputs().get(0));
    Moves moves = new Moves(node, like(source, node, draft), draft);
    int[] dims = source.layout().shape().dims();
    int[] once = new int[2 * dims.length];
    int[] repeated = new int[2 * dims.length];
    for (int axis = 0; axis < dims.length; axis++) {
      once[2 * axis] = 1;
      once[2 * axis + 1] = dims[axis];
      repeated[2 * axis] = draft.shape(node.output()).dim(axis) / dims[axis];
      repeated[2 * axis + 1] = dims[axis];
    }
    Shape shape = Shape.of(repeated);
    Layout seen = source.layout().reshaped(Shape.of(once)).broadcast(shape);
    moves.copy(source.as(seen), moves.result.layout().reshaped(shape));
    return moves.add();
  }

  /** Channels spread over blocks of pixels. */
  static Support depthToSpace(DepthToSpace op, Node node, Draft draft) {
    return regroup(ShapeArithmetic.blocks(op, draft.shape(node.inputs().get(0))), node, draft);
  }

  /** Blocks of pixels gathered into channels. */
  static Support spaceToDepth(SpaceToDepth op, Node node, Draft draft) {
    return regroup(ShapeArithmetic.blocks(op, draft.shape(node.inputs().get(0))), node, draft);
  }

  private static Support regroup(Regrouping elements, Node node, Draft draft) {
    Operand source = draft.operand(node.inputs().get(0));
    Moves moves = new Moves(node, like(source, node, draft), draft);
    Layout seen = source.layout().reshaped(elements.seen()).permuted(elements.order());
    moves.copy(source.as(seen), moves.result.layout().reshaped(seen.shape()));
    return moves.add();
  }

  /** Chosen positions of an axis. */
  static Support gather(Gather op, Node node, Draft draft) {
    Tensor indices = draft.constant(node.inputs().get(1));
    if (indices == null || indices.size() > MOST_COPIES) {
      return Support.no(indices == null ? "the indices are computed" : "there are many indices");
    }
    Operand source = draft.operand(node.inputs().get(0));
    Shape shape = source.layout().shape();
    int axis = shape.axis(op.axis());
    Operand result = draft.create(Layout.rowMajor(draft.shape(node.output())));
    Moves moves = new Moves(node, result, draft);
    Layout chosen = result.layout().reshaped(shape.with(axis, indices.size()));
    for (int i = 0; i < indices.size(); i++) {
      int index = (int) indices.get(i);
      if (index < -shape.dim(axis) || index >= shape.dim(axis)) {
        return Support.no("index " + index + " is outside axis " + axis + " of " + shape);
      }
      int position = index < 0 ? index + shape.dim(axis) : index;
      moves.copy(source.as(source.layout().part(axis, position, 1)), chosen.part(axis, i, 1));
    }
    return moves.add();
  }

  /** A constant around an operand, or around what is left of it. */
  static Support pad(Pad op, Node node, Draft draft) {
    if (op.mode() != Pad.Mode.CONSTANT) {
      return Support.no("there is no kernel for padding by mode " + op.mode());
    }
    Tensor value = node.hasInput(2) ? draft.constant(node.inputs().get(2)) : Tensor.scalar(0);
    if (value == null) {
      return Support.no("the padding is computed");
    }
    Operand source = draft.operand(node.inputs().get(0));
    Shape shape = source.layout().shape();
    long[] axes = node.hasInput(3) ? draft.constant(node.inputs().get(3)).toLongs() : null;
    PadBounds bounds = PadBounds.of(shape, draft.constant(node.inputs().get(1)).toLongs(), axes);
    Moves moves = new Moves(node, like(source, node, draft), draft);
    Layout from = source.layout();
    Layout to = moves.result.layout();
    for (int axis = 0; axis < shape.rank(); axis++) {
      int begin = bounds.begin()[axis];
      int end = bounds.end()[axis];
      int kept = shape.dim(axis) + Math.min(0, begin) + Math.min(0, end);
      if (kept <= 0) {
        return Support.no("nothing is left of the operand");
      }
      from = from.part(axis, Math.max(0, -begin), kept);
      to = to.part(axis, Math.max(0, begin), kept);
    }
    if (!to.shape().equals(moves.result.layout().shape())) {
      draft.addPart(
          node, "fill", moves.result, List.of(), Fill.binding(moves.result, (float) value.get(0)));
    }
    moves.copy(source.as(from), to);
    return moves.add();
  }
}
