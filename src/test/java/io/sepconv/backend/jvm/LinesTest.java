package io.sepconv.backend.jvm;

import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.Lrn;
import io.sepconv.op.Op;
import io.sepconv.op.Reduce;
import io.sepconv.op.Softmax;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.TestData;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Softmax, reductions and LRN: lines of awkward lengths, in every layout, with what is no number.
 */
class LinesTest {
  private static final List<Shape> SHAPES =
      List.of(Shape.of(3, 65), Shape.of(2, 7, 13), Shape.of(2, 20, 9, 1), Shape.of(1, 130, 8, 67));

  private final TestData data = new TestData(5);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void softmaxAlongEveryAxis(boolean logarithm) {
    for (Shape shape : SHAPES) {
      for (int axis = 0; axis < shape.rank(); axis++) {
        for (boolean flattened : new boolean[] {false, true}) {
          Softmax op = new Softmax(axis, flattened, logarithm);
          alone(op, data.floats(shape, -30, 30));
          alone(op, withSpecials(data.floats(shape, -90, 90)));
          afterConvolution(op, shape);
        }
      }
    }
  }

  @Test
  void softmaxOfNothingButMinusInfinity() {
    float low = Float.NEGATIVE_INFINITY;
    alone(new Softmax(-1, false), Tensor.of(Shape.of(2, 3), low, low, low, 1, low, 2));
  }

  @ParameterizedTest
  @EnumSource(Reduce.Kind.class)
  void reductionsAlongAnyAxes(Reduce.Kind kind) {
    for (Shape shape : SHAPES) {
      for (int mask = 1; mask < 1 << shape.rank(); mask++) {
        int chosen = mask;
        long[] axes =
            LongStream.range(0, shape.rank()).filter(axis -> (chosen >> axis & 1) == 1).toArray();
        for (boolean keep : new boolean[] {false, true}) {
          Reduce op = new Reduce(kind, keep, false);
          alone(op, data.floats(shape), Tensor.vector(axes));
          alone(op, withSpecials(data.floats(shape)), Tensor.vector(axes));
          afterConvolution(op, shape, Tensor.vector(axes));
        }
      }
    }
  }

  @Test
  void normalisationOverChannels() {
    for (Shape shape : SHAPES) {
      for (int size : new int[] {1, 4, 5, 40, 300}) {
        for (float beta : new float[] {0.75f, 0.6f}) {
          Lrn op = new Lrn(size, 0.4f, beta, 2);
          alone(op, data.floats(shape, -9, 9));
          alone(op, withSpecials(data.floats(shape)));
          afterConvolution(op, shape);
        }
      }
    }
  }

  /** A few elements that are no numbers, so that there are lines with and without. */
  private static Tensor withSpecials(Tensor tensor) {
    float[] x = tensor.floats();
    x[x.length / 2] = Float.NaN;
    x[x.length / 3] = Float.POSITIVE_INFINITY;
    x[x.length / 5] = Float.NEGATIVE_INFINITY;
    return tensor;
  }

  private static void alone(Op op, Tensor x, Tensor... constants) {
    GraphBuilder builder = new GraphBuilder(op + " of " + x.shape());
    builder.output(apply(builder, op, builder.input("x", x.shape()), constants));
    KernelCheck.agrees(builder.build(), x);
  }

  /** Channels-last, with room between pixels: the convolution changes nothing else. */
  private void afterConvolution(Op op, Shape shape, Tensor... constants) {
    if (shape.rank() != 4) {
      return;
    }
    GraphBuilder builder = new GraphBuilder(op + " of a convolution " + shape);
    Value x = builder.input("x", shape);
    int channels = shape.dim(1);
    float[] identity = new float[channels * channels];
    for (int c = 0; c < channels; c++) {
      identity[c * channels + c] = 1;
    }
    Tensor weights = Tensor.of(Shape.of(channels, channels, 1, 1), identity);
    builder.output(apply(builder, op, builder.conv(x, ConvLayer.of(weights)), constants));
    KernelCheck.agrees(builder.build(), data.floats(shape));
  }

  private static Value apply(GraphBuilder builder, Op op, Value x, Tensor... constants) {
    return constants.length == 0
        ? builder.apply(op, x)
        : builder.apply(op, x, builder.constant(constants[0]));
  }
}
