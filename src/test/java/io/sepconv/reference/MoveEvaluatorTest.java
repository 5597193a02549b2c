package io.sepconv.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sepconv.op.Concat;
import io.sepconv.op.ConstantOfShape;
import io.sepconv.op.Flatten;
import io.sepconv.op.Op;
import io.sepconv.op.Reshape;
import io.sepconv.op.ShapeOf;
import io.sepconv.op.Slice;
import io.sepconv.op.Squeeze;
import io.sepconv.op.Transpose;
import io.sepconv.op.Unsqueeze;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MoveEvaluatorTest {
  private static final Tensor X = Tensor.of(Shape.of(2, 3), 1f, 2f, 3f, 4f, 5f, 6f);

  private static Tensor evaluate(Op op, Tensor... operands) {
    return Evaluators.evaluate(op, Arrays.asList(operands)).get(0);
  }

  @Test
  void transposes() {
    assertEquals(
        Tensor.of(Shape.of(3, 2), 1f, 4f, 2f, 5f, 3f, 6f), evaluate(new Transpose(List.of()), X));
    // NHWC to NCHW: pixels (1 2) (3 4) of two channels
    Tensor pixels = Tensor.of(Shape.of(1, 1, 2, 2), 1, 2, 3, 4);
    assertEquals(
        Tensor.of(Shape.of(1, 2, 1, 2), 1, 3, 2, 4),
        evaluate(new Transpose(List.of(0, 3, 1, 2)), pixels));
    // y[i, j, k] = x[k, i, j]: with the inverse permutation it would be 0 2 4 1 3 5 ...
    Tensor cube = Tensor.of(Shape.of(2, 1, 3), 0f, 1f, 2f, 3f, 4f, 5f);
    assertEquals(
        Tensor.of(Shape.of(1, 3, 2), 0f, 3f, 1f, 4f, 2f, 5f),
        evaluate(new Transpose(List.of(1, 2, 0)), cube));
  }

  @Test
  void concatenates() {
    Tensor more = Tensor.of(Shape.of(2, 1), 7f, 8f);
    assertEquals(
        Tensor.of(Shape.of(2, 4), 1f, 2f, 3f, 7f, 4f, 5f, 6f, 8f),
        evaluate(new Concat(1), X, more));
    assertEquals(
        Tensor.vector(1, 2, 3), evaluate(new Concat(0), Tensor.vector(1), Tensor.vector(2, 3)));
    Tensor truth = Tensor.of(Shape.of(1), true);
    assertEquals(Tensor.of(Shape.of(2), true, true), evaluate(new Concat(-1), truth, truth));
    assertEquals(X, evaluate(new Concat(0), X));
  }

  @Test
  void slices() {
    Slice op = new Slice();
    assertEquals(
        Tensor.of(Shape.of(2, 2), 2f, 3f, 5f, 6f),
        evaluate(op, X, Tensor.vector(1), Tensor.vector(3), Tensor.vector(1)));
    // both axes backwards
    assertEquals(
        Tensor.of(Shape.of(2, 2), 6f, 4f, 3f, 1f),
        evaluate(
            op,
            X,
            Tensor.vector(-1, -1),
            Tensor.vector(-9, -9),
            Tensor.vector(0, 1),
            Tensor.vector(-1, -2)));
    // the bounds may be i32 too, and axes absent
    Tensor one = Tensor.of(Shape.of(1), 1);
    assertEquals(
        Tensor.of(Shape.of(1, 3), 4f, 5f, 6f),
        evaluate(op, X, one, Tensor.of(Shape.of(1), 2), null, one));
    assertEquals(
        Tensor.vector(30, 10),
        evaluate(
            op,
            Tensor.vector(10, 20, 30),
            Tensor.vector(2),
            Tensor.vector(-99),
            Tensor.vector(0),
            Tensor.vector(-2)));
  }

  @Test
  void relabels() {
    Tensor column = Tensor.of(Shape.of(6, 1), 1f, 2f, 3f, 4f, 5f, 6f);
    assertEquals(column, evaluate(new Reshape(false), X, Tensor.vector(-1, 1)));
    assertEquals(column, evaluate(new Flatten(2), X));
    Tensor deep = X.reshape(Shape.of(1, 2, 3, 1));
    assertEquals(deep, evaluate(new Unsqueeze(), X, Tensor.vector(0, -1)));
    assertEquals(X, evaluate(new Squeeze(), deep));
    assertEquals(X.reshape(Shape.of(2, 3, 1)), evaluate(new Squeeze(), deep, Tensor.vector(0)));
  }

  @Test
  void shapes() {
    assertEquals(Tensor.vector(2, 3), evaluate(new ShapeOf(), X));
    assertEquals(Tensor.vector(), evaluate(new ShapeOf(), Tensor.scalar(1)));
    ConstantOfShape seven = new ConstantOfShape(Tensor.vector(7));
    assertEquals(Tensor.of(Shape.of(2, 1), 7L, 7L), evaluate(seven, Tensor.vector(2, 1)));
    assertEquals(Tensor.of(Shape.of(), 7L), evaluate(seven, Tensor.vector()));
    assertEquals(Tensor.of(Shape.of(0, 2), new long[0]), evaluate(seven, Tensor.vector(0, 2)));
  }
}
