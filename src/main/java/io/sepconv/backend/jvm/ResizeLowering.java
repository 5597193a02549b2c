package io.sepconv.backend.jvm;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.graph.Sampling;
import io.sepconv.op.Resize;
import io.sepconv.reference.SampleWeights;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.stream.IntStream;

/** Resampling of pictures, by samples and weights that are known when it is compiled. */
final class ResizeLowering implements Lowering<Resize> {
  @Override
  public Support lower(Resize op, Node node, Draft draft) {
    Shape shape = draft.shape(node.inputs().get(0));
    int rank = shape.rank();
    Tensor scales = node.hasInput(1) ? draft.constant(node.inputs().get(1)) : null;
    Tensor sizes = node.hasInput(2) ? draft.constant(node.inputs().get(2)) : null;
    if (rank < 3) {
      return Support.no("there is no picture");
    }
    if (op.coordinates() == Resize.Coordinates.TF_CROP_AND_RESIZE) {
      return Support.no("there is no kernel for " + op.coordinates());
    }
    Sampling sampling =
        Sampling.of(
            op,
            shape,
            scales == null ? null : scales.floats(),
            sizes == null ? null : sizes.toLongs());
    for (int axis = 0; axis < 2; axis++) {
      if (!keeps(sampling, axis, shape.dim(axis))) {
        return Support.no("pictures or channels are resized");
      }
    }
    Taps rows = same(1);
    for (int axis = 2; axis < rank - 1; axis++) {
      rows = rows.times(taps(op, sampling, axis, shape.dim(axis)), shape.dim(axis));
    }
    WindowLowering.add(
        node,
        "resize",
        WindowFilter.Kind.WEIGHTED,
        shape.dim(-1),
        rows,
        taps(op, sampling, rank - 1, shape.dim(-1)),
        draft.createChannelsLast(node.output()),
        draft);
    return Support.YES;
  }

  private static boolean keeps(Sampling sampling, int axis, int length) {
    return sampling.size()[axis] == length && sampling.scale()[axis] == 1;
  }

  /** An axis that stays as it is. */
  private static Taps same(int length) {
    int[][] positions = new int[length][];
    for (int i = 0; i < length; i++) {
      positions[i] = new int[] {i};
    }
    return Taps.unweighted(positions, new int[length]);
  }

  private static Taps taps(Resize op, Sampling sampling, int axis, int length) {
    if (keeps(sampling, axis, length)) {
      return same(length);
    }
    SampleWeights[] samples = SampleWeights.along(op, sampling, axis, length);
    int[][] positions = new int[samples.length][];
    float[][] weights = new float[samples.length][];
    for (int o = 0; o < samples.length; o++) {
      SampleWeights of = samples[o];
      // A weight of zero must not turn an infinity beside the position into NaN.
      int[] wanted =
          IntStream.range(0, of.index().length).filter(i -> of.weight()[i] != 0).toArray();
      positions[o] = new int[wanted.length];
      weights[o] = new float[wanted.length];
      for (int i = 0; i < wanted.length; i++) {
        positions[o][i] = of.index()[wanted[i]];
        weights[o][i] = (float) of.weight()[wanted[i]];
      }
    }
    return new Taps(positions, weights, new int[samples.length]);
  }
}
