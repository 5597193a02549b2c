package io.sepconv.backend.jvm;

import io.sepconv.op.Binary;

/** Functions of two numbers a and b. */
enum Pairwise {
  /** a + b. */
  ADD,
  /** a - b. */
  SUB,
  /** a * b. */
  MUL,
  /** a / b. */
  DIV,
  /** The smaller one; NaN where one of them is NaN. */
  MIN,
  /** The larger one; NaN where one of them is NaN. */
  MAX,
  /** a to the power of b. */
  POW,
  /** a * b where a is negative, else a. */
  PRELU;

  /** That of an operator with numbers as its results. */
  static Pairwise of(Binary op) {
    return switch (op.kind()) {
      case ADD -> ADD;
      case SUB -> SUB;
      case MUL -> MUL;
      case DIV -> DIV;
      case MIN -> MIN;
      case MAX -> MAX;
      case POW -> POW;
      case EQUAL -> throw new IllegalArgumentException("Equal has truth values");
    };
  }
}
