package io.sepconv.backend.jvm;

import io.sepconv.graph.Node;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvKind;
import io.sepconv.reference.Axes3;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** A convolution as a {@link TiledProduct}. */
final class ConvProduct {
  private final Conv op;
  private final Node node;
  private final Draft draft;
  private final Axes3 axes;
  private final Operand source;

  private ConvProduct(Conv op, Node node, Draft draft) {
    this.op = op;
    this.node = node;
    this.draft = draft;
    String x = node.inputs().get(0);
    this.axes = Axes3.of(op.window(), draft.shape(x), draft.shape(node.output()));
    this.source = source(x);
  }

  /** Adds it to a draft. */
  static void add(Conv op, Node node, ConvKind kind, Draft draft) {
    new ConvProduct(op, node, draft).add(kind == ConvKind.POINTWISE ? "product" : "direct");
  }

  /**
   * The picture with a border of zeros where windows leave it; then, or where it has to be copied
   * anyway, with dense channels, so that a row of the window is one run of floats.
   */
  private Operand source(String x) {
    Shape shape = draft.shape(x);
    int rank = shape.rank() - 2;
    int[] begin = new int[rank];
    int[] end = new int[rank];
    boolean borders = false;
    for (int i = 0; i < rank; i++) {
      int axis = 3 - rank + i;
      int last = axes.position(axis, axes.output()[axis] - 1, axes.kernel()[axis] - 1);
      begin[i] = Math.max(0, axes.pad()[axis]);
      end[i] = Math.max(0, last + 1 - axes.input()[axis]);
      borders |= begin[i] + end[i] > 0;
    }
    Operand born = draft.operand(x);
    return !borders && born.layout().isChannelsLast()
        ? born
        : draft.require(x, Layout.bordered(shape, shape.dim(1), begin, end));
  }

  private void add(String kernel) {
    MicroKernels micro = draft.micro();
    Operand result = draft.createChannelsLast(node.output());
    Operand residual = node.hasInput(3) ? draft.channelsLast(node.inputs().get(3)) : null;
    TiledProduct.Geometry geometry = geometry(result.layout().pitch());
    TiledProduct.Weights weights = weights();
    int perThread = Layout.roundUp(TiledProduct.scratch(micro, weights.passes().length), 16);
    Operand scratch = draft.scratch(perThread);
    List<Operand> used = new ArrayList<>(List.of(scratch, source));
    if (residual != null) {
      used.add(residual);
    }
    draft.add(
        node,
        micro.name() + ":" + kernel,
        result,
        used,
        places ->
            new TiledProduct(
                geometry,
                weights,
                new TiledProduct.Epilogue(
                    op.activation(),
                    residual == null ? null : places.of(residual),
                    residual == null ? 0 : residual.layout().pitch()),
                micro,
                new TiledProduct.Memory(
                    places.of(source), places.of(result).at(), places.start(scratch), perThread),
                draft.threads()));
  }

  private TiledProduct.Geometry geometry(int pitch) {
    int step = source.layout().pitch();
    if (axes.isOneToOne()) {
      int[] first = {0};
      return new TiledProduct.Geometry(source.layout().pixels(), first, step, first, pitch);
    }
    int[] output = axes.output();
    int pictures = source.layout().shape().dim(0);
    int[] sources = new int[pictures * output[0] * output[1]];
    int[] results = new int[sources.length];
    for (int row = 0; row < sources.length; row++) {
      int h = row % output[1];
      int d = row / output[1] % output[0];
      int picture = row / output[1] / output[0];
      sources[row] =
          picture * source.layout().stride(0)
              + axes.position(0, d, 0) * stride(0)
              + axes.position(1, h, 0) * stride(1)
              - axes.pad()[2] * stride(2);
      results[row] = row * output[2] * pitch;
    }
    return new TiledProduct.Geometry(
        output[2], sources, axes.stride()[2] * stride(2), results, pitch);
  }

  /** Distance between neighbours of the source along axis D, H or W. */
  private int stride(int axis) {
    int rank = source.layout().shape().rank();
    return axis < 5 - rank ? 0 : source.layout().stride(rank - 3 + axis);
  }

  private TiledProduct.Weights weights() {
    Tensor tensor = draft.constant(node.inputs().get(1));
    int outChannels = tensor.shape().dim(0) / op.groups();
    int inChannels = tensor.shape().dim(1);
    MicroKernels micro = draft.micro();
    Panels panels = new Panels(micro.lanes(), micro.vectors(), outChannels);
    int[] kernel = axes.kernel();
    boolean runs = op.groups() == 1 && axes.dilation()[2] == 1 && stride(2) == inChannels;
    int taps = runs ? kernel[2] : 1;
    int[] passes = new int[axes.kernelPlane() / taps];
    for (int pass = 0; pass < passes.length; pass++) {
      int tap = pass * taps;
      passes[pass] =
          tap / kernel[2] / kernel[1] * axes.dilation()[0] * stride(0)
              + tap / kernel[2] % kernel[1] * axes.dilation()[1] * stride(1)
              + tap % kernel[2] * axes.dilation()[2] * stride(2);
    }
    ConvPacking packing =
        new ConvPacking(panels, op.groups(), inChannels, axes.kernelPlane(), taps);
    float[] packed = draft.weights().pack(tensor, packing, () -> packing.weights(tensor.floats()));
    String bias = node.hasInput(2) ? node.inputs().get(2) : "";
    return new TiledProduct.Weights(
        packed,
        bias.isEmpty()
            ? new float[op.groups() * panels.padded()]
            : packing.bias(draft.constant(bias).floats()),
        panels,
        op.groups(),
        inChannels,
        passes,
        taps * inChannels);
  }
}
