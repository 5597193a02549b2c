package io.sepconv.testing;

import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.op.AutoPad;
import io.sepconv.op.BatchNorm;
import io.sepconv.op.Binary;
import io.sepconv.op.Concat;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvTranspose;
import io.sepconv.op.Flatten;
import io.sepconv.op.Gemm;
import io.sepconv.op.Identity;
import io.sepconv.op.Op;
import io.sepconv.op.Pad;
import io.sepconv.op.Pool;
import io.sepconv.op.Reshape;
import io.sepconv.op.Transpose;
import io.sepconv.op.Window;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Networks of a seed: phrases such as a convolution with what may follow it, each on a random
 * earlier value, so that values are shared; some of them are outputs, some are read by nobody.
 */
public final class RandomGraphs {
  private static final int MOST_SPATIAL = 16;
  private static final Activation BOUNDED = new Activation(Activation.Kind.CLIP, -8, 8);

  private final TestData data;
  private final boolean exact;
  private final GraphBuilder b;
  private final List<Value> values = new ArrayList<>();

  private RandomGraphs(long seed, boolean exact) {
    this.data = new TestData(seed);
    this.exact = exact;
    this.b = new GraphBuilder((exact ? "exact " : "seed ") + seed);
  }

  /**
   * A network with its inputs.
   *
   * @param exact all values are integers far below 2^24, so that results must be equal
   */
  public static OperatorCases.Case of(long seed, boolean exact) {
    RandomGraphs graphs = new RandomGraphs(seed, exact);
    return graphs.build(seed, graphs.data.between(1, 2));
  }

  /** The same for a batch of the given size. */
  public static OperatorCases.Case ofBatch(long seed, boolean exact, int batch) {
    return new RandomGraphs(seed, exact).build(seed, batch);
  }

  private OperatorCases.Case build(long seed, int batch) {
    Shape shape = Shape.of(batch, data.between(2, 6), data.between(5, 9), data.between(5, 9));
    values.add(b.input("x", shape));
    int phrases = data.between(3, 8);
    for (int i = 0; i < phrases; i++) {
      Value y = phrase(settled(values.get(data.between(0, values.size() - 1))));
      values.add(y);
      if (i == phrases - 1 || data.between(0, 5) == 0) {
        b.output(y);
      }
    }
    Tensor x = exact ? data.integers(shape) : data.floats(shape, -4, 4);
    return new OperatorCases.Case("seed " + seed, b.build(), x);
  }

  /** A value back in -8..8, so that numbers stay small however many phrases follow each other. */
  private Value settled(Value x) {
    return values.size() == 1 ? x : b.activation(x, BOUNDED);
  }

  private Value phrase(Value x) {
    return switch (data.between(0, 11)) {
      case 0, 1 -> activated(scaled(conv(x, true)));
      case 2, 3 -> residual(x);
      case 4, 5 -> spelled(data.coin() ? x : conv(x, true));
      case 6 -> padded(x);
      case 7 -> pool(x, false);
      case 8 -> transposed(x);
      case 9 -> reshaped(x);
      case 10 -> data.coin() ? deconvolved(x) : classified(x);
      default -> joined(x);
    };
  }

  private Tensor tensor(Shape shape) {
    return exact ? data.integers(shape) : data.floats(shape);
  }

  /** A constant, sometimes as the sum of two. */
  private Value constant(Shape shape) {
    Value value = b.constant(tensor(shape));
    return data.coin() ? value : binary(Binary.Kind.ADD, value, b.constant(tensor(shape)));
  }

  private Value scalar(double value) {
    int rank = data.between(0, 4);
    int[] ones = IntStream.generate(() -> 1).limit(rank).toArray();
    return b.constant(Tensor.of(Shape.of(ones), (float) value));
  }

  private Value binary(Binary.Kind kind, Value left, Value right) {
    return b.apply(new Binary(kind), left, right);
  }

  /** The function of both in either order. */
  private Value either(Binary.Kind kind, Value left, Value right) {
    return data.coin() ? binary(kind, left, right) : binary(kind, right, left);
  }

  private Value conv(Value x, boolean free) {
    int channels = x.shape().dim(1);
    int groups = data.oneOf(1, 1, channels);
    int outputs = free ? groups * data.between(1, groups == 1 ? 6 : 2) : channels;
    int kernel = data.oneOf(1, 3);
    int stride = free && x.shape().dim(2) > 3 ? data.between(1, 2) : 1;
    boolean same = !free || data.coin() || Math.min(x.shape().dim(2), x.shape().dim(3)) < kernel;
    List<Integer> zeros = List.of(0, 0);
    Window window =
        new Window(
            List.of(kernel, kernel),
            List.of(stride, stride),
            List.of(1, 1),
            zeros,
            zeros,
            same ? data.oneOf(AutoPad.SAME_UPPER, AutoPad.SAME_LOWER) : AutoPad.NOTSET);
    Value weights = constant(Shape.of(outputs, channels / groups, kernel, kernel));
    Op op = new Conv(window, groups, Activation.NONE);
    return data.coin()
        ? b.apply(op, x, weights)
        : b.apply(op, x, weights, constant(Shape.of(outputs)));
  }

  /** Up to two operators with constants per channel. */
  private Value scaled(Value x) {
    Value y = x;
    for (int i = data.between(0, 2); i > 0; i--) {
      Shape channels = Shape.of(x.shape().dim(1), 1, 1);
      y =
          data.coin()
              ? batchNorm(y)
              : either(
                  data.oneOf(Binary.Kind.ADD, Binary.Kind.SUB, Binary.Kind.MUL),
                  y,
                  data.coin() ? constant(channels) : scalar(data.between(-2, 2)));
    }
    return y;
  }

  private Value batchNorm(Value x) {
    Shape channels = Shape.of(x.shape().dim(1));
    float[] ones = new float[x.shape().dim(1)];
    Arrays.fill(ones, 1);
    Tensor variance = exact ? Tensor.of(channels, ones) : data.floats(channels, 0.5f, 2);
    return b.apply(
        new BatchNorm(exact ? 0 : 1e-3f),
        x,
        b.constant(tensor(channels)),
        b.constant(tensor(channels)),
        b.constant(tensor(channels)),
        b.constant(variance));
  }

  private Value activated(Value x) {
    if (data.coin()) {
      return x;
    }
    Activation one =
        exact
            ? data.oneOf(Activation.RELU, Activation.RELU6)
            : data.oneOf(Activation.RELU, Activation.HARD_SWISH, Activation.SIGMOID);
    return b.activation(x, one);
  }

  private Value residual(Value x) {
    Value y = conv(x, false);
    Value sum = either(Binary.Kind.ADD, data.coin() ? y : batchNorm(y), x);
    return activated(data.between(0, 3) == 0 ? batchNorm(sum) : sum);
  }

  /** An activation in other operators' words. */
  private Value spelled(Value x) {
    if (exact || data.between(0, 3) == 0) {
      Value low = scalar(data.between(-3, 0));
      return either(Binary.Kind.MIN, either(Binary.Kind.MAX, x, low), scalar(6));
    }
    Value gate =
        b.activation(either(Binary.Kind.ADD, x, b.constant(Tensor.scalar(3))), Activation.RELU6);
    Value six = b.constant(Tensor.scalar(6));
    Value sixth = b.constant(Tensor.scalar(1 / 6f));
    return switch (data.between(0, 5)) {
      case 0 -> binary(Binary.Kind.DIV, either(Binary.Kind.MUL, x, gate), six);
      case 1 -> either(Binary.Kind.MUL, either(Binary.Kind.MUL, x, gate), sixth);
      case 2 -> either(Binary.Kind.MUL, x, binary(Binary.Kind.DIV, gate, six));
      case 3 -> binary(Binary.Kind.DIV, gate, six);
      case 4 -> either(Binary.Kind.MUL, x, b.activation(x, Activation.SIGMOID));
      // Almost a hard-swish.
      default -> binary(Binary.Kind.DIV, either(Binary.Kind.MUL, x, gate), sixth);
    };
  }

  /** A Pad of some kind and a window after it. */
  private Value padded(Value x) {
    Pad.Mode mode = data.between(0, 3) == 0 ? Pad.Mode.EDGE : Pad.Mode.CONSTANT;
    int crop = x.shape().dim(2) > 1 ? -1 : 0;
    int[] pads = {0, 0, data.between(0, 1), data.between(0, 2), 0, 0, data.between(crop, 2), 1};
    float value = data.oneOf(0f, 0f, 0f, Float.NEGATIVE_INFINITY, 1f);
    Value y =
        b.apply(
            new Pad(mode),
            x,
            b.constant(Tensor.vector(Arrays.stream(pads).asLongStream().toArray())),
            b.constant(Tensor.scalar(value)));
    if (mode == Pad.Mode.CONSTANT && Float.isInfinite(value)) {
      // A convolution or mean would make NaN of it, and oneDNN's maximum of nothing else is finite.
      return b.activation(pool(y, true), BOUNDED);
    }
    return data.coin() ? activated(scaled(conv(y, true))) : pool(y, false);
  }

  private Value pool(Value x, boolean infinite) {
    boolean max = exact || infinite || data.between(0, 2) == 0;
    int kernel = Math.min(3, Math.min(x.shape().dim(2), x.shape().dim(3)));
    int pad = kernel > 1 ? data.between(0, 1) : 0;
    Window window = Window.uniform(List.of(kernel, kernel), data.between(1, 2), 1, pad);
    boolean ceil = data.between(0, 3) == 0;
    Pool.Kind kind = max ? Pool.Kind.MAX : Pool.Kind.AVERAGE;
    return b.apply(new Pool(kind, window, ceil, !max && data.coin()), x);
  }

  private Value transposed(Value x) {
    Value y = b.apply(new Transpose(List.of(0, 2, 3, 1)), x);
    if (data.coin()) {
      y = b.apply(new Transpose(List.of(0, 2, 1, 3)), y);
      y = data.coin() ? y : activated(y);
      y = b.apply(new Transpose(List.of(0, 2, 1, 3)), y);
    }
    return b.apply(new Transpose(List.of(0, 3, 1, 2)), data.coin() ? y : activated(y));
  }

  private Value reshaped(Value x) {
    int[] dims = x.shape().dims();
    Value y = b.apply(new Flatten(data.between(1, 3)), x);
    y = data.coin() ? y : activated(y);
    y = b.apply(new Reshape(false), y, b.constant(Tensor.vector(dims[0], dims[1], -1)));
    return b.apply(new Reshape(false), y, b.constant(Tensor.vector(0, 0, dims[2], dims[3])));
  }

  private Value deconvolved(Value x) {
    if (x.shape().dim(2) * 2 > MOST_SPATIAL || x.shape().dim(3) * 2 > MOST_SPATIAL) {
      return b.apply(new Identity(), x);
    }
    int channels = x.shape().dim(1);
    int groups = data.oneOf(1, channels);
    Window window = Window.uniform(List.of(2, 2), 2, 1, 0);
    Op op = new ConvTranspose(window, groups, List.of(0, 0), Activation.NONE);
    Value weights = constant(Shape.of(channels, data.between(1, 2), 2, 2));
    return activated(scaled(b.apply(op, x, weights)));
  }

  private Value classified(Value x) {
    Value flat = b.apply(new Flatten(1), x);
    int inner = flat.shape().dim(1);
    int outputs = data.between(2, 5);
    boolean transposed = data.coin();
    Value weights = constant(transposed ? Shape.of(outputs, inner) : Shape.of(inner, outputs));
    Value y =
        b.apply(new Gemm(1, 1, false, transposed), flat, weights, constant(Shape.of(outputs)));
    y = data.coin() ? batchNorm(y) : either(Binary.Kind.MUL, y, scalar2(data.between(-2, 2)));
    return b.apply(new Reshape(false), activated(y), b.constant(Tensor.vector(0, outputs, 1, 1)));
  }

  /** A scalar that leaves a matrix its two axes. */
  private Value scalar2(double value) {
    return b.constant(Tensor.of(Shape.of(1, 1), (float) value));
  }

  /** A concatenation or sum with an earlier value that fits, else with itself. */
  private Value joined(Value x) {
    Value other =
        values.stream()
            .filter(v -> v.shape().equals(x.shape()))
            .reduce((first, second) -> second)
            .orElse(x);
    Value left = b.apply(new Identity(), x);
    return data.coin() && x.shape().dim(1) <= 6
        ? b.apply(new Concat(1), left, other)
        : binary(Binary.Kind.ADD, left, other);
  }
}
