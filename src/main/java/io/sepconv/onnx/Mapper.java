package io.sepconv.onnx;

/**
 * Translates one operator of ONNX within a range of opsets.
 *
 * <p>A mapper reads the node's attributes, checks its operands and emits what the node becomes:
 * usually one operator, sometimes several or a constant. It refuses what it does not understand
 * with {@link NodeContext#unsupported} and what contradicts itself with {@link
 * NodeContext#malformed}; an attribute that it leaves unread is refused after it.
 */
@FunctionalInterface
interface Mapper {
  void map(Attributes attributes, NodeContext node);
}
