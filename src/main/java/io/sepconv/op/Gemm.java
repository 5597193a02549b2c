package io.sepconv.op;

/**
 * alpha * A' * B' + beta * C, where ' is an optional transposition. Operands: A {@code [M, K]}, B
 * {@code [K, N]}, C (optional) that broadcasts to {@code [M, N]}.
 *
 * @param alpha factor of the product
 * @param beta factor of C
 * @param transA A is given as {@code [K, M]}
 * @param transB B is given as {@code [N, K]}
 */
public record Gemm(float alpha, float beta, boolean transA, boolean transB) implements Op {
  @Override
  public String type() {
    return "Gemm";
  }
}
