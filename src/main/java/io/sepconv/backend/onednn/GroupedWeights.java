package io.sepconv.backend.onednn;

import io.sepconv.tensor.Shape;
import java.util.stream.IntStream;

/**
 * Weights in the axes that oneDNN wants: {@code [O, I, k...]}, or {@code [g, O/g, I/g, k...]} with
 * groups.
 *
 * @param shape those axes
 * @param strides where the tensor of the model has their elements
 */
record GroupedWeights(Shape shape, long[] strides) {

  /** From a convolution's {@code [O, I/g, k...]}. */
  static GroupedWeights ofConv(Shape weights, int groups) {
    return split(weights, groups, false);
  }

  /** From a transposed convolution's {@code [I, O/g, k...]}: the channel axes change places. */
  static GroupedWeights ofConvTranspose(Shape weights, int groups) {
    return split(weights, groups, true);
  }

  private static GroupedWeights split(Shape weights, int groups, boolean swap) {
    int[] sizes = weights.dims();
    int[] dense = weights.rowMajorStrides();
    int outer = sizes[0] / groups;
    int first = swap ? 1 : 0;
    int[] channelSizes = {outer, sizes[1]};
    int[] channelStrides = {dense[0], dense[1]};
    IntStream dims =
        IntStream.concat(
            IntStream.of(channelSizes[first], channelSizes[1 - first]),
            IntStream.range(2, sizes.length).map(i -> sizes[i]));
    IntStream strides =
        IntStream.concat(
            IntStream.of(channelStrides[first], channelStrides[1 - first]),
            IntStream.range(2, sizes.length).map(i -> dense[i]));
    if (groups > 1) {
      dims = IntStream.concat(IntStream.of(groups), dims);
      strides = IntStream.concat(IntStream.of(outer * dense[0]), strides);
    }
    return new GroupedWeights(Shape.of(dims.toArray()), strides.asLongStream().toArray());
  }

  /** The tensor's array seen with these axes. */
  MemoryDesc source(DescriptorScope scope) {
    return MemoryDesc.strided(scope, shape, strides);
  }
}
