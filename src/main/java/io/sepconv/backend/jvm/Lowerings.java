package io.sepconv.backend.jvm;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.op.Conv;
import io.sepconv.op.Gemm;
import io.sepconv.op.MatMul;
import io.sepconv.op.Op;
import java.util.HashMap;
import java.util.Map;

/** The lowering of every operator that has a kernel of its own. */
final class Lowerings {
  private static final Map<Class<? extends Op>, Lowering<? extends Op>> TABLE = new HashMap<>();

  static {
    put(Conv.class, new ConvLowering());
    put(Gemm.class, new GemmLowering());
    put(MatMul.class, new MatMulLowering());
  }

  private Lowerings() {}

  private static <O extends Op> void put(Class<O> type, Lowering<O> lowering) {
    TABLE.put(type, lowering);
  }

  /** Whether there is a lowering for an operator; it may still refuse a node for its form. */
  static boolean has(Op op) {
    return TABLE.containsKey(op.getClass());
  }

  /** Lowers a node, or says why it has to run on its reference evaluator. */
  @SuppressWarnings("unchecked") // put() ties each class to a lowering of that class
  static Support lower(Node node, Draft draft) {
    if (!has(node.op())) {
      return Support.no("there is no kernel for " + node.op().type());
    }
    for (String input : node.inputs()) {
      if (!input.isEmpty() && draft.constant(input) == null && !draft.isPlanned(input)) {
        return Support.no("operand '" + input + "' cannot lie in the arena");
      }
    }
    for (String output : node.outputs()) {
      if (!output.isEmpty() && !draft.isPlanned(output)) {
        return Support.no("result '" + output + "' cannot lie in the arena");
      }
    }
    return ((Lowering<Op>) TABLE.get(node.op().getClass())).lower(node.op(), node, draft);
  }
}
