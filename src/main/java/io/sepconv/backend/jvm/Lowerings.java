package io.sepconv.backend.jvm;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.op.Activation;
import io.sepconv.op.Binary;
import io.sepconv.op.Concat;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvTranspose;
import io.sepconv.op.DepthToSpace;
import io.sepconv.op.Expand;
import io.sepconv.op.Flatten;
import io.sepconv.op.Gather;
import io.sepconv.op.Gemm;
import io.sepconv.op.GlobalPool;
import io.sepconv.op.Identity;
import io.sepconv.op.Lrn;
import io.sepconv.op.MatMul;
import io.sepconv.op.Op;
import io.sepconv.op.PRelu;
import io.sepconv.op.Pad;
import io.sepconv.op.Pool;
import io.sepconv.op.Reduce;
import io.sepconv.op.Reshape;
import io.sepconv.op.Resize;
import io.sepconv.op.Slice;
import io.sepconv.op.Softmax;
import io.sepconv.op.SpaceToDepth;
import io.sepconv.op.Split;
import io.sepconv.op.Squeeze;
import io.sepconv.op.Tile;
import io.sepconv.op.Transpose;
import io.sepconv.op.Unsqueeze;
import java.util.HashMap;
import java.util.Map;

/** The lowering of every operator that has a kernel of its own. */
final class Lowerings {
  private static final Map<Class<? extends Op>, Lowering<? extends Op>> TABLE = new HashMap<>();

  static {
    put(Conv.class, new ConvLowering());
    put(Activation.class, new ActivationLowering());
    put(Binary.class, new BinaryLowering());
    put(PRelu.class, BinaryLowering::prelu);
    put(Transpose.class, Views::transpose);
    put(Reshape.class, (op, node, draft) -> Views.reshape(node, draft));
    put(Flatten.class, (op, node, draft) -> Views.reshape(node, draft));
    put(Squeeze.class, (op, node, draft) -> Views.reshape(node, draft));
    put(Unsqueeze.class, (op, node, draft) -> Views.reshape(node, draft));
    put(Identity.class, (op, node, draft) -> Views.identity(node, draft));
    put(Split.class, Views::split);
    put(Slice.class, Views::slice);
    put(Concat.class, Moves::concat);
    put(Expand.class, (op, node, draft) -> Moves.expand(node, draft));
    put(Tile.class, (op, node, draft) -> Moves.tile(node, draft));
    put(DepthToSpace.class, Moves::depthToSpace);
    put(SpaceToDepth.class, Moves::spaceToDepth);
    put(Gather.class, Moves::gather);
    put(Pad.class, Moves::pad);
    put(Pool.class, new PoolLowering());
    put(GlobalPool.class, PoolLowering::global);
    put(Reduce.class, new ReduceLowering());
    put(Softmax.class, new SoftmaxLowering());
    put(Resize.class, new ResizeLowering());
    put(ConvTranspose.class, new ConvTransposeLowering());
    put(Gemm.class, new GemmLowering());
    put(Lrn.class, new LrnLowering());
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
