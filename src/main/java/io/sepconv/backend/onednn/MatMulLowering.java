package io.sepconv.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.op.MatMul;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_primitive_attr;

/** Products of matrices, with leading axes broadcast; constant right-hand sides are packed. */
final class MatMulLowering implements Lowering<MatMul> {
  @Override
  public Support lower(MatMul op, Node node, PlanDraft draft) {
    String a = node.inputs().get(0);
    String b = node.inputs().get(1);
    Shape output = draft.shape(node.output());
    if (draft.shape(a).rank() < 2 || draft.shape(b).rank() < 2) {
      return Support.no("oneDNN multiplies matrices, not vectors");
    }
    DescriptorScope scope = draft.scope();
    Shape left = draft.shape(a).padRank(output.rank());
    Shape right = draft.shape(b).padRank(output.rank());
    return multiply(
        node,
        draft,
        new Side(a, MemoryDesc.rowMajor(scope, left).as(draft.type())),
        new Side(b, MemoryDesc.rowMajor(scope, right).as(draft.type())),
        null);
  }

  /** An operand and how its row-major memory is seen. */
  record Side(String value, MemoryDesc seen) {}

  /**
   * Lowers a product with constant weights to a 1x1 convolution where that is faster.
   *
   * @param product what it would be otherwise
   */
  private static boolean asConvolution(
      Node node, PlanDraft draft, Side left, Side right, Side bias, PrimitiveDesc product) {
    DescriptorScope scope = draft.scope();
    Shape rows = left.seen().shape();
    Shape weights = right.seen().shape();
    Tensor filters = draft.constant(right.value());
    Tensor added = bias == null ? null : draft.constant(bias.value());
    boolean fits =
        rows.rank() == 2
            && weights.rank() == 2
            && left.seen().matches(MemoryDesc.rowMajor(scope, rows).as(left.seen().type()))
            && filters != null
            && (bias == null || added != null && added.size() == weights.dim(1));
    if (!fits) {
      return false;
    }
    MemoryDesc biasLayout =
        bias == null ? null : MemoryDesc.rowMajor(scope, Shape.of(weights.dim(1)));
    ConvProblem problem =
        ConvProblem.ofProduct(
            rows.dim(0), right.seen(), biasLayout, draft, draft.typeOf(node.output()));
    List<PrimitiveDesc> candidates = problem.candidates(true, ConvProblem.Sum.NONE);
    if (candidates.isEmpty() || candidates.get(0).isSlow()) {
      return false;
    }
    PrimitiveDesc primitive = draft.tuner().fastest(problem, ConvProblem.Sum.NONE, candidates);
    MemoryDesc to = MemoryDesc.rowMajor(scope, draft.shape(node.output()));
    List<MemoryDesc> operands = new ArrayList<>();
    operands.add(left.seen());
    operands.add(product.layout(dnnl_query_weights_md, weights));
    operands.add(to.as(draft.typeOf(node.output())));
    if (bias != null) {
      operands.add(bias.seen());
    }
    if (!draft.tuner().isFasterAsConvolution(product, operands, primitive, problem)) {
      return false;
    }
    List<Step.Argument> reads = new ArrayList<>();
    MemoryDesc from = primitive.layout(dnnl_query_src_md, problem.input());
    reads.add(new Step.Argument(DNNL_ARG_SRC, draft.viewRowMajor(left.value(), from)));
    reads.add(
        new Step.Argument(
            DNNL_ARG_WEIGHTS,
            draft.pack(
                filters,
                problem.filters().source(scope),
                primitive.layout(dnnl_query_weights_md, problem.filters().shape()))));
    if (bias != null) {
      reads.add(new Step.Argument(DNNL_ARG_BIAS, draft.pack(added, biasLayout, biasLayout)));
    }
    Operand result = draft.arena(primitive.layout(dnnl_query_dst_md, problem.output()));
    draft.add(node, primitive, result, reads);
    draft.define(node.output(), new Operand(result.storage(), to.as(draft.typeOf(node.output()))));
    return true;
  }

  /** left * right + bias into row-major memory; bias may be null. */
  static Support multiply(Node node, PlanDraft draft, Side left, Side right, Side bias) {
    DescriptorScope scope = draft.scope();
    MemoryDesc to =
        MemoryDesc.rowMajor(scope, draft.shape(node.output())).as(draft.typeOf(node.output()));
    boolean packed = draft.constant(right.value()) != null;
    MemoryDesc weights =
        packed ? MemoryDesc.any(scope, right.seen().shape()).as(draft.type()) : right.seen();
    dnnl_primitive_attr attributes = draft.attributes();
    PrimitiveDesc primitive =
        PrimitiveDesc.create(
            scope,
            "a matrix product",
            result ->
                dnnl_matmul_primitive_desc_create(
                    result,
                    OnednnRuntime.engine(),
                    left.seen().handle(),
                    weights.handle(),
                    bias == null ? null : bias.seen().handle(),
                    to.handle(),
                    attributes),
            packed ? new int[] {DNNL_ARG_WEIGHTS} : new int[0]);
    if (primitive == null) {
      return Support.no("oneDNN has no product of " + left.seen() + " and " + right.seen());
    }
    if (asConvolution(node, draft, left, right, bias, primitive)) {
      return Support.YES;
    }
    List<Step.Argument> reads = new ArrayList<>();
    reads.add(new Step.Argument(DNNL_ARG_SRC, draft.viewRowMajor(left.value(), left.seen())));
    Operand factor =
        packed
            ? draft.pack(
                draft.constant(right.value()),
                right.seen().as(dnnl_f32),
                primitive.layout(dnnl_query_weights_md, right.seen().shape()))
            : draft.viewRowMajor(right.value(), right.seen());
    reads.add(new Step.Argument(DNNL_ARG_WEIGHTS, factor));
    if (bias != null) {
      Tensor constant = draft.constant(bias.value());
      reads.add(
          new Step.Argument(
              DNNL_ARG_BIAS,
              constant != null
                  ? draft.pack(constant, bias.seen(), bias.seen())
                  : draft.viewRowMajor(bias.value(), bias.seen())));
    }
    Operand result = draft.arena(to);
    draft.add(node, primitive, result, reads);
    draft.define(node.output(), result);
    return Support.YES;
  }
}
