package io.sepconv.op;

/**
 * Batch normalisation at inference: scale * (x - mean) / sqrt(variance + epsilon) + bias.
 *
 * <p>Operands: x {@code [N, C, ...]}, then scale, bias, mean, variance, each {@code [C]}.
 *
 * @param epsilon added to the variance
 */
public record BatchNorm(float epsilon) implements Op {
  @Override
  public String type() {
    return "BatchNormalization";
  }
}
