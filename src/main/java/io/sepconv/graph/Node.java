package io.sepconv.graph;

import io.sepconv.op.Op;
import java.util.List;

/**
 * One application of an operator.
 *
 * @param name unique in its graph
 * @param op what is computed
 * @param inputs names of the operands in the operator's order; an empty name is an absent optional
 *     one
 * @param outputs names of the results, at least one; an empty name is a result that nobody reads,
 *     and at the end it is dropped
 */
public record Node(String name, Op op, List<String> inputs, List<String> outputs) {
  public Node {
    inputs = List.copyOf(inputs);
    int named = outputs.size();
    while (named > 0 && outputs.get(named - 1).isEmpty()) {
      named--;
    }
    outputs = List.copyOf(outputs.subList(0, named));
    if (outputs.isEmpty()) {
      throw new ModelFormatException("node '" + name + "' (" + op.type() + ") has no output");
    }
  }

  /** The first result. */
  public String output() {
    return outputs.get(0);
  }

  /** Whether operand {@code index} is given. */
  public boolean hasInput(int index) {
    return index < inputs.size() && !inputs.get(index).isEmpty();
  }

  /** A copy with another operator and other operands, of the same name and results. */
  public Node with(Op otherOp, List<String> otherInputs) {
    return new Node(name, otherOp, otherInputs, outputs);
  }

  @Override
  public String toString() {
    return op.type() + " '" + name + "'";
  }
}
