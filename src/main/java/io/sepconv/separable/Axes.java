package io.sepconv.separable;

import io.sepconv.op.AutoPad;
import io.sepconv.op.Window;
import java.util.Collections;
import java.util.List;

/** Takes windows over two axes apart. */
final class Axes {
  private Axes() {}

  /** A window along one axis alone; along the other it has one tap and moves by one. */
  static Window only(Window window, int axis) {
    boolean written = window.autoPad() == AutoPad.NOTSET;
    List<Integer> none = Collections.nCopies(2, 0);
    return new Window(
        only(window.kernel(), axis, 1),
        only(window.stride(), axis, 1),
        only(window.dilation(), axis, 1),
        written ? only(window.padBegin(), axis, 0) : none,
        written ? only(window.padEnd(), axis, 0) : none,
        window.autoPad());
  }

  private static List<Integer> only(List<Integer> values, int axis, int other) {
    return axis == 0 ? List.of(values.get(0), other) : List.of(other, values.get(1));
  }
}
