package io.sepconv.backend.jvm;

import io.sepconv.backend.plan.ArenaLayout;

/** Where operands lie once the arena is planned. */
final class Places {
  /**
   * Floats before the first buffer. The elements of a large array begin 16 bytes behind a boundary
   * of 64 bytes where the collector gives it regions of its own (G1): so many more reach the next
   * boundary, and no vector crosses one.
   */
  static final int LEAD = 12;

  private final ArenaLayout arena;

  Places(ArenaLayout arena) {
    this.arena = arena;
  }

  /** A place to read from or write to. */
  Place of(Operand operand) {
    return operand.isConstant()
        ? new Place(operand.constant(), operand.layout().offset())
        : new Place(null, start(operand) + operand.layout().offset());
  }

  /** Where the memory of an operand begins, whatever the operand shows of it. */
  int start(Operand operand) {
    return LEAD + Math.toIntExact(arena.offset(operand.storage()) / Float.BYTES);
  }

  /**
   * The first element of an operand.
   *
   * @param constant the array of a constant, or null for the arena
   * @param at its index
   */
  record Place(float[] constant, int at) {
    /** The array that it lies in. */
    float[] in(float[] arena) {
      return constant == null ? arena : constant;
    }
  }
}
