package io.sepconv.testing;

import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.op.AutoPad;
import io.sepconv.op.BatchNorm;
import io.sepconv.op.Binary;
import io.sepconv.op.Cast;
import io.sepconv.op.Concat;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvTranspose;
import io.sepconv.op.Flatten;
import io.sepconv.op.Gemm;
import io.sepconv.op.GlobalPool;
import io.sepconv.op.Identity;
import io.sepconv.op.MatMul;
import io.sepconv.op.Op;
import io.sepconv.op.Pool;
import io.sepconv.op.Reshape;
import io.sepconv.op.Resize;
import io.sepconv.op.ShapeOf;
import io.sepconv.op.Slice;
import io.sepconv.op.Softmax;
import io.sepconv.op.Squeeze;
import io.sepconv.op.Transpose;
import io.sepconv.op.Unsqueeze;
import io.sepconv.op.Window;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Small graphs that between them use every operator in the forms a backend may treat apart. */
public final class OperatorCases {
  private final List<Case> cases = new ArrayList<>();
  private final TestData data = new TestData(42);

  /** A graph with a tensor for each of its inputs. */
  public record Case(String name, Graph graph, Tensor... inputs) {}

  private OperatorCases() {}

  /** All cases; the same ones at each call. */
  public static List<Case> all() {
    OperatorCases all = new OperatorCases();
    all.elementwise();
    all.pools();
    all.movements();
    all.products();
    all.resizes();
    all.convolutions();
    all.corners();
    all.cases.addAll(FunctionCases.all());
    return all.cases;
  }

  /** One input of the given shape through a few nodes. */
  private void add(String name, Shape shape, Body body) {
    GraphBuilder builder = new GraphBuilder(name);
    Value y = body.build(builder, builder.input("x", shape));
    cases.add(new Case(name, builder.output(y).build(), data.floats(shape)));
  }

  @FunctionalInterface
  private interface Body {
    Value build(GraphBuilder builder, Value x);
  }

  private void two(String name, Op op, Shape a, Shape b) {
    GraphBuilder builder = new GraphBuilder(name);
    Value y = builder.apply(op, builder.input("a", a), builder.input("b", b));
    // Away from zero: the right-hand side may be a divisor.
    cases.add(new Case(name, builder.output(y).build(), data.floats(a), data.floats(b, 0.5f, 2)));
  }

  private void elementwise() {
    for (Activation.Kind kind : Activation.Kind.values()) {
      float alpha =
          kind == Activation.Kind.CLIP ? -0.3f : kind == Activation.Kind.IDENTITY ? 0 : 0.2f;
      float beta = kind == Activation.Kind.IDENTITY ? 0 : 0.5f;
      Activation activation = new Activation(kind, alpha, beta);
      add(
          kind + " alone",
          Shape.of(2, 5, 3, 7),
          (b, x) ->
              b.activation(kind == Activation.Kind.SQRT ? b.activation(x, abs()) : x, activation));
      add(
          kind + " after a convolution",
          Shape.of(1, 4, 5, 5),
          (b, x) ->
              b.activation(
                  b.apply(
                      new Conv(Window.of(3, 3), 1, Activation.NONE),
                      x,
                      b.constant(
                          data.floats(
                              Shape.of(6, 4, 3, 3), 0, kind == Activation.Kind.SQRT ? 0 : 1))),
                  activation));
    }
    for (Binary.Kind kind : Binary.Kind.values()) {
      Binary op = new Binary(kind);
      two(kind + " of equal shapes", op, Shape.of(2, 6, 3, 5), Shape.of(2, 6, 3, 5));
      two(kind + " with one per channel", op, Shape.of(2, 6, 3, 5), Shape.of(1, 6, 1, 1));
      two(kind + " with one per image and channel", op, Shape.of(2, 6, 3, 5), Shape.of(2, 6, 1, 1));
      two(kind + " with fewer axes", op, Shape.of(2, 6, 3, 5), Shape.of(3, 5));
      two(kind + ", narrow first", op, Shape.of(6, 1, 1), Shape.of(2, 6, 3, 5));
      two(kind + ", both broadcast", op, Shape.of(2, 1, 3, 5), Shape.of(1, 6, 1, 5));
      add(
          kind + " with a scalar constant",
          Shape.of(1, 3, 4, 4),
          (b, x) -> b.apply(op, x, b.constant(Tensor.scalar(0.7f))));
      add(
          kind + " of a scalar constant first",
          Shape.of(1, 3, 4, 4),
          (b, x) ->
              b.apply(
                  op,
                  b.constant(Tensor.scalar(3)),
                  b.activation(x, new Activation(Activation.Kind.EXP, 0, 0))));
    }
    add(
        "softmax over the last axis",
        Shape.of(3, 17),
        (b, x) -> b.apply(new Softmax(-1, false), x));
    add("softmax over channels", Shape.of(2, 5, 4, 3), (b, x) -> b.apply(new Softmax(1, false), x));
    add("softmax flattened", Shape.of(2, 5, 4, 3), (b, x) -> b.apply(new Softmax(1, true), x));
    add("batch norm alone", Shape.of(2, 5, 4, 3), (b, x) -> batchNorm(b, x, 5));
    add(
        "batch norm after a convolution",
        Shape.of(1, 4, 5, 5),
        (b, x) ->
            batchNorm(
                b,
                b.apply(
                    new Conv(Window.of(3, 3), 2, Activation.NONE),
                    x,
                    b.constant(data.floats(Shape.of(6, 2, 3, 3)))),
                6));
  }

  private static Activation abs() {
    return new Activation(Activation.Kind.ABS, 0, 0);
  }

  private Value batchNorm(GraphBuilder b, Value x, int channels) {
    Shape shape = Shape.of(channels);
    return b.apply(
        new BatchNorm(1e-3f),
        x,
        b.constant(data.floats(shape)),
        b.constant(data.floats(shape)),
        b.constant(data.floats(shape)),
        b.constant(data.floats(shape, 0.1f, 2)));
  }

  private void pools() {
    Window three = Window.uniform(List.of(3, 3), 2, 1, 1);
    Window dilated = Window.uniform(List.of(2, 3), 1, 2, 1);
    Window lopsided =
        new Window(
            List.of(3, 2),
            List.of(2, 1),
            List.of(1, 1),
            List.of(0, 1),
            List.of(2, 0),
            AutoPad.NOTSET);
    Shape shape = Shape.of(2, 7, 9, 10);
    for (Pool.Kind kind : Pool.Kind.values()) {
      for (boolean ceil : new boolean[] {false, true}) {
        for (boolean count : new boolean[] {false, true}) {
          String form = kind + (ceil ? ", ceil" : "") + (count ? ", padding counted" : "");
          add(form, shape, (b, x) -> b.apply(new Pool(kind, three, ceil, count), x));
          add(
              form + ", lopsided",
              shape,
              (b, x) -> b.apply(new Pool(kind, lopsided, ceil, count), x));
        }
      }
      add(kind + ", dilated", shape, (b, x) -> b.apply(new Pool(kind, dilated, false, false), x));
      add(
          kind + " in 1-D",
          Shape.of(1, 3, 11),
          (b, x) -> b.apply(new Pool(kind, Window.uniform(List.of(3), 2, 1, 1), false, false), x));
      add(
          kind + " in 3-D",
          Shape.of(1, 3, 5, 6, 7),
          (b, x) ->
              b.apply(new Pool(kind, Window.uniform(List.of(2, 2, 2), 2, 1, 0), false, false), x));
      add("global " + kind, shape, (b, x) -> b.apply(new GlobalPool(kind), x));
      add(
          "global " + kind + " in 1-D",
          Shape.of(2, 3, 9),
          (b, x) -> b.apply(new GlobalPool(kind), x));
    }
  }

  private void movements() {
    Shape shape = Shape.of(2, 3, 4, 5);
    add(
        "transpose to nhwc and on",
        shape,
        (b, x) -> b.activation(b.apply(new Transpose(List.of(0, 2, 3, 1)), x), Activation.RELU));
    add("transpose reversed", Shape.of(2, 3, 4), (b, x) -> b.apply(new Transpose(List.of()), x));
    add("transpose cyclic", shape, (b, x) -> b.apply(new Transpose(List.of(1, 2, 3, 0)), x));
    add(
        "nhwc input into a convolution",
        Shape.of(1, 6, 7, 3),
        (b, x) ->
            b.apply(
                new Conv(Window.of(3, 3), 1, Activation.RELU),
                b.apply(new Transpose(List.of(0, 3, 1, 2)), x),
                b.constant(data.floats(Shape.of(8, 3, 3, 3)))));
    add(
        "convolution, transposed, reshaped",
        Shape.of(1, 3, 6, 7),
        (b, x) ->
            b.apply(
                new Reshape(false),
                b.apply(
                    new Transpose(List.of(0, 2, 3, 1)),
                    b.apply(
                        new Conv(Window.of(3, 3), 1, Activation.NONE),
                        x,
                        b.constant(data.floats(Shape.of(8, 3, 3, 3))))),
                b.constant(Tensor.vector(1, -1, 2))));
    add("flatten", shape, (b, x) -> b.apply(new Flatten(2), b.activation(x, Activation.RELU)));
    add(
        "unsqueeze and squeeze",
        shape,
        (b, x) ->
            b.apply(
                new Squeeze(),
                b.apply(new Unsqueeze(), x, b.constant(Tensor.vector(1, 5))),
                b.constant(Tensor.vector(1))));
    for (int axis = 0; axis < 4; axis++) {
      int along = axis;
      two("concat along " + axis, new Concat(axis), shape, shape.with(axis, 6));
      add(
          "concat of convolutions along " + axis,
          Shape.of(1, 3, 6, 6),
          (b, x) -> {
            Value y =
                b.apply(
                    new Conv(Window.of(3, 3), 1, Activation.RELU),
                    x,
                    b.constant(data.floats(Shape.of(5, 3, 3, 3))));
            return b.apply(
                new Concat(along), y, b.constant(Tensor.zeros(DataType.FLOAT32, y.shape())), y);
          });
    }
    add(
        "concat of rank 3",
        Shape.of(1, 4, 2),
        (b, x) -> b.apply(new Concat(1), x, x, b.activation(x, Activation.RELU)));
    add(
        "slice",
        shape,
        (b, x) ->
            b.apply(
                new Slice(),
                x,
                b.constant(Tensor.vector(3, 0)),
                b.constant(Tensor.vector(-10, 4)),
                b.constant(Tensor.vector(2, 3)),
                b.constant(Tensor.vector(-2, 3))));
    add("identity as output", shape, (b, x) -> b.apply(new Identity(), x));
  }

  private void products() {
    two("matmul", new MatMul(), Shape.of(5, 7), Shape.of(7, 3));
    two("matmul in batches", new MatMul(), Shape.of(2, 3, 5, 7), Shape.of(2, 3, 7, 4));
    two("matmul with broadcast batches", new MatMul(), Shape.of(3, 5, 7), Shape.of(7, 4));
    two("matmul of vectors", new MatMul(), Shape.of(7), Shape.of(7, 4));
    add(
        "matmul with packed weights",
        Shape.of(4, 9),
        (b, x) -> b.apply(new MatMul(), x, b.constant(data.floats(Shape.of(9, 6)))));
    for (boolean transA : new boolean[] {false, true}) {
      for (boolean transB : new boolean[] {false, true}) {
        String form = (transA ? " A'" : " A") + (transB ? " B'" : " B");
        Gemm gemm = new Gemm(1, 1, transA, transB);
        two(
            "gemm" + form,
            gemm,
            transA ? Shape.of(7, 5) : Shape.of(5, 7),
            transB ? Shape.of(4, 7) : Shape.of(7, 4));
        two("square gemm" + form, gemm, Shape.of(6, 6), Shape.of(6, 6));
        add(
            "gemm with weights and bias" + form,
            Shape.of(6, 6),
            (b, x) ->
                b.apply(
                    gemm,
                    x,
                    b.constant(data.floats(Shape.of(6, 6))),
                    b.constant(data.floats(Shape.of(6)))));
      }
    }
    add(
        "gemm scaled",
        Shape.of(3, 5),
        (b, x) ->
            b.apply(
                new Gemm(0.5f, 2, false, false),
                x,
                b.constant(data.floats(Shape.of(5, 4))),
                b.constant(data.floats(Shape.of(3, 1)))));
  }

  private void resizes() {
    Shape shape = Shape.of(1, 3, 5, 6);
    for (Resize.Mode mode : Resize.Mode.values()) {
      for (Resize.Coordinates coordinates : Resize.Coordinates.values()) {
        for (float scale : new float[] {2, 1.5f, 0.6f}) {
          Resize op = new Resize(mode, coordinates, Resize.Rounding.ROUND_PREFER_FLOOR);
          add(
              mode + " " + coordinates + " by " + scale,
              shape,
              (b, x) -> b.apply(op, x, b.constant(Tensor.of(Shape.of(4), 1, 1, scale, scale))));
        }
        add(
            mode + " " + coordinates + " to 7x9",
            shape,
            (b, x) ->
                b.apply(
                    new Resize(mode, coordinates, Resize.Rounding.FLOOR),
                    x,
                    null,
                    b.constant(Tensor.vector(1, 3, 7, 9))));
      }
    }
    add(
        "nearest floor doubling after a convolution",
        Shape.of(1, 3, 6, 6),
        (b, x) ->
            b.apply(
                new Resize(
                    Resize.Mode.NEAREST, Resize.Coordinates.ASYMMETRIC, Resize.Rounding.FLOOR),
                b.apply(
                    new Conv(Window.of(3, 3), 1, Activation.RELU),
                    x,
                    b.constant(data.floats(Shape.of(5, 3, 3, 3)))),
                b.constant(Tensor.of(Shape.of(4), 1f, 1, 2, 2))));
  }

  private void convolutions() {
    Function<Integer, Window> twos = stride -> Window.uniform(List.of(2, 2), stride, 1, 0);
    transposed("2x2 stride 2", twos.apply(2), 1, List.of(0, 0));
    transposed("2x2 stride 2 in groups", twos.apply(2), 2, List.of(0, 0));
    transposed(
        "3x3 stride 2 padded, output padding",
        Window.uniform(List.of(3, 3), 2, 1, 1),
        1,
        List.of(1, 1));
    transposed(
        "3x3 stride 3, output padding beyond the kernel",
        Window.uniform(List.of(3, 3), 3, 1, 0),
        1,
        List.of(2, 1));
    transposed("3x3 dilated", Window.uniform(List.of(3, 3), 1, 2, 1), 1, List.of(0, 0));
    add(
        "weights computed by the network",
        Shape.of(1, 2, 5, 5),
        (b, x) ->
            b.apply(
                new Conv(Window.of(3, 3), 1, Activation.RELU),
                x,
                b.activation(
                    b.apply(
                        new Slice(),
                        x,
                        b.constant(Tensor.vector(0, 0)),
                        b.constant(Tensor.vector(3, 3)),
                        b.constant(Tensor.vector(2, 3))),
                    Activation.SIGMOID)));
  }

  private void transposed(String name, Window window, int groups, List<Integer> outputPadding) {
    add(
        "transposed " + name,
        Shape.of(1, 4, 5, 6),
        (b, x) ->
            b.apply(
                new ConvTranspose(window, groups, outputPadding, Activation.RELU),
                x,
                b.constant(
                    data.floats(Shape.of(4, 3, window.kernel().get(0), window.kernel().get(1)))),
                b.constant(data.floats(Shape.of(3 * groups)))));
  }

  private void corners() {
    add(
        "no images",
        Shape.of(0, 3, 4, 4),
        (b, x) ->
            b.apply(
                new Conv(Window.of(3, 3), 1, Activation.NONE),
                x,
                b.constant(data.floats(Shape.of(5, 3, 3, 3)))));
    add("a scalar", Shape.of(), (b, x) -> b.activation(x, Activation.SIGMOID));
    add(
        "cast to integers and back",
        Shape.of(2, 3),
        (b, x) ->
            b.apply(
                new Cast(DataType.FLOAT32),
                b.apply(
                    new Cast(DataType.INT64),
                    b.apply(new Binary(Binary.Kind.MUL), x, b.constant(Tensor.scalar(10))))));
    add("integers out", Shape.of(2, 3), (b, x) -> b.apply(new Cast(DataType.INT32), x));
    add("truth values out", Shape.of(2, 3), (b, x) -> b.apply(new Cast(DataType.BOOL), x));
    add("a shape out", Shape.of(2, 3), (b, x) -> b.apply(new ShapeOf(), x));
    add("a constant out", Shape.of(2, 3), (b, x) -> b.constant(data.floats(Shape.of(4))));
    add("the input out", Shape.of(2, 3), (b, x) -> x);
    add(
        "java between native steps",
        Shape.of(1, 4, 6, 6),
        (b, x) ->
            b.activation(
                b.apply(
                    new Slice(),
                    b.activation(x, Activation.RELU),
                    b.constant(Tensor.vector(1)),
                    b.constant(Tensor.vector(5)),
                    b.constant(Tensor.vector(3))),
                Activation.SIGMOID));
  }
}
