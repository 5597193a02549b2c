package io.sepconv.backend;

/** The arithmetic a network is compiled for. Inputs and outputs are f32 in any case. */
public enum Precision {
  /** Single precision throughout. */
  F32
}
