package io.sepconv.onnx;

import io.sepconv.op.GlobalPool;
import io.sepconv.op.MaxPoolIndices;
import io.sepconv.op.Pool;

/** MaxPool, AveragePool and their global forms. */
final class PoolingMappers {
  private PoolingMappers() {}

  static void maxPool(Attributes attributes, NodeContext node) {
    boolean columnMajor = attributes.flag("storage_order", false);
    if (node.isRead(1)) {
      Pool pool = read(attributes, node, Pool.Kind.MAX, false);
      node.emitAll(new MaxPoolIndices(pool, columnMajor), node.operands(1, 1));
    } else {
      node.emit(read(attributes, node, Pool.Kind.MAX, false), node.operands(1, 1));
    }
  }

  static void averagePool(Attributes attributes, NodeContext node) {
    boolean countIncludePad = attributes.flag("count_include_pad", false);
    node.emit(read(attributes, node, Pool.Kind.AVERAGE, countIncludePad), node.operands(1, 1));
  }

  private static Pool read(
      Attributes attributes, NodeContext node, Pool.Kind kind, boolean countIncludePad) {
    return new Pool(
        kind,
        Windows.read(attributes, node, attributes.requiredIntegers("kernel_shape")),
        attributes.flag("ceil_mode", false),
        countIncludePad);
  }

  static Mapper global(Pool.Kind kind) {
    return (attributes, node) -> node.emit(new GlobalPool(kind), node.operands(1, 1));
  }
}
