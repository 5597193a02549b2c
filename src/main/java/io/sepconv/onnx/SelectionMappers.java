package io.sepconv.onnx;

import io.sepconv.op.DepthToSpace;
import io.sepconv.op.DepthToSpace.Order;
import io.sepconv.op.Expand;
import io.sepconv.op.Gather;
import io.sepconv.op.SpaceToDepth;
import io.sepconv.op.Split;
import io.sepconv.op.Tile;
import io.sepconv.op.Where;
import io.sepconv.tensor.Tensor;
import java.util.List;

/** Operators that choose, repeat or regroup elements. */
final class SelectionMappers {
  private SelectionMappers() {}

  static void gather(Attributes attributes, NodeContext node) {
    node.emit(new Gather(attributes.integer("axis", 0)), node.operands(2, 2));
  }

  static void expand(Attributes attributes, NodeContext node) {
    node.emit(new Expand(), node.operands(2, 2));
  }

  static void tile(Attributes attributes, NodeContext node) {
    node.emit(new Tile(), node.operands(2, 2));
  }

  static void where(Attributes attributes, NodeContext node) {
    node.emit(new Where(), node.operands(3, 3));
  }

  static void depthToSpaceByRows(Attributes attributes, NodeContext node) {
    int size = attributes.requiredInteger("blocksize");
    node.emit(new DepthToSpace(size, Order.DCR), node.operands(1, 1));
  }

  static void depthToSpace(Attributes attributes, NodeContext node) {
    int size = attributes.requiredInteger("blocksize");
    String mode = attributes.text("mode", "DCR");
    if (!mode.equals("DCR") && !mode.equals("CRD")) {
      throw node.unsupported("mode '" + mode + "' is not known");
    }
    node.emit(new DepthToSpace(size, Order.valueOf(mode)), node.operands(1, 1));
  }

  static void spaceToDepth(Attributes attributes, NodeContext node) {
    int size = attributes.requiredInteger("blocksize");
    node.emit(new SpaceToDepth(size), node.operands(1, 1));
  }

  static void splitByAttribute(Attributes attributes, NodeContext node) {
    node.requireOperands(1, 1);
    int axis = attributes.integer("axis", 0);
    if (attributes.has("split")) {
      long[] sizes = attributes.requiredLongs("split");
      String operand = node.derive("split", Tensor.vector(sizes));
      node.emitAll(new Split(axis, sizes.length, false), List.of(node.operand(0), operand));
    } else {
      node.emitAll(new Split(axis, node.resultCount(), false), List.of(node.operand(0)));
    }
  }

  static void splitByOperand(Attributes attributes, NodeContext node) {
    int axis = attributes.integer("axis", 0);
    node.emitAll(new Split(axis, node.resultCount(), false), node.operands(1, 2));
  }

  static void splitBySizesOrCount(Attributes attributes, NodeContext node) {
    int axis = attributes.integer("axis", 0);
    boolean counted = attributes.has("num_outputs");
    if (counted == node.has(1)) {
      throw node.malformed("exactly one of split (operand 1) and num_outputs must be given");
    }
    int parts = node.resultCount();
    if (counted && attributes.requiredInteger("num_outputs") != parts) {
      throw node.malformed("num_outputs must be the number of its results, " + parts);
    }
    node.emitAll(new Split(axis, parts, counted), node.operands(1, 2));
  }
}
