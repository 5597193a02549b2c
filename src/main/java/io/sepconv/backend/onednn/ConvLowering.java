package io.sepconv.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import io.sepconv.backend.Support;
import io.sepconv.backend.onednn.ConvProblem.Sum;
import io.sepconv.graph.Node;
import io.sepconv.op.Conv;
import io.sepconv.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Direct, grouped, depthwise and 1x1 convolutions with bias, residual sum and activation.
 *
 * <p>Channels-last first: a chain of convolutions then needs no reorder between them. The layout
 * that oneDNN would choose comes second, where channels-last has only a slow implementation.
 */
final class ConvLowering implements Lowering<Conv> {
  @Override
  public Support lower(Conv op, Node node, PlanDraft draft) {
    if (hasComputedWeights(node, draft)) {
      return Support.no("its weights are computed by the network");
    }
    ConvProblem problem = ConvProblem.of(op, node, draft);
    Operand dying = node.hasInput(3) ? dying(node, draft) : null;
    Chosen chosen = choose(problem, node.hasInput(3), dying, draft);
    if (chosen == null) {
      return Support.no(
          problem.hasEmptyWindow()
              ? "oneDNN has no safe convolution with windows wholly in padding"
              : "oneDNN has no convolution of this geometry");
    }
    PrimitiveDesc primitive = chosen.primitive();
    MemoryDesc to = primitive.layout(dnnl_query_dst_md, problem.output());
    Operand overwritten = chosen.overwritten();
    Operand result = overwritten != null ? new Operand(overwritten.storage(), to) : draft.arena(to);
    List<Step.Argument> reads = new ArrayList<>(reads(problem, primitive, node, draft));
    if (chosen.sum() == Sum.IN_PLACE && overwritten == null) {
      draft.reorder(node.inputs().get(3), draft.operand(node.inputs().get(3)), result);
    } else if (chosen.sum() == Sum.OPERAND) {
      reads.add(new Step.Argument(Attributes.RESIDUAL, draft.require(node.inputs().get(3), to)));
    }
    draft.add(node, primitive, result, reads);
    draft.define(node.output(), result);
    return Support.YES;
  }

  /** Whether weights or bias are not known before the network runs. */
  static boolean hasComputedWeights(Node node, PlanDraft draft) {
    return draft.constant(node.inputs().get(1)) == null
        || (node.hasInput(2) && draft.constant(node.inputs().get(2)) == null);
  }

  private static List<Step.Argument> reads(
      ConvProblem problem, PrimitiveDesc primitive, Node node, PlanDraft draft) {
    List<Step.Argument> reads = new ArrayList<>();
    MemoryDesc from = primitive.layout(dnnl_query_src_md, problem.input());
    reads.add(new Step.Argument(DNNL_ARG_SRC, draft.require(node.inputs().get(0), from)));
    reads.addAll(constants(problem, primitive, node, draft));
    return reads;
  }

  /** Packed weights and bias as arguments of a primitive. */
  static List<Step.Argument> constants(
      ConvProblem problem, PrimitiveDesc primitive, Node node, PlanDraft draft) {
    Shape filters = problem.filters().shape();
    List<Step.Argument> constants = new ArrayList<>();
    constants.add(
        new Step.Argument(
            DNNL_ARG_WEIGHTS,
            draft.pack(
                draft.constant(node.inputs().get(1)),
                problem.filters().source(draft.scope()),
                primitive.layout(dnnl_query_weights_md, filters))));
    if (problem.bias() != null) {
      constants.add(
          new Step.Argument(DNNL_ARG_BIAS, draft.require(node.inputs().get(2), problem.bias())));
    }
    return constants;
  }

  /**
   * A primitive and how it adds the residual.
   *
   * @param overwritten the residual where it lies as the result shall, and is overwritten; or null
   */
  private record Chosen(PrimitiveDesc primitive, Sum sum, Operand overwritten) {}

  /** The implementation to take, or null. */
  private static Chosen choose(
      ConvProblem problem, boolean residual, Operand dying, PlanDraft draft) {
    Chosen slow = null;
    for (boolean channelsLast : new boolean[] {true, false}) {
      List<PrimitiveDesc> plain = problem.candidates(channelsLast, Sum.NONE);
      if (plain.isEmpty()) {
        continue;
      }
      Chosen chosen = residual ? adding(problem, channelsLast, plain, dying, draft) : null;
      if (!residual) {
        chosen = new Chosen(draft.tuner().fastest(problem, Sum.NONE, plain), Sum.NONE, null);
      }
      if (chosen != null && !chosen.primitive().isSlow()) {
        return chosen;
      }
      slow = slow == null ? chosen : slow;
    }
    return slow;
  }

  /**
   * The implementation that adds a residual: to what lies in the result already where the residual
   * may be overwritten. Else it reads the residual beside it, unless the implementation that is
   * best without a residual only adds in place: then a copy of the residual comes first.
   */
  private static Chosen adding(
      ConvProblem problem,
      boolean channelsLast,
      List<PrimitiveDesc> plain,
      Operand dying,
      PlanDraft draft) {
    List<PrimitiveDesc> inPlace = problem.candidates(channelsLast, Sum.IN_PLACE);
    boolean fits =
        dying != null
            && !inPlace.isEmpty()
            && !inPlace.get(0).isSlow()
            && dying.layout().matches(inPlace.get(0).layout(dnnl_query_dst_md, problem.output()));
    if (!fits) {
      List<PrimitiveDesc> beside = problem.candidates(channelsLast, Sum.OPERAND);
      boolean same =
          !beside.isEmpty() && beside.get(0).implementation().equals(plain.get(0).implementation());
      if (same || (inPlace.isEmpty() && !beside.isEmpty())) {
        return new Chosen(draft.tuner().fastest(problem, Sum.OPERAND, beside), Sum.OPERAND, null);
      }
    }
    return inPlace.isEmpty()
        ? null
        : new Chosen(
            draft.tuner().fastest(problem, Sum.IN_PLACE, inPlace),
            Sum.IN_PLACE,
            fits ? dying : null);
  }

  /** The residual's memory, if nobody reads it after this node and the node reads it only once. */
  private static Operand dying(Node node, PlanDraft draft) {
    String residual = node.inputs().get(3);
    if (!draft.diesAt(node, residual)) {
      return null;
    }
    return draft.operand(residual);
  }
}
