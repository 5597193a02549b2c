package io.sepconv.backend.jvm;

import io.sepconv.op.Binary;
import io.sepconv.op.Op;

/** Opens the table of lowerings to tests of other packages. */
public final class JavaOperators {
  private JavaOperators() {}

  /** Whether a kernel, or a view of memory, serves an operator in some form. */
  public static boolean has(Op op) {
    // Truth values never lie in the arena.
    boolean numbers = !(op instanceof Binary binary && binary.kind() == Binary.Kind.EQUAL);
    return numbers && Lowerings.has(op);
  }
}
