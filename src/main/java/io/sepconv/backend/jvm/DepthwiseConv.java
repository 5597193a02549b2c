package io.sepconv.backend.jvm;

import io.sepconv.backend.Support;
import io.sepconv.reference.Axes3;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Depthwise convolutions: by tiles where there are some for the window, else pixel by pixel. */
final class DepthwiseConv implements ConvKernel {
  @Override
  public Support fits(ConvNode conv) {
    return conv.isDepthwise()
        ? Support.YES
        : Support.no("a result sums over more than one channel");
  }

  @Override
  public void add(ConvNode conv) {
    Draft draft = conv.draft();
    Operand source = draft.channelsLast(conv.input());
    Operand result = draft.createChannelsLast(conv.node().output());
    Operand residual = conv.residual();
    DepthwiseTile tile = tile(conv);
    List<Operand> used = new ArrayList<>(List.of(source));
    if (residual != null) {
      used.add(residual);
    }
    Depthwise.Problem problem =
        problem(
            conv, source.layout(), result.layout(), residual == null ? null : residual.layout());
    String name = draft.micro().name() + ":depthwise";
    if (tile == null) {
      draft.add(
          conv.node(),
          name + "-pixels",
          result,
          used,
          places ->
              new DepthwisePixels(
                  problem,
                  Depthwise.Memory.of(places, source, result, residual),
                  draft.micro(),
                  draft.threads()));
      return;
    }
    int perThread = DepthwiseTiles.scratch(problem, tile);
    Operand scratch = draft.scratch(perThread);
    used.add(scratch);
    draft.add(
        conv.node(),
        name,
        result,
        used,
        places ->
            new DepthwiseTiles(
                problem,
                Depthwise.Memory.of(places, source, result, residual),
                tile,
                places.start(scratch),
                draft.micro(),
                draft.threads()));
  }

  /** What its kernels need to know; the layout of the residual may be null. */
  static Depthwise.Problem problem(ConvNode conv, Layout source, Layout result, Layout residual) {
    Draft draft = conv.draft();
    int channels = Layout.roundUp(conv.inputShape().dim(1), draft.micro().lanes());
    Tensor weights = conv.weights();
    float[] packed =
        draft
            .weights()
            .pack(weights, "taps first, " + channels, () -> tapsFirst(weights, channels));
    return new Depthwise.Problem(
        conv.axes(),
        channels,
        packed,
        bias(conv.bias(), channels),
        conv.activation(),
        source,
        result,
        residual);
  }

  /** Tiles for a square window that moves as far as its taps are apart, or two pixels; or null. */
  static DepthwiseTile tile(ConvNode conv) {
    Axes3 axes = conv.axes();
    int[] stride = axes.stride();
    int[] dilation = axes.dilation();
    boolean square = axes.kernel()[1] == axes.kernel()[2] && stride[1] == stride[2];
    boolean dense = dilation[1] == 1 && dilation[2] == 1;
    if (!axes.isFlat() || !square || (stride[1] > 1 && !dense)) {
      return null;
    }
    DepthwiseTile tile = conv.draft().micro().depthwise(axes.kernel()[1], stride[1]);
    boolean large =
        tile != null
            && axes.output()[1] / dilation[1] >= tile.rows()
            && axes.output()[2] / dilation[2] >= tile.columns();
    return large ? tile : null;
  }

  /** {@code [C, 1, taps]} as {@code [taps][channels]}. */
  private static float[] tapsFirst(Tensor weights, int channels) {
    Shape shape = weights.shape();
    int taps = (int) shape.size(2, shape.rank());
    float[] packed = new float[taps * channels];
    for (int channel = 0; channel < shape.dim(0); channel++) {
      for (int tap = 0; tap < taps; tap++) {
        packed[tap * channels + channel] = weights.floats()[channel * taps + tap];
      }
    }
    return packed;
  }

  private static float[] bias(Tensor bias, int channels) {
    float[] padded = new float[channels];
    if (bias != null) {
      System.arraycopy(bias.floats(), 0, padded, 0, bias.size());
    }
    return padded;
  }
}
