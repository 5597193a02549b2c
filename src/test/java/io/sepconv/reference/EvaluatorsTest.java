package io.sepconv.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.op.Activation;
import io.sepconv.op.Binary;
import io.sepconv.op.Conv;
import io.sepconv.op.Identity;
import io.sepconv.op.Op;
import io.sepconv.op.Pool;
import io.sepconv.op.Resize;
import io.sepconv.op.Softmax;
import io.sepconv.op.Window;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluatorsTest {
  private static Tensor evaluate(Op op, Tensor... operands) {
    return Evaluators.evaluate(op, Arrays.asList(operands)).get(0);
  }

  private static Tensor zeros(int... dims) {
    return Tensor.zeros(DataType.FLOAT32, Shape.of(dims));
  }

  @Test
  void everyOperatorHasAnEvaluator() {
    for (Class<?> type : Op.class.getPermittedSubclasses()) {
      assertTrue(Evaluators.has(type), type + " has no evaluator");
    }
  }

  @Test
  void operandsThatDoNotFitAreRefused() {
    Binary add = new Binary(Binary.Kind.ADD);
    assertThrows(IllegalArgumentException.class, () -> evaluate(add, zeros(2), zeros(3)));
    assertThrows(IllegalArgumentException.class, () -> evaluate(add, zeros(2)));
    assertThrows(IllegalArgumentException.class, () -> evaluate(add, zeros(2), null));
  }

  @Test
  void absentOperandsMayBeNullOrLeftOut() {
    Conv op = new Conv(Window.of(1), 1, Activation.NONE);
    assertEquals(
        evaluate(op, zeros(1, 1, 2), zeros(1, 1, 1)),
        evaluate(op, zeros(1, 1, 2), zeros(1, 1, 1), null));
  }

  @Test
  void relabelledOperandsShareTheirArray() {
    Tensor x = zeros(2, 3);
    assertSame(x.floats(), evaluate(new Identity(), x).floats());
  }

  @Test
  void nothingComesOfNothing() {
    Conv conv = new Conv(Window.uniform(List.of(3, 3), 1, 1, 1), 1, Activation.NONE);
    assertEquals(zeros(0, 4, 5, 5), evaluate(conv, zeros(0, 3, 5, 5), zeros(4, 3, 3, 3)));
    assertEquals(zeros(2, 0, 5, 5), evaluate(conv, zeros(2, 3, 5, 5), zeros(0, 3, 3, 3)));
    Tensor bias = Tensor.of(Shape.of(1), 7f);
    // no channel to read: the bias alone
    assertEquals(
        Tensor.of(Shape.of(1, 1, 1, 2), 7f, 7f),
        evaluate(conv, zeros(1, 0, 1, 2), zeros(1, 0, 3, 3), bias));
    Pool pool = new Pool(Pool.Kind.MAX, Window.of(2), false, false);
    assertEquals(zeros(3, 0, 4), evaluate(pool, zeros(3, 0, 5)));
    assertEquals(zeros(0, 3), evaluate(new Softmax(0, false), zeros(0, 3)));
    assertEquals(zeros(2, 0), evaluate(new Binary(Binary.Kind.MUL), zeros(2, 0), zeros(1)));
    Resize resize =
        new Resize(Resize.Mode.LINEAR, Resize.Coordinates.HALF_PIXEL, Resize.Rounding.FLOOR);
    assertEquals(zeros(0, 6), evaluate(resize, zeros(0, 3), Tensor.of(Shape.of(2), 2f, 2f)));
    assertEquals(zeros(3, 0), evaluate(resize, zeros(3, 3), null, Tensor.vector(3, 0)));
  }
}
