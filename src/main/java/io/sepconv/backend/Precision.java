package io.sepconv.backend;

/** The arithmetic a network is compiled for. Inputs and outputs are f32 in any case. */
public enum Precision {
  /** Single precision throughout. */
  F32,
  /**
   * Weights and intermediate values in bfloat16, eight bits of significand, each product summed in
   * f32. Twice the speed where the processor multiplies bfloat16 itself; refused elsewhere, where
   * emulation would be slower than f32.
   */
  BF16
}
