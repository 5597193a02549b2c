package io.sepconv.backend.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.testing.TestData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Reshaped strides against the places of all elements, one by one. */
class StridesTest {
  private static final int SEEDS = 20_000;

  @Test
  void showTheSameElementsWhereAnyStridesDo() {
    int representable = 0;
    int refused = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      TestData data = new TestData(seed);
      List<Integer> primes = new ArrayList<>();
      for (int i = data.between(0, 4); i > 0; i--) {
        primes.add(data.oneOf(2, 2, 3, 5));
      }
      int[] from = sizes(primes, data);
      int[] to = sizes(primes, data);
      long[] strides = strides(from, data, seed);
      String where =
          "seed " + seed + ": " + Arrays.toString(from) + " at " + Arrays.toString(strides);
      long[] places = places(from, strides);
      long[] wanted = stridesOf(places, to);
      long[] actual = Strides.reshape(from, strides, to);
      where += " as " + Arrays.toString(to);
      if (Arrays.equals(places, places(to, wanted))) {
        assertTrue(actual != null, where + " is possible with " + Arrays.toString(wanted));
        assertArrayEquals(places, places(to, actual), where);
        representable++;
      } else {
        assertNull(actual, where);
        refused++;
      }
    }
    assertTrue(representable > 0 && refused > 0, representable + " and " + refused);
  }

  /** Axes whose product is that of the factors, with ones between them. */
  private static int[] sizes(List<Integer> factors, TestData data) {
    List<Integer> sizes = new ArrayList<>();
    int size = 1;
    for (int factor : factors) {
      size *= factor;
      if (data.coin()) {
        sizes.add(size);
        size = 1;
      }
    }
    sizes.add(size);
    for (int ones = data.between(0, 2); ones > 0; ones--) {
      sizes.add(data.between(0, sizes.size()), 1);
    }
    return sizes.stream().mapToInt(i -> i).toArray();
  }

  /** Axes inside each other in any order, sometimes backwards or with room between them. */
  private static long[] strides(int[] sizes, TestData data, long seed) {
    List<Integer> order = new ArrayList<>();
    for (int axis = 0; axis < sizes.length; axis++) {
      order.add(axis);
    }
    if (data.coin()) {
      Collections.reverse(order);
    } else {
      Collections.shuffle(order, new Random(seed));
    }
    long[] strides = new long[sizes.length];
    long stride = 1;
    boolean backwards = data.between(0, 4) == 0;
    for (int axis : order) {
      // Where a single element lies says nothing.
      strides[axis] = sizes[axis] == 1 ? data.between(1, 99) : backwards ? -stride : stride;
      stride *= sizes[axis] + (data.between(0, 9) == 0 ? 1 : 0);
    }
    return strides;
  }

  /** Where the elements lie, in row-major order of the axes. */
  private static long[] places(int[] sizes, long[] strides) {
    long[] places = {0};
    for (int axis = 0; axis < sizes.length; axis++) {
      long[] inner = new long[places.length * sizes[axis]];
      for (int i = 0; i < inner.length; i++) {
        inner[i] = places[i / sizes[axis]] + i % sizes[axis] * strides[axis];
      }
      places = inner;
    }
    return places;
  }

  /** The strides that the places of each axis's second element would need. */
  private static long[] stridesOf(long[] places, int[] sizes) {
    long[] strides = new long[sizes.length];
    int step = places.length;
    for (int axis = 0; axis < sizes.length; axis++) {
      step /= sizes[axis];
      strides[axis] = sizes[axis] == 1 ? 1 : places[step] - places[0];
    }
    return strides;
  }
}
