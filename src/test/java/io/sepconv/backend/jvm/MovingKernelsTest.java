package io.sepconv.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sepconv.backend.CompileOptions;
import io.sepconv.backend.CompiledGraph;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.GraphInput;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.op.AutoPad;
import io.sepconv.op.Binary;
import io.sepconv.op.Concat;
import io.sepconv.op.Conv;
import io.sepconv.op.DepthToSpace;
import io.sepconv.op.Expand;
import io.sepconv.op.Flatten;
import io.sepconv.op.Gather;
import io.sepconv.op.GlobalPool;
import io.sepconv.op.Identity;
import io.sepconv.op.Op;
import io.sepconv.op.PRelu;
import io.sepconv.op.Pad;
import io.sepconv.op.Pool;
import io.sepconv.op.Reduce;
import io.sepconv.op.Reshape;
import io.sepconv.op.Resize;
import io.sepconv.op.Slice;
import io.sepconv.op.SpaceToDepth;
import io.sepconv.op.Split;
import io.sepconv.op.Squeeze;
import io.sepconv.op.Tile;
import io.sepconv.op.Transpose;
import io.sepconv.op.Unsqueeze;
import io.sepconv.op.Window;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.BackendRunner;
import io.sepconv.testing.GraphRunner;
import io.sepconv.testing.TestData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What moves or maps elements has a kernel, and on integers gives exactly what the reference gives:
 * of row-major inputs, of channels-last results of convolutions, and of some of their channels.
 */
class MovingKernelsTest {
  private static final List<Shape> PICTURES =
      List.of(
          Shape.of(1, 1, 27, 37),
          Shape.of(1, 3, 27, 37),
          Shape.of(2, 17, 9, 13),
          Shape.of(1, 23, 27, 37),
          Shape.of(2, 32, 5, 4),
          Shape.of(2, 17, 37),
          Shape.of(2, 3, 5, 6, 7),
          Shape.of(1, 23, 1, 1));

  private final List<Case> cases = new ArrayList<>();
  private TestData data;

  /**
   * @param exact whether integers give integers that f32 has
   */
  private record Case(String name, boolean exact, Body body) {}

  /** A network of one input; says its own outputs. */
  @FunctionalInterface
  private interface Body {
    void build(GraphBuilder b, Value x);
  }

  @TestFactory
  Stream<DynamicTest> agreeWithTheReference() {
    elementwise();
    views();
    copies();
    windows();
    return cases.stream()
        .flatMap(
            c ->
                PICTURES.stream()
                    .map(shape -> dynamicTest(c.name() + " of " + shape, () -> check(c, shape))));
  }

  private void check(Case c, Shape shape) {
    for (int form = 0; form < 3; form++) {
      data = new TestData(c.name().hashCode() + form);
      GraphBuilder b = new GraphBuilder(c.name());
      Value x = b.input("x", form == 2 ? shape.with(1, shape.dim(1) + 5) : shape);
      Value computed = form == 0 ? x : pointwise(b, x);
      Value seen =
          form == 2
              ? b.applyAll(
                      new Split(1, 2, false),
                      2,
                      computed,
                      b.constant(Tensor.vector(5, shape.dim(1))))
                  .get(1)
              : computed;
      c.body().build(b, seen);
      if (form == 2) {
        b.output(computed);
      }
      check(c, b.build());
    }
  }

  private void check(Case c, Graph graph) {
    Tensor[] inputs =
        graph.inputs().stream().map(GraphInput::shape).map(data::integers).toArray(Tensor[]::new);
    List<Tensor> expected = GraphRunner.run(graph, inputs);
    for (int threads : new int[] {1, 3}) {
      try (CompiledGraph compiled = new JvmBackend().compile(graph, CompileOptions.f32(threads))) {
        compiled.layers().stream()
            .filter(layer -> !layer.type().equals("Conv"))
            .forEach(
                layer -> assertTrue(layer.implementation().startsWith("java:"), layer::toString));
        List<Tensor> actual = BackendRunner.run(compiled, expected, true, inputs);
        for (int i = 0; i < expected.size(); i++) {
          Agreement agreement = Agreement.of(expected.get(i), actual.get(i));
          String where = graph.name() + " on " + threads + " thread(s), output " + i + ": ";
          assertTrue(agreement.within(c.exact() ? 0 : Agreement.F32), where + agreement.describe());
        }
      }
    }
  }

  private void add(String name, Body body) {
    cases.add(new Case(name, true, body));
  }

  private void one(String name, Op op) {
    add(name, (b, x) -> b.output(b.apply(op, x)));
  }

  /** A convolution of as many channels, whose result is channels-last. */
  private Value pointwise(GraphBuilder b, Value x) {
    Shape shape = x.shape();
    int[] weights = new int[shape.rank()];
    Arrays.fill(weights, 1);
    weights[0] = shape.dim(1);
    weights[1] = shape.dim(1);
    float[] identity = new float[shape.dim(1) * shape.dim(1)];
    for (int i = 0; i < shape.dim(1); i++) {
      identity[i * shape.dim(1) + i] = 1;
    }
    Window window = Window.of(Collections.nCopies(shape.rank() - 2, 1).toArray(Integer[]::new));
    Value w = b.constant(Tensor.of(Shape.of(weights), identity));
    return b.apply(new Conv(window, 1, Activation.NONE), x, w);
  }

  private Value constant(GraphBuilder b, Shape shape) {
    return b.constant(data.integers(shape));
  }

  private static Value ints(GraphBuilder b, int... values) {
    return b.constant(Tensor.vector(Arrays.stream(values).asLongStream().toArray()));
  }

  /** Ones, but the sizes of some axes of x. */
  private static Shape only(Value x, Integer... axes) {
    int[] dims =
        IntStream.range(0, x.shape().rank())
            .map(axis -> Arrays.asList(axes).contains(axis) ? x.shape().dim(axis) : 1)
            .toArray();
    return Shape.of(dims);
  }

  private void elementwise() {
    one("relu", Activation.RELU);
    one("clip", new Activation(Activation.Kind.CLIP, -1, 2));
    one("neg", new Activation(Activation.Kind.NEG, 0, 0));
    add(
        "functions in a row, over each other",
        (b, x) -> {
          Value y = b.activation(x, Activation.RELU);
          Value z = b.activation(y, new Activation(Activation.Kind.NEG, 0, 0));
          b.output(b.add(z, x)).output(z);
        });
    for (Binary.Kind kind :
        List.of(
            Binary.Kind.ADD, Binary.Kind.SUB, Binary.Kind.MUL, Binary.Kind.MIN, Binary.Kind.MAX)) {
      Binary op = new Binary(kind);
      add(kind + " of two", (b, x) -> b.output(b.apply(op, x, b.activation(x, Activation.RELU))));
      add(kind + " of itself", (b, x) -> b.output(b.apply(op, x, x)));
      add(kind + " and a constant", (b, x) -> b.output(b.apply(op, x, constant(b, x.shape()))));
      add(kind + " and a scalar", (b, x) -> b.output(b.apply(op, x, constant(b, Shape.of()))));
      add(kind + ", scalar first", (b, x) -> b.output(b.apply(op, constant(b, Shape.of(1)), x)));
      add(kind + " and channels", (b, x) -> b.output(b.apply(op, x, constant(b, only(x, 1)))));
      add(kind + " and lines", (b, x) -> b.output(b.apply(op, constant(b, only(x, -1, 2)), x)));
      add(
          kind + " and the sums of channels",
          (b, x) -> b.output(b.apply(op, x, b.apply(new GlobalPool(Pool.Kind.MAX), x))));
      add(
          kind + " and one channel",
          (b, x) ->
              b.output(
                  b.apply(op, x, b.apply(new Slice(), x, ints(b, 0), ints(b, 1), ints(b, 1)))));
      add(
          kind + " and an input of fewer axes",
          (b, x) -> {
            Value y = b.input("y", Shape.of(Arrays.stream(x.shape().dims()).skip(1).toArray()));
            b.output(b.apply(op, y, x)).output(b.apply(op, x, b.activation(y, Activation.RELU)));
          });
    }
    Binary div = new Binary(Binary.Kind.DIV);
    cases.add(
        new Case(
            "quotient", false, (b, x) -> b.output(b.apply(div, x, b.constant(Tensor.scalar(7))))));
    Binary pow = new Binary(Binary.Kind.POW);
    add("square", (b, x) -> b.output(b.apply(pow, x, b.constant(Tensor.vector(2)))));
    add("cube", (b, x) -> b.output(b.apply(pow, x, b.constant(Tensor.scalar(3)))));
    add("prelu, one slope", (b, x) -> b.output(b.apply(new PRelu(), x, constant(b, Shape.of(1)))));
    add("prelu", (b, x) -> b.output(b.apply(new PRelu(), x, constant(b, only(x, 1)))));
  }

  private void views() {
    one("identity", new Identity());
    one("transposed", new Transpose(List.of()));
    one("flattened", new Flatten(1));
    one("flattened behind channels", new Flatten(2));
    add(
        "squeezed",
        (b, x) -> b.output(b.apply(new Squeeze(), b.apply(new Unsqueeze(), x, ints(b, 2)))));
    add(
        "channels last and back",
        (b, x) -> {
          int rank = x.shape().rank();
          List<Integer> there = new ArrayList<>(List.of(0));
          List<Integer> back = new ArrayList<>(List.of(0, rank - 1));
          for (int axis = 2; axis < rank; axis++) {
            there.add(axis);
            back.add(axis - 1);
          }
          there.add(1);
          Value y = b.activation(b.apply(new Transpose(there), x), Activation.RELU);
          b.output(y).output(pointwise(b, b.apply(new Transpose(back), y)));
        });
    add(
        "halves, one changed and joined again",
        (b, x) -> {
          Value pairs = b.apply(new Concat(1), x, b.activation(x, Activation.RELU));
          List<Value> halves = b.applyAll(new Split(1, 2, false), 2, pairs);
          Value y = b.activation(halves.get(1), new Activation(Activation.Kind.NEG, 0, 0));
          b.output(b.apply(new Concat(1), y, pointwise(b, halves.get(0)), halves.get(0)));
        });
    add("shuffled channels", (b, x) -> b.output(pointwise(b, shuffled(b, x))));
    add(
        "every other line, backwards",
        (b, x) ->
            b.output(
                b.activation(
                    b.apply(
                        new Slice(),
                        x,
                        ints(b, 100, 0),
                        ints(b, -100, 100),
                        ints(b, -1, 2),
                        ints(b, -2, 2)),
                    Activation.RELU)));
    add(
        "without the last column, into a convolution that pads it",
        (b, x) -> {
          Value y =
              b.apply(
                  new Slice(),
                  x,
                  ints(b, 0),
                  ints(b, Math.max(1, x.shape().dim(-1) - 1)),
                  ints(b, -1));
          int rank = x.shape().rank() - 2;
          List<Integer> threes = new ArrayList<>(Collections.nCopies(rank, 1));
          threes.set(rank - 1, 2);
          List<Integer> ones = Collections.nCopies(rank, 1);
          List<Integer> end = new ArrayList<>(Collections.nCopies(rank, 0));
          end.set(rank - 1, 1);
          Window window =
              new Window(threes, ones, ones, Collections.nCopies(rank, 0), end, AutoPad.NOTSET);
          int[] weights = new int[rank + 2];
          Arrays.fill(weights, 1);
          weights[0] = 4;
          weights[1] = x.shape().dim(1);
          weights[rank + 1] = 2;
          b.output(
              b.apply(new Conv(window, 1, Activation.NONE), y, constant(b, Shape.of(weights))));
        });
  }

  private Value shuffled(GraphBuilder b, Value x) {
    Value pairs = b.apply(new Concat(1), x, b.activation(x, Activation.RELU));
    int[] dims = pairs.shape().dims();
    int[] split = new int[dims.length + 1];
    List<Integer> perm = new ArrayList<>(List.of(0, 2, 1));
    split[0] = dims[0];
    split[1] = 2;
    split[2] = dims[1] / 2;
    for (int axis = 2; axis < dims.length; axis++) {
      split[axis + 1] = dims[axis];
      perm.add(axis + 1);
    }
    Value t = b.apply(new Transpose(perm), b.apply(new Reshape(false), pairs, ints(b, split)));
    return b.apply(new Reshape(false), t, ints(b, dims));
  }

  private void copies() {
    for (int axis = 0; axis < 3; axis++) {
      int along = axis;
      add(
          "joined along " + axis,
          (b, x) -> b.output(b.apply(new Concat(along), x, constant(b, x.shape()), x)));
      add(
          "some along " + axis,
          (b, x) ->
              b.output(
                  b.apply(new Gather(along), x, b.constant(Tensor.of(Shape.of(2, 1), -1L, 0L)))));
    }
    add(
        "padded",
        (b, x) -> {
          int[] pads = new int[2 * x.shape().rank()];
          pads[1] = 2;
          pads[2] = 1;
          pads[pads.length - 1] = 3;
          b.output(
              b.apply(new Pad(Pad.Mode.CONSTANT), x, ints(b, pads), b.constant(Tensor.scalar(7))));
        });
    add(
        "expanded",
        (b, x) -> {
          Value channel = b.apply(new GlobalPool(Pool.Kind.MAX), x);
          b.output(b.apply(new Expand(), channel, ints(b, x.shape().dims())));
        });
    add(
        "tiled",
        (b, x) -> {
          int[] repeats = new int[x.shape().rank()];
          Arrays.fill(repeats, 1);
          repeats[1] = 2;
          repeats[2] = 3;
          b.output(b.apply(new Tile(), x, ints(b, repeats)));
        });
    for (DepthToSpace.Order order : DepthToSpace.Order.values()) {
      add(
          "channels to blocks and back, " + order,
          (b, x) -> {
            if (x.shape().rank() != 4) {
              b.output(b.apply(new Identity(), x));
              return;
            }
            Value four = b.apply(new Concat(1), x, x, b.activation(x, Activation.RELU), x);
            Value y = b.apply(new DepthToSpace(2, order), four);
            b.output(y).output(b.apply(new SpaceToDepth(2), y));
          });
    }
  }

  private void windows() {
    add(
        "pictures with their channels last, pooled beside what is still wanted",
        (b, x) -> {
          if (x.shape().rank() != 4) {
            b.output(b.apply(new Identity(), x));
            return;
          }
          Value y = b.apply(new Transpose(List.of(0, 3, 1, 2)), x);
          Window window = Window.uniform(List.of(3, 3), 1, 1, 1);
          b.output(b.add(b.apply(new Pool(Pool.Kind.MAX, window, false, false), y), y)).output(x);
        });
    for (Pool.Kind kind : Pool.Kind.values()) {
      for (boolean ceil : new boolean[] {false, true}) {
        for (boolean count : new boolean[] {false, true}) {
          String name = kind + (ceil ? ", ceil" : "") + (count ? ", padding counted" : "");
          cases.add(
              new Case(
                  name,
                  kind == Pool.Kind.MAX,
                  (b, x) -> {
                    int rank = x.shape().rank() - 2;
                    Window three = Window.uniform(Collections.nCopies(rank, 3), 2, 1, 1);
                    b.output(b.apply(new Pool(kind, three, ceil, count), x));
                  }));
        }
      }
      cases.add(
          new Case(
              kind + ", dilated",
              kind == Pool.Kind.MAX,
              (b, x) -> {
                int rank = x.shape().rank() - 2;
                Window window = Window.uniform(Collections.nCopies(rank, 2), 1, 2, 2);
                b.output(b.apply(new Pool(kind, window, false, false), x));
              }));
      cases.add(
          new Case(
              "global " + kind,
              kind == Pool.Kind.MAX,
              (b, x) -> b.output(b.apply(new GlobalPool(kind), x))));
    }
    cases.add(
        new Case(
            "mean of each channel",
            false,
            (b, x) -> {
              if (x.shape().size(2, x.shape().rank()) == 1) {
                b.output(b.apply(new Identity(), x));
                return;
              }
              int[] axes = IntStream.range(2, x.shape().rank()).toArray();
              b.output(b.apply(new Reduce(Reduce.Kind.MEAN, false, false), x, ints(b, axes)));
            }));
    for (Resize.Mode mode : Resize.Mode.values()) {
      for (float scale : new float[] {2, 1.3f, 0.6f}) {
        Resize op =
            new Resize(mode, Resize.Coordinates.HALF_PIXEL, Resize.Rounding.ROUND_PREFER_FLOOR);
        cases.add(
            new Case(
                mode + " by " + scale,
                mode == Resize.Mode.NEAREST,
                (b, x) -> {
                  float[] scales = new float[x.shape().rank()];
                  Arrays.fill(scales, scale);
                  scales[0] = 1;
                  scales[1] = 1;
                  for (int axis = 2; axis < scales.length; axis++) {
                    scales[axis] = x.shape().dim(axis) == 1 ? 3 : scale;
                  }
                  Value s = b.constant(Tensor.of(Shape.of(scales.length), scales));
                  b.output(b.apply(op, x, s));
                }));
      }
    }
  }

  @Test
  void aShuffleOfChannelsIsOneCopy() {
    data = new TestData(1);
    GraphBuilder b = new GraphBuilder("shuffle");
    Value x = pointwise(b, b.input("x", Shape.of(1, 23, 9, 9)));
    Graph graph = b.output(pointwise(b, shuffled(b, x))).build();
    try (CompiledGraph compiled = new JvmBackend().compile(graph, CompileOptions.f32(1))) {
      // Into the first convolution, between concatenation and second convolution, to the caller.
      long copies =
          compiled.layers().stream().filter(layer -> layer.type().equals("reorder")).count();
      assertEquals(3, copies, () -> compiled.layers().toString());
    }
  }

  @Test
  void whatIsNoNumberStaysSo() {
    data = new TestData(2);
    GraphBuilder b = new GraphBuilder("NaN");
    Value x = b.input("x", Shape.of(1, 19, 5, 7));
    Window window = Window.uniform(List.of(2, 2), 1, 1, 1);
    b.output(b.apply(new Pool(Pool.Kind.MAX, window, false, false), x));
    b.output(b.apply(new GlobalPool(Pool.Kind.MAX), x));
    b.output(b.apply(new PRelu(), x, constant(b, only(x, 1))));
    for (Binary.Kind kind : List.of(Binary.Kind.MIN, Binary.Kind.MAX, Binary.Kind.MUL)) {
      b.output(b.apply(new Binary(kind), x, b.constant(Tensor.scalar(1))));
    }
    Graph graph = b.build();
    Tensor in = data.integers(x.shape());
    float[] odd = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    for (int i = 0; i < 60; i++) {
      in.floats()[data.between(0, in.size() - 1)] = odd[i % odd.length];
    }
    List<Tensor> expected = GraphRunner.run(graph, in);
    try (CompiledGraph compiled = new JvmBackend().compile(graph, CompileOptions.f32(1))) {
      List<Tensor> actual = BackendRunner.run(compiled, expected, true, in);
      for (int i = 0; i < expected.size(); i++) {
        for (int k = 0; k < expected.get(i).size(); k++) {
          assertEquals(expected.get(i).get(k), actual.get(i).get(k), "output " + i);
        }
      }
    }
  }
}
