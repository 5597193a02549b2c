package io.sepconv.cli;

import io.sepconv.image.Maps;
import io.sepconv.tensor.Tensor;

/** Maps {@code [1, 1, H, W]} made ready to be shown beside each other. */
final class Panels {
  /** Pixels of the longer side that have room three times. */
  static final int OF_THREE = 260;

  /** Pixels of the longer side that have room five times. */
  static final int OF_FIVE = 136;

  private Panels() {}

  /** Shrunk in proportion until its longer side has at most so many pixels. */
  static Tensor fit(Tensor map, int longSide) {
    int height = map.shape().dim(2);
    int width = map.shape().dim(3);
    double scale = Math.min(1, (double) longSide / Math.max(height, width));
    return Maps.resize(map, scaled(height, scale), scaled(width, scale));
  }

  private static int scaled(int side, double scale) {
    return (int) Math.max(1, Math.round(side * scale));
  }

  /** What is taken from a map to make another of it. */
  static Tensor difference(Tensor map, Tensor other) {
    float[] values = new float[map.floats().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = map.floats()[i] - other.floats()[i];
    }
    return Tensor.of(map.shape(), values);
  }

  /** How large the values are, without their signs. */
  static Tensor absolute(Tensor map) {
    float[] values = map.floats().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.abs(values[i]);
    }
    return Tensor.of(map.shape(), values);
  }

  /** The largest absolute value. */
  static double largest(Tensor map) {
    float most = 0;
    for (float value : map.floats()) {
      most = Math.max(most, Math.abs(value));
    }
    return most;
  }
}
