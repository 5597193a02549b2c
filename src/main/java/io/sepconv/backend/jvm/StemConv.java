package io.sepconv.backend.jvm;

import io.sepconv.backend.Support;
import io.sepconv.reference.Axes3;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Direct convolutions of few channels, as the first layer of a network is one: the picture is read
 * as it comes, and a window is one run of floats.
 */
final class StemConv implements ConvKernel {
  /** With more channels a row of a window alone is long enough. */
  private static final int MAX_CHANNELS = 4;

  @Override
  public Support fits(ConvNode conv) {
    Axes3 axes = conv.axes();
    if (!conv.draft().micro().usesVectorApi()) {
      return Support.no("it needs the Vector API");
    }
    if (conv.inputShape().dim(1) > MAX_CHANNELS || conv.op().groups() > 1) {
      return Support.no("it is meant for one group of up to " + MAX_CHANNELS + " channels");
    }
    return axes.isFlat() && axes.dilation()[2] == 1 && axes.kernelPlane() > 1
        ? Support.YES
        : Support.no("it is meant for dense windows over pictures");
  }

  @Override
  public void add(ConvNode conv) {
    Draft draft = conv.draft();
    Operand source = draft.operand(conv.input());
    Operand result = draft.createChannelsLast(conv.node().output());
    Operand residual = conv.residual();
    StemRows.Window window = StemRows.Window.of(conv.axes(), source.layout());
    Operand strip = draft.scratch(window.floats());
    ProductConv.Product product = product(conv, window, strip, result, residual);
    List<Operand> used = new ArrayList<>(List.of(source, strip, product.scratch()));
    if (residual != null) {
      used.add(residual);
    }
    draft.add(
        conv.node(),
        draft.micro().name() + ":stem",
        result,
        used,
        places ->
            new StemRows(
                window,
                places.of(source),
                places.start(strip),
                product.binding().apply(places),
                draft.threads()));
  }

  /** Every row of the result as a product of the strip that its windows are copied to. */
  private static ProductConv.Product product(
      ConvNode conv, StemRows.Window window, Operand strip, Operand result, Operand residual) {
    Axes3 axes = conv.axes();
    int rows = conv.inputShape().dim(0) * axes.output()[1];
    int pitch = result.layout().pitch();
    int[] results = new int[rows];
    for (int row = 0; row < rows; row++) {
      results[row] = row * axes.output()[2] * pitch;
    }
    int step = axes.stride()[2] * window.column();
    return ProductConv.product(
        conv,
        new TiledProduct.Geometry(axes.output()[2], new int[rows], step, results, pitch),
        weights(conv, window),
        strip,
        result,
        residual);
  }

  private static TiledProduct.Weights weights(ConvNode conv, StemRows.Window window) {
    Draft draft = conv.draft();
    Tensor tensor = conv.weights();
    MicroKernels micro = draft.micro();
    int kernel = conv.axes().kernel()[2];
    int depth = window.column() * kernel;
    Panels panels = new Panels(micro.lanes(), micro.vectors(), tensor.shape().dim(0));
    // As one tap of as many channels as a window has elements.
    ConvPacking packing = new ConvPacking(panels, 1, depth, 1);
    float[] packed =
        draft
            .weights()
            .pack(
                tensor,
                List.of("columns first", packing),
                () -> packing.weights(columnsFirst(tensor, kernel)));
    int[] onePass = {0};
    return new TiledProduct.Weights(
        packed, packing.bias(conv.bias()), panels, 1, 0, onePass, depth);
  }

  /** {@code [O, C, kH, kW]} as {@code [O, kW, kH, C]}. */
  private static float[] columnsFirst(Tensor weights, int kernel) {
    int channels = weights.shape().dim(1);
    int rows = weights.size() / weights.shape().dim(0) / channels / kernel;
    float[] x = weights.floats();
    float[] y = new float[x.length];
    int at = 0;
    for (int out = 0; out < weights.shape().dim(0); out++) {
      for (int w = 0; w < kernel; w++) {
        for (int h = 0; h < rows; h++) {
          for (int channel = 0; channel < channels; channel++) {
            y[at++] = x[((out * channels + channel) * rows + h) * kernel + w];
          }
        }
      }
    }
    return y;
  }
}
