package io.sepconv.onnx;

import io.sepconv.op.GlobalPool;
import io.sepconv.op.Pool;

/** MaxPool, AveragePool and their global forms. */
final class PoolingMappers {
  private PoolingMappers() {}

  static void maxPool(Attributes attributes, NodeContext node) {
    // The order in which the second result numbers positions; that result is refused if it is read.
    attributes.ignore("storage_order");
    pool(attributes, node, Pool.Kind.MAX, false);
  }

  static void averagePool(Attributes attributes, NodeContext node) {
    pool(attributes, node, Pool.Kind.AVERAGE, attributes.flag("count_include_pad", false));
  }

  private static void pool(
      Attributes attributes, NodeContext node, Pool.Kind kind, boolean countIncludePad) {
    node.emit(
        new Pool(
            kind,
            Windows.read(attributes, node, attributes.requiredIntegers("kernel_shape")),
            attributes.flag("ceil_mode", false),
            countIncludePad),
        node.operands(1, 1));
  }

  static Mapper global(Pool.Kind kind) {
    return (attributes, node) -> node.emit(new GlobalPool(kind), node.operands(1, 1));
  }
}
