package io.sepconv.cli;

import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.SplittableRandom;

/** Seeded data for inputs that nobody gave. */
final class RandomTensor {
  private RandomTensor() {}

  /** Floats uniform in [-1, 1); integers 0 or 1; bools. */
  static Tensor of(DataType type, Shape shape, SplittableRandom random) {
    Tensor tensor = Tensor.zeros(type, shape);
    switch (type) {
      case FLOAT32 -> {
        float[] values = tensor.floats();
        for (int i = 0; i < values.length; i++) {
          values[i] = random.nextInt(-(1 << 23), 1 << 23) * 0x1p-23f;
        }
      }
      case INT64 -> {
        long[] values = tensor.longs();
        for (int i = 0; i < values.length; i++) {
          values[i] = random.nextInt(2);
        }
      }
      case INT32 -> {
        int[] values = tensor.ints();
        for (int i = 0; i < values.length; i++) {
          values[i] = random.nextInt(2);
        }
      }
      case BOOL -> {
        boolean[] values = tensor.booleans();
        for (int i = 0; i < values.length; i++) {
          values[i] = random.nextBoolean();
        }
      }
    }
    return tensor;
  }

  /** Floats uniform in [-1, 1). */
  static Tensor floats(Shape shape, SplittableRandom random) {
    return of(DataType.FLOAT32, shape, random);
  }
}
