package io.sepconv.backend.jvm;

import io.sepconv.backend.plan.Storage;

/**
 * A value in memory: where, and laid out how. Several operands may show one storage with different
 * shapes or orders of axes.
 *
 * @param storage in the session's arena, or a constant
 * @param layout how its elements lie there
 * @param constant the array of a constant; null for what lies in the arena
 */
record Operand(Storage storage, Layout layout, float[] constant) {
  /** The same memory, seen in another way. */
  Operand as(Layout other) {
    return new Operand(storage, other, constant);
  }

  boolean isConstant() {
    return constant != null;
  }
}
