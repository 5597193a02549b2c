package io.sepconv.backend.jvm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a transposed convolution does along one axis, taken apart into dense convolutions: results
 * at the same distance from a multiple of the stride see the same elements of the window.
 *
 * <p>Element k of the window takes input i to result {@code i * stride - pad + k * dilation}; so
 * result {@code first + q * stride} gets element k from input {@code q + step}, where {@code (first
 * + pad - k * dilation) / stride = step} has no remainder.
 */
record TransposedAxis(int input, int output, int kernel, int stride, int dilation, int pad) {
  /**
   * The results {@code first + q * stride}.
   *
   * @param count number of q
   * @param taps which they are made of, by ascending step
   */
  record Phase(int first, int count, List<Tap> taps) {
    /** Whether the inputs of its taps are neighbours. */
    boolean isRun() {
      return taps.size() > 1
          && taps.get(taps.size() - 1).step() - taps.get(0).step() == taps.size() - 1;
    }
  }

  /**
   * An element of the window.
   *
   * @param element its number
   * @param step result q is made of input {@code q + step}
   */
  record Tap(int element, int step) {}

  /** The phases that have results; those without taps are the bias alone. */
  List<Phase> phases() {
    List<Phase> phases = new ArrayList<>();
    for (int first = 0; first < Math.min(stride, output); first++) {
      List<Tap> taps = new ArrayList<>();
      for (int k = 0; k < kernel; k++) {
        int distance = first + pad - k * dilation;
        if (distance % stride == 0) {
          taps.add(new Tap(k, distance / stride));
        }
      }
      taps.sort(Comparator.comparingInt(Tap::step));
      phases.add(new Phase(first, (output - first + stride - 1) / stride, taps));
    }
    return phases;
  }

  /** Whether every input gives as many results of its own as the window has elements. */
  boolean isTiling() {
    return kernel == stride && dilation == 1 && pad == 0 && output == input * stride;
  }

  /** Zeros that results need before the first input. */
  int begin() {
    return phases().stream()
        .flatMap(phase -> phase.taps().stream())
        .mapToInt(tap -> -tap.step())
        .reduce(0, Math::max);
  }

  /** Zeros that results need behind the last input. */
  int end() {
    return phases().stream()
        .flatMap(phase -> phase.taps().stream().map(tap -> phase.count() + tap.step() - input))
        .reduce(0, Math::max);
  }
}
