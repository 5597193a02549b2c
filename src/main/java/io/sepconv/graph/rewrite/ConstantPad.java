package io.sepconv.graph.rewrite;

import io.sepconv.graph.Node;
import io.sepconv.graph.PadBounds;
import io.sepconv.op.AutoPad;
import io.sepconv.op.Pad;
import io.sepconv.op.Window;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A Pad that only adds elements of one constant value around the spatial axes.
 *
 * @param x what is padded, not empty
 * @param value the elements that are added
 * @param begin number of elements before each spatial axis, 0 or more
 * @param end number of elements behind each spatial axis, 0 or more
 */
record ConstantPad(String x, double value, int[] begin, int[] end) {

  /** Reads a node; null where it is no such Pad. */
  static ConstantPad of(Node node, GraphEdit edit) {
    if (node == null || !(node.op() instanceof Pad pad) || pad.mode() != Pad.Mode.CONSTANT) {
      return null;
    }
    String x = node.inputs().get(0);
    Shape shape = edit.type(x).shape();
    Tensor pads = edit.constant(node.inputs().get(1));
    Tensor value = node.hasInput(2) ? edit.constant(node.inputs().get(2)) : Tensor.scalar(0);
    Tensor axes = node.hasInput(3) ? edit.constant(node.inputs().get(3)) : null;
    if (edit.type(x).type() != DataType.FLOAT32
        || shape.rank() < 3
        || shape.size() == 0
        || pads == null
        || value == null
        || (node.hasInput(3) && axes == null)) {
      return null;
    }
    PadBounds bounds = PadBounds.of(shape, pads.toLongs(), axes == null ? null : axes.toLongs());
    int[] begin = bounds.begin();
    int[] end = bounds.end();
    for (int axis = 0; axis < shape.rank(); axis++) {
      int least = Math.min(begin[axis], end[axis]);
      if (least < 0 || (axis < 2 && Math.max(begin[axis], end[axis]) > 0)) {
        return null;
      }
    }
    return new ConstantPad(
        x,
        value.get(0),
        Arrays.copyOfRange(begin, 2, begin.length),
        Arrays.copyOfRange(end, 2, end.length));
  }

  /**
   * A window that pads by itself what this pads before it; null where that would be the window's
   * whole extent or more, which kernels are not made for.
   */
  Window joined(Window window) {
    if (window.autoPad() != AutoPad.NOTSET) {
      return null;
    }
    List<Integer> before = new ArrayList<>();
    List<Integer> behind = new ArrayList<>();
    for (int i = 0; i < window.rank(); i++) {
      long padBegin = (long) window.padBegin().get(i) + begin[i];
      long padEnd = (long) window.padEnd().get(i) + end[i];
      if (Math.max(padBegin, padEnd) >= window.extent(i)) {
        return null;
      }
      before.add((int) padBegin);
      behind.add((int) padEnd);
    }
    return window.withPads(before, behind);
  }
}
