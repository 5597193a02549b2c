package io.sepconv.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import io.sepconv.graph.Node;
import io.sepconv.op.Activation;
import io.sepconv.op.Conv;
import io.sepconv.tensor.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.dnnl.dnnl_primitive_attr;

/**
 * A convolution whose layouts and implementation are still to be chosen.
 *
 * @param input shape {@code [N, C, ...]}
 * @param output shape {@code [N, O, ...]}
 * @param filters the weights in oneDNN's axes
 * @param geometry the window
 * @param hasEmptyWindow whether some window reads nothing but padding
 * @param bias layout of the bias, or null
 * @param activation applied to the result
 * @param type of what is read, dnnl_f32 or dnnl_bf16
 * @param outputType of what is written
 */
record ConvProblem(
    DescriptorScope scope,
    Shape input,
    Shape output,
    GroupedWeights filters,
    Geometry geometry,
    boolean hasEmptyWindow,
    MemoryDesc bias,
    Activation activation,
    int type,
    int outputType) {

  /** How a residual is added to the result before the activation. */
  enum Sum {
    /** There is none. */
    NONE,
    /** It is read beside the other operands. */
    OPERAND,
    /** It lies where the result is written. */
    IN_PLACE
  }

  /** The problem of a node whose weights and bias are constants. */
  static ConvProblem of(Conv op, Node node, PlanDraft draft) {
    Shape input = draft.shape(node.inputs().get(0));
    Shape output = draft.shape(node.output());
    Geometry geometry = Geometry.of(op.window(), input, output);
    DescriptorScope scope = draft.scope();
    return new ConvProblem(
        scope,
        input,
        output,
        GroupedWeights.ofConv(draft.shape(node.inputs().get(1)), op.groups()),
        geometry,
        geometry.hasEmptyWindow(input, output),
        node.hasInput(2) ? MemoryDesc.rowMajor(scope, draft.shape(node.inputs().get(2))) : null,
        op.activation(),
        draft.type(),
        draft.type());
  }

  /**
   * The product of a matrix {@code [M, K]} with weights {@code [K, N]} as a 1x1 convolution over M
   * positions: row-major matrices are channels-last pictures.
   *
   * @param weights how the array of weights is read
   * @param bias layout of the bias {@code [N]}, or null
   */
  static ConvProblem ofProduct(
      int rows, MemoryDesc weights, MemoryDesc bias, PlanDraft draft, int outputType) {
    int k = weights.shape().dim(0);
    int n = weights.shape().dim(1);
    long[] one = {1, 1};
    long[] none = {0, 0};
    long[] strides = weights.strides();
    return new ConvProblem(
        draft.scope(),
        Shape.of(1, k, rows, 1),
        Shape.of(1, n, rows, 1),
        new GroupedWeights(Shape.of(n, k, 1, 1), new long[] {strides[1], strides[0], 1, 1}),
        new Geometry(one, one, none, none, none),
        false,
        bias,
        Activation.NONE,
        draft.type(),
        outputType);
  }

  /**
   * oneDNN's implementations, best first by its own order; slow ones only where there is no other,
   * and those of SSE4.1 only where the best is one.
   *
   * @param channelsLast whether activations lie so; else oneDNN chooses a layout with the one
   *     implementation that is then returned
   */
  List<PrimitiveDesc> candidates(boolean channelsLast, Sum sum) {
    MemoryDesc from = layout(input, channelsLast).as(type);
    MemoryDesc to = layout(output, channelsLast).as(outputType);
    if (sum == Sum.OPERAND && !channelsLast) {
      return List.of(); // the layout of what is added would have to be known
    }
    dnnl_primitive_attr attributes =
        switch (sum) {
          case NONE -> Attributes.with(scope, activation);
          case OPERAND -> Attributes.adding(scope, to, activation);
          case IN_PLACE -> Attributes.accumulating(scope, activation);
        };
    PrimitiveDesc walk = describe(from, to, attributes);
    List<PrimitiveDesc> all = new ArrayList<>();
    // Behind one that lies in its cache of primitives, oneDNN begins again with the first.
    Set<String> seen = new HashSet<>();
    for (boolean more = walk != null; more; more = walk.next()) {
      boolean isNew = seen.add(walk.implementation());
      boolean isSafe =
          !(hasEmptyWindow && reachesOutside(walk)) && !(sum == Sum.IN_PLACE && wantsAligned(walk));
      if (isNew && isSafe) {
        all.add(walk.copy());
      }
    }
    if (!all.isEmpty() && !isOld(all.get(0))) {
      all.removeIf(ConvProblem::isOld);
    }
    List<PrimitiveDesc> fast = all.stream().filter(candidate -> !candidate.isSlow()).toList();
    List<PrimitiveDesc> best = fast.isEmpty() ? all : fast;
    return best.subList(
        0, Math.min(best.size(), channelsLast && !fast.isEmpty() ? best.size() : 1));
  }

  /**
   * SSE4.1's depthwise kernel reads what it adds to as if it lay at multiples of 16 bytes, and ends
   * the process where channels are not a multiple of 4 (oneDNN 3.11).
   */
  private static boolean wantsAligned(PrimitiveDesc candidate) {
    return candidate.implementation().contains("dw:sse41");
  }

  private static boolean isOld(PrimitiveDesc candidate) {
    return candidate.implementation().contains("sse41");
  }

  /**
   * The first fast implementation that reads the given layout and writes channels in blocks of 16,
   * or null.
   */
  PrimitiveDesc inBlocks(MemoryDesc from) {
    MemoryDesc to = MemoryDesc.inBlocksOf16(scope, output, outputType);
    PrimitiveDesc walk = describe(from, to, Attributes.with(scope, activation));
    Set<String> seen = new HashSet<>();
    for (boolean more = walk != null; more; more = walk.next()) {
      if (!seen.add(walk.implementation())) {
        return null;
      }
      boolean isSafe = !(hasEmptyWindow && reachesOutside(walk));
      if (isSafe && !walk.isSlow()) {
        return walk.copy();
      }
    }
    return null;
  }

  /** Multiply-accumulates of one picture, by the dense formula. */
  long macs() {
    long perElement = filters.shape().size() / output.dim(1);
    return output.size() / output.dim(0) * perElement;
  }

  /** The problem of the first picture alone. */
  ConvProblem ofOnePicture() {
    return new ConvProblem(
        scope,
        input.with(0, 1),
        output.with(0, 1),
        filters,
        geometry,
        hasEmptyWindow,
        bias,
        activation,
        type,
        outputType);
  }

  private MemoryDesc layout(Shape shape, boolean channelsLast) {
    return channelsLast ? MemoryDesc.channelsLast(scope, shape) : MemoryDesc.any(scope, shape);
  }

  private PrimitiveDesc describe(MemoryDesc from, MemoryDesc to, dnnl_primitive_attr attributes) {
    MemoryDesc weights = MemoryDesc.any(scope, filters.shape()).as(type);
    return PrimitiveDesc.create(
        scope,
        "a convolution",
        result ->
            dnnl_convolution_forward_primitive_desc_create(
                result,
                OnednnRuntime.engine(),
                dnnl_forward_inference,
                dnnl_convolution_direct,
                from.handle(),
                weights.handle(),
                bias == null ? null : bias.handle(),
                to.handle(),
                geometry.stride(),
                geometry.gaps(),
                geometry.begin(),
                geometry.end(),
                attributes),
        from.isAny()
            ? new int[] {DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST}
            : new int[] {DNNL_ARG_WEIGHTS});
  }

  /**
   * Implementations built on brgemm reach outside their memory where windows lie wholly in padding
   * and a bias or an activation is applied (oneDNN 3.11: windows behind the end of the last axis;
   * none is trusted here).
   */
  private static boolean reachesOutside(PrimitiveDesc candidate) {
    return candidate.implementation().contains("brg");
  }
}
