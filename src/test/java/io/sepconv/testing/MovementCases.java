package io.sepconv.testing;

import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.op.Cast;
import io.sepconv.op.DepthToSpace;
import io.sepconv.op.Expand;
import io.sepconv.op.Gather;
import io.sepconv.op.Pad;
import io.sepconv.op.SpaceToDepth;
import io.sepconv.op.Split;
import io.sepconv.op.Tile;
import io.sepconv.op.Where;
import io.sepconv.tensor.DataType;
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
    all.selections();
    all.splits();
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

  private void selections() {
    Shape shape = Shape.of(2, 8, 4, 6);
    for (int axis = 0; axis < 4; axis++) {
      int along = axis;
      add(
          "gather along " + axis,
          shape,
          (b, x) -> b.apply(new Gather(along), x, b.constant(Tensor.of(Shape.of(3, 1), 1, -1, 0))));
    }
    add("gather one", shape, (b, x) -> b.apply(new Gather(1), x, b.constant(index(-2))));
    add(
        "expand",
        Shape.of(3, 1, 5),
        (b, x) -> b.apply(new Expand(), x, b.constant(Tensor.vector(2, 1, 4, 1))));
    add("tile", shape, (b, x) -> b.apply(new Tile(), x, b.constant(Tensor.vector(1, 2, 1, 3))));
    for (DepthToSpace.Order order : DepthToSpace.Order.values()) {
      add("depth to space " + order, shape, (b, x) -> b.apply(new DepthToSpace(2, order), x));
    }
    add("space to depth", shape, (b, x) -> b.apply(new SpaceToDepth(2), x));
    add(
        "choice by a condition",
        shape,
        (b, x) ->
            b.apply(
                new Where(),
                b.apply(new Cast(DataType.BOOL), b.apply(new Cast(DataType.INT32), x)),
                x,
                b.constant(Tensor.scalar(0.25f))));
  }

  private static Tensor index(long index) {
    return Tensor.of(Shape.of(), index);
  }

  private void splits() {
    for (int axis = 0; axis < 4; axis++) {
      split("in halves along " + axis, new Split(axis, 2, false), null);
    }
    split("in three, the last smaller", new Split(1, 3, true), null);
    split("by sizes", new Split(-1, 3, false), Tensor.vector(1, 4, 1));
    split("into nothing and everything", new Split(2, 2, false), Tensor.vector(0, 4));
  }

  private void split(String name, Split op, Tensor sizes) {
    split(name + ", of an input", op, sizes, false);
    split(name, op, sizes, true);
  }

  /** All parts are outputs, and the last one is also read. */
  private void split(String name, Split op, Tensor sizes, boolean computed) {
    Shape shape = Shape.of(2, 8, 4, 6);
    GraphBuilder builder = new GraphBuilder(name);
    Value in = builder.input("x", shape);
    Value x = computed ? builder.activation(in, Activation.SIGMOID) : in;
    Value operand = sizes == null ? null : builder.constant(sizes);
    List<Value> parts = builder.applyAll(op, op.parts(), x, operand);
    parts.forEach(builder::output);
    builder.output(builder.activation(parts.get(op.parts() - 1), Activation.RELU));
    cases.add(new Case("split " + name, builder.build(), data.floats(shape)));
  }
}
