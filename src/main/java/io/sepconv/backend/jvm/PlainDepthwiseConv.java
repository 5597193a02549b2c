package io.sepconv.backend.jvm;

import io.sepconv.backend.Support;
import java.util.ArrayList;
import java.util.List;

/** Depthwise convolutions in plain Java, as a {@link PlainDepthwise}. */
final class PlainDepthwiseConv implements ConvKernel {
  @Override
  public Support fits(ConvNode conv) {
    if (conv.draft().micro().usesVectorApi()) {
      return Support.no("the kernels on the Vector API are faster");
    }
    if (!conv.isDepthwise()) {
      return Support.no("a result sums over more than one channel");
    }
    return PlainDepthwise.fits(conv.axes())
        ? Support.YES
        : Support.no("the window is three-dimensional or very large");
  }

  @Override
  public void add(ConvNode conv) {
    Draft draft = conv.draft();
    Operand source = draft.channelsLast(conv.input());
    Operand result = draft.createChannelsLast(conv.node().output());
    Operand residual = conv.residual();
    List<Operand> used = new ArrayList<>(List.of(source));
    if (residual != null) {
      used.add(residual);
    }
    Depthwise.Problem problem =
        DepthwiseConv.problem(
            conv, source.layout(), result.layout(), residual == null ? null : residual.layout());
    draft.add(
        conv.node(),
        draft.micro().name() + ":depthwise",
        result,
        used,
        places ->
            new PlainDepthwise(
                problem,
                Depthwise.Memory.of(places, source, result, residual),
                draft.micro(),
                draft.threads()));
  }
}
