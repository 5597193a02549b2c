package io.sepconv.testing;

import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.op.Binary;
import io.sepconv.op.Cast;
import io.sepconv.op.Conv;
import io.sepconv.op.Lrn;
import io.sepconv.op.Op;
import io.sepconv.op.PRelu;
import io.sepconv.op.Reduce;
import io.sepconv.op.Softmax;
import io.sepconv.op.Transpose;
import io.sepconv.op.Window;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.OperatorCases.Case;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Graphs of element-wise, normalising and reducing operators, beside {@link OperatorCases}. */
final class FunctionCases {
  private final List<Case> cases = new ArrayList<>();
  private final TestData data = new TestData(43);

  private FunctionCases() {}

  static List<Case> all() {
    FunctionCases all = new FunctionCases();
    all.activations();
    all.powers();
    all.integers();
    all.slopes();
    all.normalisations();
    for (Reduce.Kind kind : Reduce.Kind.values()) {
      all.reductions(kind);
    }
    return all.cases;
  }

  @FunctionalInterface
  private interface Body {
    Value build(GraphBuilder builder, Value x);
  }

  private void add(String name, Tensor input, Body body) {
    GraphBuilder builder = new GraphBuilder(name);
    Value y = body.build(builder, builder.input("x", input.shape()));
    cases.add(new Case(name, builder.output(y).build(), input));
  }

  private void add(String name, Shape shape, Body body) {
    add(name, data.floats(shape), body);
  }

  private void two(String name, Op op, Tensor a, Tensor b) {
    GraphBuilder builder = new GraphBuilder(name);
    Value y = builder.apply(op, builder.input("a", a.shape()), builder.input("b", b.shape()));
    Graph graph = builder.output(y).build();
    cases.add(new Case(name, graph, a, b));
  }

  /** Near zero, on either side of it and far out: approximations differ in where they are good. */
  private void activations() {
    for (Activation.Kind kind : Activation.Kind.values()) {
      boolean positive = kind == Activation.Kind.LOG || kind == Activation.Kind.SQRT;
      Activation op =
          new Activation(kind, kind == Activation.Kind.IDENTITY ? 0 : 0.7f, positive ? 0 : 1.3f);
      for (float reach : new float[] {0.01f, 3, 40}) {
        Tensor x = data.floats(Shape.of(1, 3, 9, 11), positive ? reach / 100 : -reach, reach);
        add(kind + " within " + reach, x, (b, v) -> b.activation(v, op));
      }
    }
    Tensor halves = Tensor.of(Shape.of(2, 5), -2.5f, -1.5f, -0.5f, 0, 0.5f, 1.5f, 2.5f, 3.5f, 8, 9);
    for (Activation.Kind kind :
        List.of(
            Activation.Kind.ROUND,
            Activation.Kind.FLOOR,
            Activation.Kind.CEIL,
            Activation.Kind.SIGN,
            Activation.Kind.NEG)) {
      add(kind + " of halves", halves, (b, v) -> b.activation(v, new Activation(kind, 0, 0)));
    }
    add(
        "celu with alpha 1",
        Shape.of(2, 3),
        (b, v) -> b.activation(v, new Activation(Activation.Kind.CELU, 1, 0)));
    add(
        "celu with a negative alpha",
        Shape.of(2, 3),
        (b, v) -> b.activation(v, new Activation(Activation.Kind.CELU, -2, 0)));
    add(
        "a convolution with an activation that kernels have not",
        Shape.of(1, 2, 5, 5),
        (b, v) ->
            b.apply(
                new Conv(Window.of(3, 3), 1, new Activation(Activation.Kind.ERF, 0, 0)),
                v,
                b.constant(data.floats(Shape.of(3, 2, 3, 3)))));
  }

  private void powers() {
    Binary pow = new Binary(Binary.Kind.POW);
    Shape shape = Shape.of(2, 3, 4, 5);
    for (float exponent : new float[] {-2, -1, 0, 0.5f, 1, 1.7f, 2, 3, 5}) {
      Tensor x = data.floats(shape, exponent == Math.rint(exponent) ? -2 : 0.5f, 2);
      add("power " + exponent, x, (b, v) -> b.apply(pow, v, b.constant(Tensor.scalar(exponent))));
    }
    add(
        "power of an integer",
        shape,
        (b, v) -> b.apply(pow, v, b.constant(Tensor.of(Shape.of(1, 1), 3L))));
    two("powers", pow, data.floats(shape, 0.1f, 3), data.floats(Shape.of(4, 1), -2, 2));
    add(
        "power of a constant",
        shape,
        (b, v) -> b.apply(pow, b.constant(data.floats(shape, 0.5f, 2)), v));
    add(
        "one exponent with more axes",
        Shape.of(3),
        (b, v) -> b.apply(pow, v, b.constant(Tensor.of(Shape.of(1, 1), 2f))));
  }

  private void integers() {
    for (DataType type : List.of(DataType.INT64, DataType.INT32)) {
      for (Activation.Kind kind : Activation.Kind.values()) {
        if (kind.hasIntegers()) {
          add(
              kind + " of " + type,
              data.floats(Shape.of(3, 4), -9, 9),
              (b, v) -> b.activation(b.apply(new Cast(type), v), new Activation(kind, 0, 0)));
        }
      }
      add(
          "equal " + type,
          data.floats(Shape.of(3, 1), -2, 2),
          (b, v) -> {
            Value whole = b.apply(new Cast(type), v);
            return b.apply(
                new Binary(Binary.Kind.EQUAL), whole, b.apply(new Transpose(List.of(1, 0)), whole));
          });
    }
  }

  private void slopes() {
    Shape shape = Shape.of(2, 6, 5, 7);
    for (Shape slope :
        List.of(
            Shape.of(),
            Shape.of(1),
            Shape.of(6, 1, 1),
            Shape.of(7),
            Shape.of(5, 7),
            Shape.of(2, 1, 1, 7),
            shape)) {
      add(
          "prelu with constant slopes " + slope,
          shape,
          (b, v) -> b.apply(new PRelu(), v, b.constant(data.floats(slope))));
      two("prelu with slopes " + slope, new PRelu(), data.floats(shape), data.floats(slope));
      add(
          "prelu after a convolution, slopes " + slope,
          Shape.of(2, 3, 7, 9),
          (b, v) ->
              b.apply(
                  new PRelu(),
                  b.apply(
                      new Conv(Window.of(3, 3), 1, Activation.NONE),
                      v,
                      b.constant(data.floats(Shape.of(6, 3, 3, 3)))),
                  b.constant(data.floats(slope))));
    }
    add(
        "prelu of rank 2",
        Shape.of(3, 5),
        (b, v) -> b.apply(new PRelu(), v, b.constant(data.floats(Shape.of(5)))));
    add(
        "prelu, transposed",
        Shape.of(2, 3, 4),
        (b, v) ->
            b.apply(
                new PRelu(),
                b.apply(new Transpose(List.of(2, 0, 1)), v),
                b.constant(data.floats(Shape.of(4, 2, 3)))));
  }

  private void normalisations() {
    for (int size : new int[] {1, 2, 3, 4, 5, 9, 30}) {
      for (int channels : new int[] {7, 16}) {
        for (float beta : new float[] {0.75f, 0.5f}) {
          Lrn op = new Lrn(size, 0.3f, beta, 1.5f);
          String name = "LRN over " + size + " of " + channels + " channels, beta " + beta;
          Tensor x = data.floats(Shape.of(2, channels, 4, 5), -9, 9);
          add(name, x, (b, v) -> b.apply(op, v));
          add(
              name + ", after a convolution",
              Shape.of(1, 3, 6, 7),
              (b, v) ->
                  b.apply(
                      op,
                      b.apply(
                          new Conv(Window.of(3, 3), 1, Activation.RELU),
                          v,
                          b.constant(data.floats(Shape.of(channels, 3, 3, 3), -3, 3)))));
        }
      }
    }
    for (Shape shape : List.of(Shape.of(3, 7), Shape.of(2, 7, 5), Shape.of(1, 7, 2, 3, 4))) {
      add("LRN of " + shape, shape, (b, v) -> b.apply(new Lrn(5, 2, 0.75f, 1), v));
    }
    for (boolean flattened : new boolean[] {false, true}) {
      for (int axis = -1; axis < 3; axis++) {
        Softmax op = new Softmax(axis, flattened, true);
        Tensor x = data.floats(Shape.of(2, 5, 17), -30, 30);
        add(op.type() + " " + op, x, (b, v) -> b.apply(op, v));
      }
    }
  }

  private void reductions(Reduce.Kind kind) {
    Shape shape = Shape.of(2, 5, 6, 7);
    for (boolean keep : new boolean[] {true, false}) {
      Reduce op = new Reduce(kind, keep, false);
      for (long[] axes :
          new long[][] {{}, {0}, {1}, {-1}, {2, 3}, {1, 2}, {0, 2}, {-1, 1, 0}, {0, 1, 2, 3}}) {
        String name = kind + " along " + Arrays.toString(axes) + (keep ? ", kept" : "");
        add(name, shape, (b, v) -> b.apply(op, v, b.constant(Tensor.vector(axes))));
        add(
            name + ", after a convolution",
            Shape.of(2, 3, 6, 7),
            (b, v) ->
                b.apply(
                    op,
                    b.apply(
                        new Conv(Window.of(2, 2), 1, Activation.RELU),
                        v,
                        b.constant(data.floats(Shape.of(8, 3, 2, 2)))),
                    b.constant(Tensor.vector(axes))));
      }
      add(kind + " of all" + (keep ? ", kept" : ""), shape, (b, v) -> b.apply(op, v));
      add(
          kind + " along axes of size 1" + (keep ? ", kept" : ""),
          Shape.of(1, 3, 1),
          (b, v) -> b.apply(op, v, b.constant(Tensor.vector(0, 2))));
      add(
          kind + " of integers" + (keep ? ", kept" : ""),
          data.floats(shape, -90, 90),
          (b, v) ->
              b.apply(op, b.apply(new Cast(DataType.INT64), v), b.constant(Tensor.vector(1, 3))));
    }
    add(kind + " along none", shape, (b, v) -> b.apply(new Reduce(kind, false, true), v));
    add(
        kind + " of much",
        data.floats(Shape.of(3, 200_003), 0, 1),
        (b, v) -> b.apply(new Reduce(kind, true, false), v, b.constant(Tensor.vector(1))));
    add(
        kind + " of many rows",
        data.floats(Shape.of(200_003, 3), 0, 1),
        (b, v) -> b.apply(new Reduce(kind, false, false), v, b.constant(Tensor.vector(0))));
  }
}
