package io.sepconv.separable;

import java.util.Arrays;
import java.util.Comparator;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * A matrix as a sum of outer products of a column and a row, the largest first: its singular value
 * decomposition. The sum of the first n is the matrix of rank n that is nearest to it (Eckart and
 * Young, 1936). Immutable.
 *
 * <p>The vectors of the shorter side are the eigenvectors of the matrix times its transpose, those
 * of the longer side what the matrix makes of them. So the sum of all is the matrix to the last
 * bits whatever the eigenvectors' precision is, and so is the length of what a shorter sum leaves
 * out: the vectors of the shorter side are orthonormal.
 */
final class OuterProducts {
  private final int rows;
  private final int columns;

  /** The singular values, falling. */
  private final double[] values;

  /** {@code [terms][rows]}; of equal length with the row of its term. */
  private final double[][] left;

  /** {@code [terms][columns]}. */
  private final double[][] right;

  private OuterProducts(int rows, int columns, double[] values, double[][] left, double[][] right) {
    this.rows = rows;
    this.columns = columns;
    this.values = values;
    this.left = left;
    this.right = right;
  }

  /**
   * Decomposes a matrix of finite numbers.
   *
   * @param matrix row-major
   */
  static OuterProducts of(double[] matrix, int rows, int columns) {
    if (rows < columns) {
      OuterProducts other = of(transposed(matrix, rows, columns), columns, rows);
      return new OuterProducts(rows, columns, other.values, other.right, other.left);
    }
    DMatrixRMaj a = new DMatrixRMaj(rows, columns, true, matrix);
    DMatrixRMaj gram = new DMatrixRMaj(columns, columns);
    CommonOps_DDRM.multTransA(a, a, gram);
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(columns, true, true);
    if (!eigen.decompose(gram)) {
      throw new ArithmeticException("the eigenvalues of " + rows + " x " + columns + " diverge");
    }
    Term[] terms = new Term[columns];
    for (int i = 0; i < columns; i++) {
      double[] unit = eigen.getEigenVector(i).data.clone();
      terms[i] = Term.of(matrix, rows, unit);
    }
    Arrays.sort(terms, Comparator.comparingDouble(Term::value).reversed());
    return new OuterProducts(
        rows,
        columns,
        Arrays.stream(terms).mapToDouble(Term::value).toArray(),
        Arrays.stream(terms).map(Term::left).toArray(double[][]::new),
        Arrays.stream(terms).map(Term::right).toArray(double[][]::new));
  }

  /** One product, both of whose vectors have the square root of its singular value as length. */
  private record Term(double value, double[] left, double[] right) {
    static Term of(double[] matrix, int rows, double[] unit) {
      int columns = unit.length;
      double[] image = new double[rows];
      double squares = 0;
      for (int i = 0; i < rows; i++) {
        double sum = 0;
        for (int j = 0; j < columns; j++) {
          sum += matrix[i * columns + j] * unit[j];
        }
        image[i] = sum;
        squares += sum * sum;
      }
      double value = Math.sqrt(squares);
      double share = value == 0 ? 0 : Math.sqrt(value);
      for (int i = 0; i < rows; i++) {
        image[i] = value == 0 ? 0 : image[i] / share;
      }
      for (int j = 0; j < columns; j++) {
        unit[j] *= share;
      }
      return new Term(value, image, unit);
    }
  }

  private static double[] transposed(double[] matrix, int rows, int columns) {
    double[] other = new double[matrix.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        other[j * rows + i] = matrix[i * columns + j];
      }
    }
    return other;
  }

  /** How many products there are: as many as the shorter side has elements. */
  int count() {
    return values.length;
  }

  /** The singular value of a product. */
  double value(int term) {
    return values[term];
  }

  /** The column of a product; its length is the square root of the singular value. */
  double[] left(int term) {
    return left[term];
  }

  /** The row of a product, as long as its column. */
  double[] right(int term) {
    return right[term];
  }

  /** The sum of the squares of what the first products leave out. */
  double squaresBeyond(int terms) {
    double sum = 0;
    for (int i = values.length - 1; i >= terms; i--) {
      sum += values[i] * values[i];
    }
    return sum;
  }

  /** The sum of the first products, row-major. */
  double[] sum(int terms) {
    double[] sum = new double[rows * columns];
    for (int term = 0; term < terms; term++) {
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          sum[i * columns + j] += left[term][i] * right[term][j];
        }
      }
    }
    return sum;
  }
}
