package io.sepconv.backend.onednn;

import io.sepconv.op.Activation;
import io.sepconv.op.Binary;
import io.sepconv.op.Op;

/** Opens the table of lowerings to tests of other packages. */
public final class LoweredOperators {
  private LoweredOperators() {}

  /** Whether oneDNN, or a view of memory, serves an operator in some form. */
  public static boolean has(Op op) {
    if (op instanceof Activation function) {
      return !Eltwise.stages(function).isEmpty();
    }
    // Truth values never lie in native memory.
    boolean numbers = !(op instanceof Binary binary && binary.kind() == Binary.Kind.EQUAL);
    return numbers && Lowerings.has(op);
  }
}
