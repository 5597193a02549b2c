package io.sepconv.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import io.sepconv.backend.onednn.ConvProblem.Sum;
import io.sepconv.backend.onednn.jni.Native;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * A primitive with all that it takes to run it on memory of its own.
 *
 * @param roles of its operands, of DNNL_ARG_*, the one that was written last before it first
 * @param layouts of each of them
 */
record TimedPrimitive(PrimitiveDesc primitive, List<Integer> roles, List<MemoryDesc> layouts) {

  /** A copy from one layout to another. */
  static TimedPrimitive ofCopy(PrimitiveDesc primitive, MemoryDesc from, MemoryDesc to) {
    return withScratchpad(
        primitive,
        new ArrayList<>(List.of(DNNL_ARG_FROM, DNNL_ARG_TO)),
        new ArrayList<>(List.of(from, to)));
  }

  /** A primitive of source, weights, result and bias. */
  static TimedPrimitive of(PrimitiveDesc primitive, List<MemoryDesc> operands) {
    List<Integer> roles =
        List.of(DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST, DNNL_ARG_BIAS)
            .subList(0, operands.size());
    return withScratchpad(primitive, new ArrayList<>(roles), new ArrayList<>(operands));
  }

  static TimedPrimitive of(PrimitiveDesc primitive, ConvProblem problem, Sum sum) {
    MemoryDesc to = primitive.layout(dnnl_query_dst_md, problem.output());
    List<Integer> roles = new ArrayList<>(List.of(DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST));
    List<MemoryDesc> layouts =
        new ArrayList<>(
            List.of(
                primitive.layout(dnnl_query_src_md, problem.input()),
                primitive.layout(dnnl_query_weights_md, problem.filters().shape()),
                to));
    if (problem.bias() != null) {
      roles.add(DNNL_ARG_BIAS);
      layouts.add(problem.bias());
    }
    if (sum == Sum.OPERAND) {
      roles.add(Attributes.RESIDUAL);
      layouts.add(to);
    }
    return withScratchpad(primitive, roles, layouts);
  }

  private static TimedPrimitive withScratchpad(
      PrimitiveDesc primitive, List<Integer> roles, List<MemoryDesc> layouts) {
    MemoryDesc scratchpad = primitive.scratchpad();
    if (scratchpad != null) {
      roles.add(DNNL_ARG_SCRATCHPAD);
      layouts.add(scratchpad);
    }
    return new TimedPrimitive(primitive, roles, layouts);
  }

  /** Nanoseconds of the fastest of as many runs. */
  long nanos(int runs) {
    try (PointerPointer<dnnl_memory_desc> handles = new PointerPointer<>(layouts.size());
        IntPointer args = new IntPointer(roles.stream().mapToInt(role -> role).toArray());
        LongPointer nanos = new LongPointer(1)) {
      for (int i = 0; i < layouts.size(); i++) {
        handles.put(i, layouts.get(i).handle());
      }
      Dnnl.checkNative(
          Native.sepconv_time_primitive(
              primitive.handle(), layouts.size(), args, handles, runs, nanos),
          "time " + primitive.implementation());
      return nanos.get();
    }
  }
}
