package io.sepconv.backend.jvm;

import io.sepconv.backend.Support;
import io.sepconv.op.ConvKind;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolutions of many pixels in plain Java, as a {@link PlainProduct}. What it leaves to {@link
 * ProductConv} has its output channels side by side instead, as panels of the weights that are
 * copied again for every few pixels.
 *
 * <p>Measured on a Zen 4, one thread, JDK 17, in GFLOP/s: at 56 x 56 pixels to 128 channels 45
 * against 28, at 14 x 14 to 96 channels 38 against 20, to 512 channels 37 against 46, and at 7 x 7
 * to 960 channels 17 against 36.
 */
final class PlainProductConv implements ConvKernel {
  /** Fewer pixels leave loops half empty. */
  private static final int FEW_PIXELS = 128;

  /** So many pixels cost less to gather than panels to copy, however wide these are. */
  private static final int MANY_PIXELS = 512;

  /** Output channels that make the widest panel. */
  private static final int WIDE = 256;

  @Override
  public Support fits(ConvNode conv) {
    if (conv.draft().micro().usesVectorApi()) {
      return Support.no("the kernels on the Vector API are faster");
    }
    int pixels = conv.inputShape().dim(0) * conv.axes().outputPlane();
    int outChannels = conv.weights().shape().dim(0) / conv.op().groups();
    return pixels >= MANY_PIXELS || (pixels >= FEW_PIXELS && outChannels < WIDE)
        ? Support.YES
        : Support.no(pixels + " pixels of " + outChannels + " channels suit panels of weights");
  }

  @Override
  public void add(ConvNode conv) {
    Draft draft = conv.draft();
    Operand source = draft.operand(conv.input());
    Operand result = draft.createChannelsLast(conv.node().output());
    Operand residual = conv.residual();
    List<Operand> used = new ArrayList<>(List.of(source));
    if (residual != null) {
      used.add(residual);
    }
    PlainProduct.Problem problem = problem(conv);
    draft.add(
        conv.node(),
        draft.micro().name() + (conv.kind() == ConvKind.POINTWISE ? ":rows" : ":direct-rows"),
        result,
        used,
        places ->
            new PlainProduct(
                problem,
                new PlainProduct.Operands(
                    places.of(source),
                    source.layout(),
                    places.of(result).at(),
                    result.layout().pitch(),
                    residual == null ? null : places.of(residual),
                    residual == null ? 0 : residual.layout().pitch()),
                draft.micro(),
                draft.threads()));
  }

  private static PlainProduct.Problem problem(ConvNode conv) {
    Tensor weights = conv.weights();
    int groups = conv.op().groups();
    int outChannels = weights.shape().dim(0);
    int inChannels = weights.shape().dim(1);
    int volume = conv.axes().kernelPlane();
    float[] ordered =
        volume == 1
            ? weights.floats()
            : conv.draft()
                .weights()
                .pack(
                    weights,
                    "channels last",
                    () -> channelsLast(weights.floats(), outChannels, inChannels, volume));
    Tensor bias = conv.bias();
    return new PlainProduct.Problem(
        conv.axes(),
        groups,
        inChannels,
        outChannels / groups,
        ordered,
        bias == null ? new float[outChannels] : bias.floats(),
        conv.activation());
  }

  /** {@code [O][I][taps]} as {@code [O][taps][I]}. */
  private static float[] channelsLast(float[] weights, int outs, int channels, int taps) {
    float[] packed = new float[weights.length];
    for (int out = 0; out < outs; out++) {
      for (int channel = 0; channel < channels; channel++) {
        for (int tap = 0; tap < taps; tap++) {
          packed[(out * taps + tap) * channels + channel] =
              weights[(out * channels + channel) * taps + tap];
        }
      }
    }
    return packed;
  }
}
