package io.sepconv.backend.jvm;

import java.util.Arrays;

/** Sets a piece of the arena to one value. */
record Fill(int at, int size, float value) implements Kernel {
  /** Fills all the memory of an operand, what lies between its elements included. */
  static Binding binding(Operand operand, float value) {
    return places -> new Fill(places.start(operand), operand.layout().size(), value);
  }

  @Override
  public int parts() {
    return 1;
  }

  @Override
  public void run(float[] arena, int part, int worker) {
    Arrays.fill(arena, at, at + size, value);
  }
}
