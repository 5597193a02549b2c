package io.sepconv.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.sepconv.graph.ModelFormatException;
import io.sepconv.graph.Node;
import io.sepconv.graph.UnsupportedOperatorException;
import io.sepconv.op.Op;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One node of a model as its mapper sees it: what it reads, and where what it becomes goes. */
final class NodeContext {
  private final GraphAssembler assembler;
  private final Values values;
  private final NodeProto proto;
  private final String name;
  private final long opset;
  private final Set<Integer> served = new HashSet<>();
  private String result;

  /**
   * Wraps a node.
   *
   * @param assembler what the node becomes part of
   * @param proto the node
   * @param name its unique name
   * @param opset the version of its domain
   */
  NodeContext(GraphAssembler assembler, NodeProto proto, String name, long opset) {
    this.assembler = assembler;
    this.values = assembler.values();
    this.proto = proto;
    this.name = name;
    this.opset = opset;
  }

  String operator() {
    return proto.getOpType();
  }

  long opset() {
    return opset;
  }

  /** Whether an operand is given; an optional one may be left out or have an empty name. */
  boolean has(int index) {
    return index < proto.getInputCount() && !proto.getInput(index).isEmpty();
  }

  /** The name of an operand that must be given and representable. */
  String operand(int index) {
    if (!has(index)) {
      throw malformed("operand " + index + " is missing");
    }
    String operand = proto.getInput(index);
    String refusal = values.refusal(operand);
    if (refusal != null) {
      throw unsupported("operand " + index + ", '" + operand + "', " + refusal);
    }
    return operand;
  }

  /** The name of an operand, or the empty name of an absent one. */
  String optional(int index) {
    return has(index) ? operand(index) : "";
  }

  /** How many operands are given, not counting empty names at the end. */
  int operandCount() {
    int count = proto.getInputCount();
    while (count > 0 && proto.getInput(count - 1).isEmpty()) {
      count--;
    }
    return count;
  }

  /** Refuses a node that has fewer or more operands than its operator. */
  void requireOperands(int least, int most) {
    int count = operandCount();
    if (count < least || count > most) {
      String range = least == most ? "" + least : least + " to " + most;
      throw malformed("it has " + count + " operands, " + operator() + " has " + range);
    }
  }

  /** The names of all operands, of which the first {@code least} must be given. */
  List<String> operands(int least, int most) {
    requireOperands(least, most);
    List<String> names = new ArrayList<>();
    int count = operandCount();
    for (int i = 0; i < count; i++) {
      names.add(i < least ? operand(i) : optional(i));
    }
    return names;
  }

  /** The value of an operand, or null if it is absent or not a constant. */
  Tensor constant(int index) {
    return has(index) ? values.constant(operand(index)) : null;
  }

  /** The value of an operand that sepconv needs when it reads the model. */
  Tensor requireConstant(int index, String what) {
    Tensor constant = constant(index);
    if (constant == null) {
      throw unsupported(
          what + " (operand " + index + ", '" + operand(index) + "') is not a constant");
    }
    return constant;
  }

  /** The sizes of an operand that is a constant or an input of the graph, else null. */
  List<Integer> dims(int index) {
    return values.dims(operand(index));
  }

  /** The number of axes of an operand, {@link Ranks#UNKNOWN} if it does not follow. */
  int rank(int index) {
    return values.rank(operand(index));
  }

  /** Refuses a node whose results behind the first one are asked for. */
  void requireOneResult(String reason) {
    for (int i = 1; i < proto.getOutputCount(); i++) {
      if (!proto.getOutput(i).isEmpty()) {
        throw unsupported("it has a result " + i + ", '" + proto.getOutput(i) + "': " + reason);
      }
    }
  }

  /** Makes this node's result the result of an operator. */
  void emit(Op op, List<String> operands) {
    refuseOtherResults();
    add(name, op, operands, result());
  }

  /** Makes this node's result the result of an operator. */
  void emit(Op op, String... operands) {
    emit(op, List.of(operands));
  }

  /** Makes a result behind the first one the result of an operator of its own. */
  void emitResult(int index, Op op, String... operands) {
    served.add(index);
    String part = stem(name) + "/" + op.type();
    add(assembler.freshNodeName(part), op, List.of(operands), proto.getOutput(index));
  }

  /** Makes this node's results the results of an operator that has several. */
  void emitAll(Op op, List<String> operands) {
    List<String> outputs = new ArrayList<>();
    for (int i = 0; i < proto.getOutputCount(); i++) {
      String output = proto.getOutput(i);
      outputs.add(output.isEmpty() ? values.fresh(stem(name) + "/result") : output);
    }
    outputs.forEach(output -> values.rank(output, Ranks.of(op, operands, values)));
    assembler.add(new Node(name, op, operands, outputs));
  }

  /** How many results the node names, those with empty names included. */
  int resultCount() {
    return proto.getOutputCount();
  }

  /** Whether a result behind the first one is read by a node or is an output of the graph. */
  boolean isRead(int result) {
    return result < proto.getOutputCount() && values.isUsed(proto.getOutput(result));
  }

  /** Makes this node's result a constant. */
  void emitConstant(Tensor tensor) {
    refuseOtherResults();
    values.constant(result(), tensor);
  }

  private void refuseOtherResults() {
    for (int i = 1; i < proto.getOutputCount(); i++) {
      if (isRead(i) && !served.contains(i)) {
        throw unsupported("its result " + i + ", '" + proto.getOutput(i) + "', is read");
      }
    }
  }

  /** Adds an operator in front of what is emitted; returns the name of its result. */
  String derive(Op op, String... operands) {
    String output = values.fresh(stem(base()) + "/" + op.type());
    add(assembler.freshNodeName(stem(name) + "/" + op.type()), op, List.of(operands), output);
    return output;
  }

  /** Adds a constant for what is emitted; returns its name. */
  String derive(String suffix, Tensor tensor) {
    String output = values.fresh(stem(base()) + "/" + suffix);
    values.constant(output, tensor);
    return output;
  }

  /** What derived values are named after: the first result that has a name. */
  private String base() {
    return proto.getOutputList().stream().filter(o -> !o.isEmpty()).findFirst().orElse(name);
  }

  /** Reads a tensor of an attribute. */
  Tensor tensor(String attribute, TensorProto tensor) {
    TensorProtos.whyUnsupported(tensor)
        .ifPresent(
            reason -> {
              throw unsupported("attribute '" + attribute + "' " + reason);
            });
    return TensorProtos.read(tensor, assembler.external());
  }

  /** So much of a name as tells it from others; what is derived must not multiply a long one. */
  private static String stem(String longName) {
    return longName.substring(0, Math.min(longName.length(), 100));
  }

  private void add(String nodeName, Op op, List<String> operands, String output) {
    values.rank(output, Ranks.of(op, operands, values));
    assembler.add(new Node(nodeName, op, operands, List.of(output)));
  }

  private String result() {
    if (result == null) {
      if (proto.getOutputCount() == 0 || proto.getOutput(0).isEmpty()) {
        throw malformed("it has no first result");
      }
      result = proto.getOutput(0);
    }
    return result;
  }

  /** For a sound node that uses something sepconv does not have. */
  UnsupportedOperatorException unsupported(String reason) {
    String domain = Opsets.canonical(proto.getDomain());
    return new UnsupportedOperatorException(operator(), domain, opset, name, reason);
  }

  /** For a node that contradicts itself or its operands. */
  ModelFormatException malformed(String reason) {
    return new ModelFormatException(this + ": " + reason);
  }

  /** For a node that an operator's own checks refuse. */
  ModelFormatException malformed(RuntimeException cause) {
    return new ModelFormatException(this + ": " + cause.getMessage(), cause);
  }

  @Override
  public String toString() {
    return operator() + " '" + name + "'";
  }
}
