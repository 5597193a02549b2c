package io.sepconv.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sepconv.op.Gemm;
import io.sepconv.op.MatMul;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class MatMulEvaluatorTest {
  private static final Tensor A = Tensor.of(Shape.of(2, 3), 1f, 2f, 3f, 4f, 5f, 6f);
  private static final Tensor B = Tensor.of(Shape.of(3, 2), 10f, 20f, 30f, 40f, 50f, 60f);
  private static final Tensor PRODUCT =
      Tensor.of(
          Shape.of(2, 2),
          1 * 10 + 2 * 30 + 3 * 50f,
          1 * 20 + 2 * 40 + 3 * 60f,
          4 * 10 + 5 * 30 + 6 * 50f,
          4 * 20 + 5 * 40 + 6 * 60f);

  private static Tensor matMul(Tensor a, Tensor b) {
    return Evaluators.evaluate(new MatMul(), List.of(a, b)).get(0);
  }

  private static Tensor transposed(Tensor x) {
    int rows = x.shape().dim(0);
    int columns = x.shape().dim(1);
    float[] y = new float[x.size()];
    for (int i = 0; i < y.length; i++) {
      y[i % columns * rows + i / columns] = x.floats()[i];
    }
    return Tensor.of(Shape.of(columns, rows), y);
  }

  @Test
  void matrices() {
    assertEquals(PRODUCT, matMul(A, B));
  }

  @Test
  void vectorsExtend() {
    Tensor row = Tensor.of(Shape.of(3), 1f, 2f, 3f);
    Tensor column = Tensor.of(Shape.of(3), 10f, 30f, 50f);
    assertEquals(
        Tensor.of(Shape.of(2), 10 + 2 * 30 + 3 * 50f, 20 + 2 * 40 + 3 * 60f), matMul(row, B));
    assertEquals(
        Tensor.of(Shape.of(2), 10 + 2 * 30 + 3 * 50f, 4 * 10 + 5 * 30 + 6 * 50f),
        matMul(A, column));
    assertEquals(Tensor.scalar(10 + 2 * 30 + 3 * 50f), matMul(row, column));
  }

  /** ONNX Runtime 1.17 leaves such a result uninitialised, so it cannot be asked. */
  @Test
  void aSumOfNothingIsZero() {
    Tensor tall = Tensor.of(Shape.of(2, 0), new float[0]);
    Tensor wide = Tensor.of(Shape.of(0, 3), new float[0]);
    assertEquals(Tensor.of(Shape.of(2, 3), new float[6]), matMul(tall, wide));
  }

  @Test
  void batchesBroadcast() {
    Tensor twoRows = Tensor.of(Shape.of(2, 1, 1, 2), 1f, 2f, 3f, 4f);
    Tensor twoColumns = Tensor.of(Shape.of(2, 2, 1), 10f, 20f, 30f, 40f);
    assertEquals(
        Tensor.of(
            Shape.of(2, 2, 1, 1),
            1 * 10 + 2 * 20f,
            1 * 30 + 2 * 40f,
            3 * 10 + 4 * 20f,
            3 * 30 + 4 * 40f),
        matMul(twoRows, twoColumns));
  }

  @Test
  void gemmTransposes() {
    for (boolean transA : new boolean[] {false, true}) {
      for (boolean transB : new boolean[] {false, true}) {
        Gemm op = new Gemm(1, 1, transA, transB);
        Tensor a = transA ? transposed(A) : A;
        Tensor b = transB ? transposed(B) : B;
        assertEquals(PRODUCT, Evaluators.evaluate(op, List.of(a, b)).get(0));
      }
    }
  }

  @Test
  void gemmScalesAndAdds() {
    Gemm op = new Gemm(0.5f, 2, false, false);
    float[] p = PRODUCT.floats();
    Tensor row = Tensor.of(Shape.of(2), 7f, 8f);
    assertEquals(
        Tensor.of(Shape.of(2, 2), p[0] / 2 + 14, p[1] / 2 + 16, p[2] / 2 + 14, p[3] / 2 + 16),
        Evaluators.evaluate(op, List.of(A, B, row)).get(0));
    Tensor column = Tensor.of(Shape.of(2, 1), 7f, 8f);
    assertEquals(
        Tensor.of(Shape.of(2, 2), p[0] / 2 + 14, p[1] / 2 + 14, p[2] / 2 + 16, p[3] / 2 + 16),
        Evaluators.evaluate(op, List.of(A, B, column)).get(0));
  }

  @Test
  void sumsAreRoundedOnce() {
    Tensor ones = Tensor.of(Shape.of(3, 1), 1f, 1f, 1f);
    Tensor row = Tensor.of(Shape.of(1, 3), 0x1p24f, 1f, 1f);
    assertEquals(Tensor.of(Shape.of(1, 1), 0x1p24f + 2), matMul(row, ones));
  }
}
