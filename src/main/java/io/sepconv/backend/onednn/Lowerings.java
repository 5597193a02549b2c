package io.sepconv.backend.onednn;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.op.Activation;
import io.sepconv.op.Binary;
import io.sepconv.op.Concat;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvTranspose;
import io.sepconv.op.Flatten;
import io.sepconv.op.Gemm;
import io.sepconv.op.GlobalPool;
import io.sepconv.op.Identity;
import io.sepconv.op.Lrn;
import io.sepconv.op.MatMul;
import io.sepconv.op.MaxPoolIndices;
import io.sepconv.op.Op;
import io.sepconv.op.PRelu;
import io.sepconv.op.Pool;
import io.sepconv.op.Reduce;
import io.sepconv.op.Reshape;
import io.sepconv.op.Resize;
import io.sepconv.op.Softmax;
import io.sepconv.op.Split;
import io.sepconv.op.Squeeze;
import io.sepconv.op.Transpose;
import io.sepconv.op.Unsqueeze;
import java.util.HashMap;
import java.util.Map;

/** The lowering of every operator that oneDNN, or a view of memory, can serve. */
final class Lowerings {
  private static final BinaryLowering BINARY = new BinaryLowering();
  private static final Map<Class<? extends Op>, Lowering<? extends Op>> TABLE = new HashMap<>();

  static {
    put(Conv.class, new ConvLowering());
    put(ConvTranspose.class, new ConvTransposeLowering());
    put(Pool.class, new PoolLowering());
    put(
        MaxPoolIndices.class,
        (op, node, draft) -> Support.no("oneDNN's pooling does not say where a maximum lies"));
    put(GlobalPool.class, PoolLowering::global);
    put(Activation.class, new EltwiseLowering());
    put(Binary.class, Lowerings::binary);
    put(PRelu.class, new PReluLowering());
    put(Concat.class, new ConcatLowering());
    put(Split.class, new SplitLowering());
    put(Resize.class, new ResizeLowering());
    put(Softmax.class, new SoftmaxLowering());
    put(Lrn.class, new LrnLowering());
    put(Reduce.class, new ReduceLowering());
    put(MatMul.class, new MatMulLowering());
    put(Gemm.class, new GemmLowering());
    put(Transpose.class, Views::transpose);
    put(Reshape.class, (op, node, draft) -> Views.reshape(node, draft));
    put(Flatten.class, (op, node, draft) -> Views.reshape(node, draft));
    put(Squeeze.class, (op, node, draft) -> Views.reshape(node, draft));
    put(Unsqueeze.class, (op, node, draft) -> Views.reshape(node, draft));
    put(Identity.class, (op, node, draft) -> Views.identity(node, draft));
  }

  private Lowerings() {}

  private static <O extends Op> void put(Class<O> type, Lowering<O> lowering) {
    TABLE.put(type, lowering);
  }

  private static Support binary(Binary op, Node node, PlanDraft draft) {
    return op.kind() == Binary.Kind.POW
        ? EltwiseLowering.power(op, node, draft)
        : BINARY.lower(op, node, draft);
  }

  /** What is applied to the result of a convolution. */
  private static Activation fused(Op op) {
    if (op instanceof Conv conv) {
      return conv.activation();
    }
    return op instanceof ConvTranspose conv ? conv.activation() : Activation.NONE;
  }

  /** Whether there is a lowering for an operator; it may still refuse a node for its form. */
  static boolean has(Op op) {
    return TABLE.containsKey(op.getClass());
  }

  /** Lowers a node, or says why it has to run in Java. */
  @SuppressWarnings("unchecked") // put() ties each class to a lowering of that class
  static Support lower(Node node, PlanDraft draft) {
    String refusal = refusal(node, draft);
    return refusal.isEmpty()
        ? ((Lowering<Op>) TABLE.get(node.op().getClass())).lower(node.op(), node, draft)
        : Support.no(refusal);
  }

  /** Why a node cannot be lowered whatever its form, or nothing. */
  static String refusal(Node node, PlanDraft draft) {
    if (!has(node.op())) {
      return "oneDNN has no " + node.op().type();
    }
    if (!Eltwise.isOne(fused(node.op()))) {
      return "oneDNN does not apply " + fused(node.op()) + " to a convolution's result";
    }
    for (String input : node.inputs()) {
      boolean shapeOnly = !input.isEmpty() && draft.constant(input) != null;
      if (!input.isEmpty() && !shapeOnly && !draft.isNative(input)) {
        return "operand '" + input + "' cannot lie in native memory";
      }
    }
    for (String output : node.outputs()) {
      if (!output.isEmpty() && !draft.isNative(output)) {
        return "result '" + output + "' cannot lie in native memory";
      }
    }
    Activation activation = activation(node.op());
    return Float.isNaN(activation.alpha()) || Float.isNaN(activation.beta())
        ? activation + " has a parameter that is not a number"
        : "";
  }

  /** The function that an operator applies to its result, or is. */
  private static Activation activation(Op op) {
    if (op instanceof Conv conv) {
      return conv.activation();
    }
    if (op instanceof ConvTranspose conv) {
      return conv.activation();
    }
    return op instanceof Activation activation ? activation : Activation.NONE;
  }
}
