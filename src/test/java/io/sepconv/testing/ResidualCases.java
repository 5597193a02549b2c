package io.sepconv.testing;

import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.op.ConvSpec;
import io.sepconv.op.Transpose;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.OperatorCases.Case;
import java.util.ArrayList;
import java.util.List;

/** Convolutions with a residual: of every kind, and with residuals from every place. */
public final class ResidualCases {
  /** Kinds, odd sizes and channels, one to three axes. */
  public static final List<String> PROBLEMS =
      List.of(
          "mb2ic23ih13oc19kh3ph1n\"direct, 23 to 19 channels\"",
          "mb1ic3ih27iw37oc19oh14ow19kh3kw3sh2sw2ph1pw1n\"direct, stride 2\"",
          "mb1ic16ih9oc16kh3ph1n\"direct, 16 channels\"",
          "mb2g4ic20ih5oc20oh5kh3ph1n\"grouped\"",
          "mb1g12ic12ih9oc24kh3ph1n\"depthwise, multiplier 2\"",
          "mb2g19ic19ih9iw7oc19kh3kw3ph1pw1n\"depthwise, 19 channels\"",
          "mb1g16ic16ih12oc16kh5ph2n\"depthwise 5x5\"",
          "mb3ic23ih5iw7oc19kh1kw1n\"1x1, odd\"",
          "mb1ic32ih14oc64kh1n\"1x1\"",
          "mb1ic17ih1oc33kh1n\"1x1 on one position\"",
          "mb2ic6iw31oc9kw3pw1n\"1-D direct\"",
          "mb1g8ic8iw20oc8kw5pw2n\"1-D depthwise\"",
          "mb1ic4id6ih7iw8oc6kd3kh3kw3pd1ph1pw1n\"3-D direct\"",
          "mb1g6ic6id5oc6kd3pd1n\"3-D depthwise\"");

  private ResidualCases() {}

  /** A convolution of a problem, the residual an input, row-major as inputs are. */
  public static Case ofProblem(String problem, boolean bias) {
    ConvSpec spec = ConvSpec.parse(problem);
    TestData data = new TestData(problem.hashCode());
    GraphBuilder b = new GraphBuilder(problem);
    ConvLayer layer = ConvLayer.of(data.integers(spec.weightShape()));
    layer =
        new ConvLayer(
            layer.weights(),
            spec.window(),
            bias ? data.integers(Shape.of(spec.outChannels())) : null,
            Activation.NONE);
    Value y = b.groupedConv(b.input("x", spec.inputShape()), spec.groups(), layer);
    Value z = b.activation(b.add(y, b.input("r", y.shape())), Activation.RELU);
    return new Case(
        "residual, " + problem,
        b.output(z).build(),
        data.integers(spec.inputShape()),
        data.integers(y.shape()));
  }

  static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    for (String problem : PROBLEMS) {
      cases.add(ofProblem(problem, true));
      cases.add(ofProblem(problem, false));
    }
    for (int channels : new int[] {5, 16}) {
      cases.addAll(new Places(channels).cases);
    }
    return cases;
  }

  /** Where a residual comes from and who else reads it. */
  private static final class Places {
    private final List<Case> cases = new ArrayList<>();
    private final int channels;
    private final Shape shape;
    private final TestData data = new TestData(6);

    Places(int channels) {
      this.channels = channels;
      this.shape = Shape.of(2, channels, 7, 6);
      add("the input of the convolution", (b, x) -> b.add(conv(b, x), x));
      add(
          "channels-last, of another convolution that is read again",
          (b, x) -> {
            Value first = conv(b, x);
            Value sum = b.add(first, conv(b, b.activation(first, Activation.RELU)));
            return b.add(b.activation(sum, Activation.RELU), first);
          });
      add(
          "an output too",
          (b, x) -> {
            Value first = b.activation(conv(b, x), Activation.RELU);
            b.output(first);
            return b.add(first, conv(b, first));
          });
      add("a constant", (b, x) -> b.add(conv(b, x), b.constant(data.floats(shape))));
      add(
          "a transposed view",
          (b, x) ->
              b.add(
                  conv(b, x),
                  b.apply(
                      new Transpose(List.of(0, 1, 3, 2)),
                      b.input("t", Shape.of(2, channels, 6, 7)))));
      add(
          "in a chain of three",
          (b, x) -> {
            Value y = b.add(x, conv(b, x));
            y = b.add(conv(b, y), y);
            return b.add(y, conv(b, y));
          });
      add(
          "a value computed after the convolution",
          (b, x) -> {
            Value y = conv(b, x);
            return b.add(y, b.activation(b.activation(x, Activation.RELU), Activation.SIGMOID));
          });
    }

    private Value conv(GraphBuilder b, Value x) {
      return b.conv(x, ConvLayer.of(data.floats(Shape.of(channels, channels, 3, 3))).same());
    }

    private void add(String name, Body body) {
      GraphBuilder b = new GraphBuilder("residual of " + channels + " channels: " + name);
      Value y = body.build(b, b.input("x", shape));
      Graph graph = b.output(y).build();
      Tensor[] inputs =
          graph.inputs().stream().map(in -> data.floats(in.shape())).toArray(Tensor[]::new);
      cases.add(new Case(graph.name(), graph, inputs));
    }

    @FunctionalInterface
    private interface Body {
      Value build(GraphBuilder b, Value x);
    }
  }
}
