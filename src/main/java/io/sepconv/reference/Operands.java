package io.sepconv.reference;

import io.sepconv.tensor.Tensor;
import java.util.List;

/** The operands of one evaluation, in the operator's order. */
record Operands(List<Tensor> tensors) {

  /** Whether an optional operand is there. */
  boolean has(int index) {
    return index < tensors.size() && tensors.get(index) != null;
  }

  /** The operand, or null where an optional one is absent. */
  Tensor get(int index) {
    return has(index) ? tensors.get(index) : null;
  }

  /** The operand's integers, or null where an optional one is absent. */
  long[] longs(int index) {
    return has(index) ? tensors.get(index).toLongs() : null;
  }

  /** The operand's f32 elements, or null where an optional one is absent. */
  float[] floats(int index) {
    return has(index) ? tensors.get(index).floats() : null;
  }
}
