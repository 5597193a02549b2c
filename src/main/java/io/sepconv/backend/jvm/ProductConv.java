package io.sepconv.backend.jvm;

import io.sepconv.backend.Support;
import io.sepconv.op.ConvKind;
import io.sepconv.reference.Axes3;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Any convolution as a {@link TiledProduct}; meant for those that sum over many channels. */
final class ProductConv implements ConvKernel {
  @Override
  public Support fits(ConvNode conv) {
    return Support.YES;
  }

  @Override
  public void add(ConvNode conv) {
    add(conv, source(conv));
  }

  private static void add(ConvNode conv, Operand source) {
    Draft draft = conv.draft();
    Operand result = draft.createChannelsLast(conv.node().output());
    Operand residual = conv.residual();
    Product product =
        product(
            conv,
            geometry(conv, source.layout(), result.layout().pitch()),
            weights(conv, source.layout()),
            source,
            result,
            residual);
    List<Operand> used = new ArrayList<>(List.of(product.scratch(), source));
    if (residual != null) {
      used.add(residual);
    }
    String name = conv.kind() == ConvKind.POINTWISE ? ":product" : ":direct";
    draft.add(conv.node(), draft.micro().name() + name, result, used, product.binding()::apply);
  }

  /**
   * A convolution whose operands are known.
   *
   * @param scratch memory that it needs
   * @param binding makes it
   */
  record Product(Operand scratch, Function<Places, TiledProduct> binding) {}

  /**
   * The kernel of a convolution.
   *
   * @param source of which the first element is that of the geometry
   * @param residual may be null
   */
  static Product product(
      ConvNode conv,
      TiledProduct.Geometry geometry,
      TiledProduct.Weights weights,
      Operand source,
      Operand result,
      Operand residual) {
    Draft draft = conv.draft();
    MicroKernels micro = draft.micro();
    int perThread = Layout.roundUp(TiledProduct.scratch(micro, weights.passes().length), 16);
    Operand scratch = draft.scratch(perThread);
    return new Product(
        scratch,
        places ->
            new TiledProduct(
                geometry,
                weights,
                new TiledProduct.Epilogue(
                    conv.activation(),
                    residual == null ? null : places.of(residual),
                    residual == null ? 0 : residual.layout().pitch()),
                micro,
                new TiledProduct.Memory(
                    places.of(source), places.of(result).at(), places.start(scratch), perThread),
                draft.threads()));
  }

  /**
   * The picture with a border of zeros where windows leave it; then, or where it has to be copied
   * anyway, with dense channels, so that a row of the window is one run of floats.
   */
  private static Operand source(ConvNode conv) {
    Axes3 axes = conv.axes();
    Shape shape = conv.inputShape();
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
    Operand born = conv.draft().operand(conv.input());
    return !borders && born.layout().isChannelsLast()
        ? born
        : conv.draft().require(conv.input(), Layout.bordered(shape, shape.dim(1), begin, end));
  }

  private static TiledProduct.Geometry geometry(ConvNode conv, Layout source, int pitch) {
    Axes3 axes = conv.axes();
    if (axes.isOneToOne()) {
      int[] first = {0};
      return new TiledProduct.Geometry(source.pixels(), first, source.pitch(), first, pitch);
    }
    int[] output = axes.output();
    int[] sources = new int[source.shape().dim(0) * output[0] * output[1]];
    int[] results = new int[sources.length];
    for (int row = 0; row < sources.length; row++) {
      int h = row % output[1];
      int d = row / output[1] % output[0];
      int picture = row / output[1] / output[0];
      sources[row] =
          picture * source.stride(0)
              + axes.position(0, d, 0) * source.spatialStride(0)
              + axes.position(1, h, 0) * source.spatialStride(1)
              - axes.pad()[2] * source.spatialStride(2);
      results[row] = row * output[2] * pitch;
    }
    int step = axes.stride()[2] * source.spatialStride(2);
    return new TiledProduct.Geometry(output[2], sources, step, results, pitch);
  }

  static TiledProduct.Weights weights(ConvNode conv, Layout source) {
    Draft draft = conv.draft();
    Axes3 axes = conv.axes();
    Tensor tensor = conv.weights();
    int groups = conv.op().groups();
    int inChannels = tensor.shape().dim(1);
    int[] kernel = axes.kernel();
    boolean runs = groups == 1 && axes.dilation()[2] == 1 && source.spatialStride(2) == inChannels;
    int taps = runs ? kernel[2] : 1;
    int[] passes = new int[axes.kernelPlane() / taps];
    for (int pass = 0; pass < passes.length; pass++) {
      int tap = pass * taps;
      passes[pass] =
          tap / kernel[2] / kernel[1] * axes.dilation()[0] * source.spatialStride(0)
              + tap / kernel[2] % kernel[1] * axes.dilation()[1] * source.spatialStride(1)
              + tap % kernel[2] * axes.dilation()[2] * source.spatialStride(2);
    }
    MicroKernels micro = draft.micro();
    Panels panels = new Panels(micro.lanes(), micro.vectors(), tensor.shape().dim(0) / groups);
    ConvPacking packing = new ConvPacking(panels, groups, inChannels, axes.kernelPlane());
    return new TiledProduct.Weights(
        draft.weights().pack(tensor, packing, () -> packing.weights(tensor.floats())),
        packing.bias(conv.bias()),
        panels,
        groups,
        inChannels,
        passes,
        taps * inChannels);
  }
}
