package io.sepconv.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import io.sepconv.backend.onednn.ConvProblem.Sum;
import io.sepconv.graph.Node;
import io.sepconv.op.Conv;
import java.util.ArrayList;
import java.util.List;

/**
 * A first layer that makes 16 channels of a picture, as in MobileNetV3: the kernels for blocks of
 * 16 channels read a row-major picture as it comes, so it need not be reordered, and one block is
 * channels-last again. On a Zen 4 it saves MobileNetV3-Small 2 % of a run. Where more layers would
 * have to follow in blocks nothing was gained: their depthwise kernel takes half as much again.
 */
final class StemLowering {
  private static final int BLOCK = 16;

  /** With more channels oneDNN has no kernel that reads a row-major picture. */
  private static final int MAX_COLOURS = 4;

  private StemLowering() {}

  /** Lowers a node, or says that it is no such layer or is faster otherwise. */
  static boolean lower(Node node, PlanDraft draft) {
    if (!isStem(node, draft)) {
      return false;
    }
    String x = node.inputs().get(0);
    MemoryDesc rowMajor = MemoryDesc.rowMajor(draft.scope(), draft.shape(x));
    if (!draft.operand(x).layout().matches(rowMajor)) {
      return false;
    }
    ConvProblem problem = ConvProblem.of((Conv) node.op(), node, draft);
    MemoryDesc from = rowMajor.as(draft.type());
    PrimitiveDesc blocked = problem.inBlocks(from);
    if (blocked == null || !isFaster(blocked, problem, from, draft)) {
      return false;
    }
    List<Step.Argument> reads = new ArrayList<>();
    reads.add(new Step.Argument(DNNL_ARG_SRC, draft.require(x, from)));
    reads.addAll(ConvLowering.constants(problem, blocked, node, draft));
    Operand result = draft.arena(blocked.layout(dnnl_query_dst_md, problem.output()));
    draft.add(node, blocked, result, reads);
    MemoryDesc channelsLast = MemoryDesc.channelsLast(draft.scope(), problem.output());
    draft.define(node.output(), new Operand(result.storage(), channelsLast.as(draft.type())));
    return true;
  }

  private static boolean isStem(Node node, PlanDraft draft) {
    if (!(node.op() instanceof Conv)
        || node.hasInput(3)
        || draft.constant(node.inputs().get(0)) != null
        || !Lowerings.refusal(node, draft).isEmpty()
        || ConvLowering.hasComputedWeights(node, draft)) {
      return false;
    }
    int colours = draft.shape(node.inputs().get(0)).dim(1);
    return draft.shape(node.output()).rank() == 4
        && draft.shape(node.output()).dim(1) == BLOCK
        && colours > 1
        && colours <= MAX_COLOURS;
  }

  /** Whether it takes less time than a reorder and the same layer channels-last. */
  private static boolean isFaster(
      PrimitiveDesc blocked, ConvProblem problem, MemoryDesc from, PlanDraft draft) {
    List<PrimitiveDesc> candidates = problem.candidates(true, Sum.NONE);
    if (candidates.isEmpty()) {
      return false;
    }
    MemoryDesc picture = MemoryDesc.rowMajor(draft.scope(), problem.input());
    MemoryDesc channelsLast =
        MemoryDesc.channelsLast(draft.scope(), problem.input()).as(draft.type());
    List<TimedPrimitive> steps = new ArrayList<>();
    if (!from.matches(picture)) {
      steps.add(TimedPrimitive.ofCopy(draft.copying(picture, from), picture, from));
    }
    steps.add(TimedPrimitive.of(blocked, problem, Sum.NONE));
    PrimitiveDesc best = draft.tuner().fastest(problem, Sum.NONE, candidates);
    List<TimedPrimitive> others =
        List.of(
            TimedPrimitive.ofCopy(draft.copying(picture, channelsLast), picture, channelsLast),
            TimedPrimitive.of(best, problem, Sum.NONE));
    return draft.tuner().isFaster(steps, others, problem);
  }
}
