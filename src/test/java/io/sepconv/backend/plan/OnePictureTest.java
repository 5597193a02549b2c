package io.sepconv.backend.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.graph.rewrite.GraphOptimizer;
import io.sepconv.op.Activation;
import io.sepconv.op.BatchNorm;
import io.sepconv.op.Binary;
import io.sepconv.op.Concat;
import io.sepconv.op.Conv;
import io.sepconv.op.Flatten;
import io.sepconv.op.Gemm;
import io.sepconv.op.Identity;
import io.sepconv.op.MatMul;
import io.sepconv.op.Op;
import io.sepconv.op.PRelu;
import io.sepconv.op.Reduce;
import io.sepconv.op.Reshape;
import io.sepconv.op.Resize;
import io.sepconv.op.Softmax;
import io.sepconv.op.Split;
import io.sepconv.op.Squeeze;
import io.sepconv.op.Tile;
import io.sepconv.op.Transpose;
import io.sepconv.op.Unsqueeze;
import io.sepconv.op.Window;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.GraphRunner;
import io.sepconv.testing.OperatorCases;
import io.sepconv.testing.RandomGraphs;
import io.sepconv.testing.TestData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A batch picture by picture on the reference: the same to the last bit, or refused. */
class OnePictureTest {
  private static final int SEEDS = 100;

  /** All axes are of one size: no shape gives away where the pictures are. */
  private static final Shape CUBE = Shape.of(4, 4, 4, 4);

  private static final Shape SQUARE = Shape.of(4, 4);

  private final TestData data = new TestData(3);

  @Test
  void randomNetworksComputeTheSame() {
    int apart = 0;
    for (int batch : new int[] {2, 3, 5, 8}) {
      for (long seed = 2000; seed < 2000 + SEEDS; seed++) {
        OperatorCases.Case c = RandomGraphs.ofBatch(seed, false, batch);
        apart += check(c.name() + ", batch " + batch, c.graph(), c.inputs());
      }
    }
    assertTrue(apart > 2 * SEEDS, apart + " of " + 4 * SEEDS + " come apart");
  }

  @Test
  void everyOperatorComputesTheSame() {
    int apart = 0;
    for (OperatorCases.Case c : OperatorCases.all()) {
      // A backend without truth values runs those networks as a whole.
      boolean floats =
          GraphRunner.run(c.graph(), c.inputs()).stream()
              .allMatch(output -> output.type() == DataType.FLOAT32);
      apart += floats ? check(c.name(), c.graph(), c.inputs()) : 0;
    }
    assertTrue(apart > 50, apart + " come apart");
  }

  @Test
  void everyResizeComputesTheSame() {
    int apart = 0;
    for (Resize.Mode mode : Resize.Mode.values()) {
      for (Resize.Coordinates coordinates : Resize.Coordinates.values()) {
        for (Resize.Rounding rounding : Resize.Rounding.values()) {
          Resize op = new Resize(mode, coordinates, rounding);
          boolean crops = coordinates == Resize.Coordinates.TF_CROP_AND_RESIZE;
          apart += crops ? 0 : check(Shape.of(3, 2, 4, 5), (b, x) -> scaled(b, op, x, 1));
          apart +=
              crops
                  ? 0
                  : check(
                      Shape.of(3, 2, 4, 5), (b, x) -> b.apply(op, x, null, sizes(b, 3, 2, 6, 10)));
        }
      }
    }
    assertEquals(2 * 3 * 6 * 5, apart);
  }

  private static Value scaled(GraphBuilder b, Resize op, Value x, float batch) {
    return b.apply(op, x, b.constant(Tensor.of(Shape.of(4), batch, 1f, 1.5f, 2f)));
  }

  /** Compares where a network comes apart; returns 1 then, else 0. */
  private static int check(String name, Graph graph, Tensor... inputs) {
    Graph whole = GraphOptimizer.optimize(graph);
    Optional<Graph> one = OnePicture.of(whole);
    if (one.isEmpty()) {
      return 0;
    }
    List<Tensor> expected = GraphRunner.run(whole, inputs);
    for (int picture = 0; picture < OnePicture.pictures(whole); picture++) {
      int p = picture;
      List<Tensor> actual =
          GraphRunner.run(
              one.get(), Arrays.stream(inputs).map(x -> picture(x, p)).toArray(Tensor[]::new));
      for (int i = 0; i < expected.size(); i++) {
        String where = name + ", picture " + picture + ", output " + i;
        assertEquals(picture(expected.get(i), picture), actual.get(i), where);
      }
    }
    return 1;
  }

  private static Tensor picture(Tensor batch, int picture) {
    Shape shape = batch.shape().with(0, 1);
    int size = Math.toIntExact(shape.size());
    return Tensor.of(
        shape, Arrays.copyOfRange(batch.floats(), picture * size, (picture + 1) * size));
  }

  /** A network of an input x, whose result is the output. */
  @FunctionalInterface
  private interface Body {
    Value build(GraphBuilder b, Value x);
  }

  private final List<DynamicTest> cases = new ArrayList<>();

  /** A network that comes apart, and one beside it that must not. */
  private void pair(String name, Shape shape, Body apart, Body mixing) {
    cases.add(dynamicTest(name, () -> assertEquals(1, check(shape, apart), "comes apart")));
    cases.add(dynamicTest(name + ", mixing", () -> assertEquals(0, check(shape, mixing))));
  }

  private void mixing(String name, Shape shape, Body mixing) {
    cases.add(dynamicTest(name, () -> assertEquals(0, check(shape, mixing))));
  }

  /** As given: an optimiser would take some of the nodes away. */
  private int check(Shape shape, Body body) {
    GraphBuilder b = new GraphBuilder("one");
    Graph graph = b.output(body.build(b, b.input("x", shape))).build();
    Optional<Graph> one = OnePicture.of(graph);
    Tensor[] inputs =
        graph.inputs().stream().map(in -> data.floats(in.shape())).toArray(Tensor[]::new);
    return one.isEmpty() ? 0 : check("one", graph, inputs);
  }

  private Value floats(GraphBuilder b, int... sizes) {
    return b.constant(data.floats(Shape.of(sizes)));
  }

  private static Value sizes(GraphBuilder b, long... sizes) {
    return b.constant(Tensor.vector(sizes));
  }

  private static Body one(Op op) {
    return (b, x) -> b.apply(op, x);
  }

  @TestFactory
  Stream<DynamicTest> operatorsThatMix() {
    Shape pixels = Shape.of(4, 3, 1, 1);
    pair(
        "Squeeze", pixels, (b, x) -> b.apply(new Squeeze(), x, sizes(b, 2, 3)), one(new Squeeze()));
    axes();
    operands();
    products();
    shapes();
    return cases.stream();
  }

  private void axes() {
    pair("Softmax", CUBE, one(new Softmax(1, false)), one(new Softmax(0, false)));
    pair("Softmax, flattened", CUBE, one(new Softmax(2, true)), one(new Softmax(0, true)));
    pair("Softmax, from the end", CUBE, one(new Softmax(-3, false)), one(new Softmax(-4, false)));
    pair(
        "Concat",
        CUBE,
        (b, x) -> b.apply(new Concat(1), x, x),
        (b, x) -> b.apply(new Concat(0), x, x));
    mixing(
        "Concat with a constant", CUBE, (b, x) -> b.apply(new Concat(1), x, floats(b, 4, 1, 4, 4)));
    pair(
        "Split",
        CUBE,
        (b, x) -> b.applyAll(new Split(1, 2, false), 2, x).get(1),
        (b, x) -> b.applyAll(new Split(0, 2, false), 2, x).get(1));
    mixing(
        "Split and Concat back",
        CUBE,
        (b, x) -> {
          List<Value> halves = b.applyAll(new Split(0, 2, false), 2, x);
          return b.apply(new Concat(0), halves.get(1), halves.get(0));
        });
    pair(
        "Transpose",
        CUBE,
        one(new Transpose(List.of(0, 3, 1, 2))),
        one(new Transpose(List.of(1, 0, 2, 3))));
    Reduce mean = new Reduce(Reduce.Kind.MEAN, false, false);
    pair(
        "Reduce",
        CUBE,
        (b, x) -> b.apply(mean, x, sizes(b, 1, -1)),
        (b, x) -> b.apply(mean, x, sizes(b, 0)));
    mixing("Reduce from the end", CUBE, (b, x) -> b.apply(mean, x, sizes(b, -4, 1)));
    mixing("Reduce of all", CUBE, one(new Reduce(Reduce.Kind.MEAN, true, false)));
    Resize nearest =
        new Resize(Resize.Mode.NEAREST, Resize.Coordinates.ASYMMETRIC, Resize.Rounding.FLOOR);
    pair("Resize", CUBE, (b, x) -> scaled(b, nearest, x, 1), (b, x) -> scaled(b, nearest, x, 2));
    // As many pictures as before, by rounding; but the second is a copy of the first.
    mixing("Resize of the batch", CUBE, (b, x) -> scaled(b, nearest, x, 1.2f));
    mixing(
        "an operator without a rule", CUBE, (b, x) -> b.apply(new Tile(), x, sizes(b, 1, 1, 1, 1)));
  }

  private void operands() {
    Binary add = new Binary(Binary.Kind.ADD);
    pair(
        "Add of a constant",
        CUBE,
        (b, x) -> b.apply(add, x, floats(b, 1, 4, 4, 4)),
        (b, x) -> b.apply(add, x, floats(b, 4, 1, 1, 1)));
    pair(
        "Add of another batch",
        CUBE,
        (b, x) -> b.apply(add, x, b.input("z", Shape.of(4, 1, 4, 1))),
        (b, x) -> b.apply(add, x, b.input("z", SQUARE)));
    mixing(
        "Add of another batch from the left",
        CUBE,
        (b, x) -> b.apply(add, b.input("z", SQUARE), x));
    mixing(
        "Add of one picture", CUBE, (b, x) -> b.apply(add, x, b.input("z", Shape.of(1, 4, 4, 4))));
    pair(
        "PRelu",
        CUBE,
        (b, x) -> b.apply(new PRelu(), x, floats(b, 4, 1, 1)),
        (b, x) -> b.apply(new PRelu(), x, floats(b, 4, 1, 1, 1)));
    BatchNorm norm = new BatchNorm(1e-3f);
    pair(
        "BatchNorm",
        CUBE,
        (b, x) -> b.apply(norm, x, floats(b, 4), floats(b, 4), floats(b, 4), positive(b)),
        (b, x) ->
            b.apply(norm, x, b.input("z", Shape.of(4)), floats(b, 4), floats(b, 4), positive(b)));
    Conv conv = new Conv(Window.of(1, 1), 1, Activation.NONE);
    pair(
        "Conv",
        CUBE,
        (b, x) -> b.apply(conv, x, floats(b, 4, 4, 1, 1)),
        (b, x) -> b.apply(conv, x, b.input("z", Shape.of(4, 4, 1, 1))));
    mixing(
        "Conv with a bias of the caller",
        CUBE,
        (b, x) -> b.apply(conv, x, floats(b, 4, 4, 1, 1), b.input("z", Shape.of(4))));
    pair(
        "Conv with a residual",
        CUBE,
        (b, x) -> b.apply(conv, x, floats(b, 4, 4, 1, 1), null, x),
        (b, x) -> b.apply(conv, x, floats(b, 4, 4, 1, 1), null, floats(b, 4, 4, 4, 4)));
  }

  private Value positive(GraphBuilder b) {
    return b.constant(data.floats(Shape.of(4), 0.5f, 2));
  }

  private void products() {
    Gemm gemm = new Gemm(1, 1, false, false);
    pair(
        "Gemm",
        SQUARE,
        (b, x) -> b.apply(gemm, x, floats(b, 4, 4), floats(b, 4)),
        (b, x) -> b.apply(new Gemm(1, 1, true, false), x, floats(b, 4, 4)));
    mixing(
        "Gemm with a row per picture",
        SQUARE,
        (b, x) -> b.apply(gemm, x, floats(b, 4, 4), floats(b, 4, 1)));
    mixing("Gemm with itself", SQUARE, (b, x) -> b.apply(gemm, x, x));
    mixing("Gemm from the right", SQUARE, (b, x) -> b.apply(gemm, floats(b, 4, 4), x));
    MatMul matMul = new MatMul();
    pair(
        "MatMul",
        SQUARE,
        (b, x) -> b.apply(matMul, x, floats(b, 4, 4)),
        (b, x) -> b.apply(matMul, x, x));
    mixing("MatMul from the right", SQUARE, (b, x) -> b.apply(matMul, floats(b, 4, 4), x));
    mixing("MatMul with a vector", SQUARE, (b, x) -> b.apply(matMul, x, floats(b, 4)));
    pair(
        "MatMul of matrices",
        Shape.of(4, 4, 4),
        (b, x) -> b.apply(matMul, x, x),
        (b, x) -> b.apply(matMul, x, b.input("z", SQUARE)));
    pair(
        "MatMul with matrices",
        Shape.of(4, 4, 4),
        (b, x) -> b.apply(matMul, floats(b, 1, 4, 4), x),
        (b, x) -> b.apply(matMul, floats(b, 4, 4, 4), x));
  }

  private void shapes() {
    pair(
        "Reshape",
        CUBE,
        (b, x) -> b.apply(new Reshape(false), x, sizes(b, 0, 2, -1)),
        (b, x) -> b.apply(new Reshape(false), x, sizes(b, 8, -1)));
    mixing(
        "Reshape there and back",
        CUBE,
        (b, x) -> {
          Value y = b.apply(new Reshape(false), x, sizes(b, 2, -1));
          y = b.activation(y, Activation.RELU);
          return b.apply(new Reshape(false), y, sizes(b, 4, 4, 4, 4));
        });
    pair("Flatten", CUBE, one(new Flatten(1)), one(new Flatten(2)));
    mixing("Flatten from the front", CUBE, one(new Flatten(0)));
    pair(
        "Unsqueeze",
        CUBE,
        (b, x) -> b.apply(new Unsqueeze(), x, sizes(b, 1)),
        (b, x) -> b.apply(new Unsqueeze(), x, sizes(b, 0)));
    mixing("a scalar per batch", Shape.of(4), one(new Reduce(Reduce.Kind.SUM, false, false)));
    mixing("a constant", CUBE, (b, x) -> b.apply(new Identity(), floats(b, 4, 4)));
    mixing("one picture", Shape.of(1, 4, 4, 4), one(Activation.RELU));
    mixing(
        "nothing in a picture",
        Shape.of(2, 0, 3),
        (b, x) -> b.apply(new Reshape(false), x, sizes(b, 2, 3, -1)));
  }
}
