package io.sepconv.testing;

import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.op.Pad;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.OperatorCases.Case;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Cases of the operators that move, repeat, split or choose elements. */
final class MovementCases {
  private final List<Case> cases = new ArrayList<>();
  private final TestData data = new TestData(43);

  private MovementCases() {}

  static List<Case> all() {
    MovementCases all = new MovementCases();
    all.pads();
    return all.cases;
  }

  /** One input between two native steps, so that what runs in Java hands its result back. */
  private void add(String name, Shape shape, BiFunction<GraphBuilder, Value, Value> body) {
    GraphBuilder builder = new GraphBuilder(name);
    Value x = builder.activation(builder.input("x", shape), Activation.SIGMOID);
    Value y = builder.activation(body.apply(builder, x), Activation.RELU);
    cases.add(new Case(name, builder.output(y).build(), data.floats(shape)));
  }

  private void pads() {
    for (Pad.Mode mode : Pad.Mode.values()) {
      add(
          "pad " + mode,
          Shape.of(1, 3, 4, 5),
          (b, x) -> b.apply(new Pad(mode), x, b.constant(Tensor.vector(0, 1, 2, -1, 0, 2, 0, 3))));
    }
    add(
        "pad of two axes with a value",
        Shape.of(2, 3, 4, 5),
        (b, x) ->
            b.apply(
                new Pad(Pad.Mode.CONSTANT),
                x,
                b.constant(Tensor.vector(1, 0, 2, 3)),
                b.constant(Tensor.scalar(0.5f)),
                b.constant(Tensor.vector(-1, 1))));
  }
}
