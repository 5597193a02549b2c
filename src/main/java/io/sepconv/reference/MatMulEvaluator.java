package io.sepconv.reference;

import io.sepconv.graph.ValueType;
import io.sepconv.op.Gemm;
import io.sepconv.op.MatMul;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.Arrays;

/** Matrix products. */
final class MatMulEvaluator {
  private MatMulEvaluator() {}

  static Tensor gemm(Gemm op, Operands in, ValueType result) {
    int rows = result.shape().dim(0);
    int columns = result.shape().dim(1);
    Shape a = in.get(0).shape();
    int inner = a.dim(op.transA() ? 0 : 1);
    double[] left = matrix(in.floats(0), 0, rows, inner, op.transA());
    double[] right = matrix(in.floats(1), 0, inner, columns, op.transB());
    double[] product = multiply(left, right, rows, inner, columns);
    int[] added = in.has(2) ? Offsets.broadcast(in.get(2).shape(), result.shape()) : null;
    float[] y = new float[product.length];
    for (int i = 0; i < y.length; i++) {
      double c = added == null ? 0 : (double) op.beta() * in.floats(2)[added[i]];
      y[i] = (float) (op.alpha() * product[i] + c);
    }
    return Tensor.of(result.shape(), y);
  }

  static Tensor matMul(MatMul op, Operands in, ValueType result) {
    Shape a = in.get(0).shape().rank() == 1 ? in.get(0).shape().padRank(2) : in.get(0).shape();
    Shape b = in.get(1).shape();
    if (b.rank() == 1) {
      b = Shape.of(b.dim(0), 1);
    }
    int rows = a.dim(-2);
    int inner = a.dim(-1);
    int columns = b.dim(-1);
    Shape batch = Shape.broadcast(leading(a), leading(b));
    int[] left = Offsets.broadcast(leading(a), batch);
    int[] right = Offsets.broadcast(leading(b), batch);
    float[] y = new float[Math.toIntExact(result.shape().size())];
    int next = 0;
    for (int i = 0; i < left.length; i++) {
      double[] l = matrix(in.floats(0), left[i], rows, inner, false);
      double[] r = matrix(in.floats(1), right[i], inner, columns, false);
      for (double sum : multiply(l, r, rows, inner, columns)) {
        y[next++] = (float) sum;
      }
    }
    return Tensor.of(result.shape(), y);
  }

  private static Shape leading(Shape shape) {
    return Shape.of(Arrays.copyOf(shape.dims(), shape.rank() - 2));
  }

  /** Matrix number {@code index} of x as [rows, columns]; it is stored as [columns, rows] if so. */
  private static double[] matrix(float[] x, int index, int rows, int columns, boolean transposed) {
    double[] matrix = new double[rows * columns];
    int start = index * matrix.length;
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        matrix[i * columns + j] = x[start + (transposed ? j * rows + i : i * columns + j)];
      }
    }
    return matrix;
  }

  private static double[] multiply(double[] a, double[] b, int rows, int inner, int columns) {
    double[] product = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < inner; k++) {
        addScaled(product, i * columns, a[i * inner + k], b, k * columns, columns);
      }
    }
    return product;
  }

  private static void addScaled(
      double[] sum, int sumStart, double factor, double[] x, int start, int length) {
    for (int i = 0; i < length; i++) {
      sum[sumStart + i] += factor * x[start + i];
    }
  }
}
