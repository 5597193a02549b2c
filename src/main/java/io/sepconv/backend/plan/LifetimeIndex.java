package io.sepconv.backend.plan;

import io.sepconv.backend.plan.ArenaPlan.Buffer;
import java.util.Arrays;

/**
 * Finds the buffers that are alive at some step of a lifetime, without looking at the others.
 *
 * <p>Those are the ones alive at its first step and the ones that begin later in it. The former are
 * kept in a segment tree over the steps: a buffer lies in the O(log steps) nodes that make up its
 * lifetime, and a step is in the nodes between its leaf and the root (de Berg et al., Computational
 * Geometry, 2008, section 10.3). Not safe for threads.
 */
final class LifetimeIndex {
  private final int leaves;
  private final Chains alive;
  private final Chains beginning;

  /** An empty index over steps from 0 on. */
  LifetimeIndex(int steps) {
    leaves = Math.max(1, Integer.highestOneBit(Math.max(1, steps - 1)) * 2);
    alive = new Chains(2 * leaves);
    beginning = new Chains(leaves);
  }

  /** Adds a buffer under the given number. */
  void add(int number, Buffer buffer) {
    beginning.add(buffer.first(), number);
    int left = buffer.first() + leaves;
    int right = buffer.last() + leaves + 1;
    for (; left < right; left /= 2, right /= 2) {
      if (left % 2 == 1) {
        alive.add(left++, number);
      }
      if (right % 2 == 1) {
        alive.add(--right, number);
      }
    }
  }

  /**
   * The numbers of the buffers added so far that overlap the given one, once each; null if they are
   * more than the limit.
   */
  int[] overlapping(Buffer buffer, int limit) {
    Numbers found = new Numbers(limit);
    for (int node = buffer.first() + leaves; node >= 1; node /= 2) {
      alive.collect(node, found);
    }
    for (int step = buffer.first() + 1; step <= buffer.last() && !found.isFull(); step++) {
      beginning.collect(step, found);
    }
    return found.isFull() ? null : Arrays.copyOf(found.numbers, found.count);
  }

  /** Chains of numbers that share one growing array. */
  private static final class Chains {
    private final int[] heads;
    private int[] numbers = new int[64];
    private int[] next = new int[64];
    private int count;

    Chains(int chains) {
      heads = new int[chains];
      Arrays.fill(heads, -1);
    }

    void add(int chain, int number) {
      if (count == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * count);
        next = Arrays.copyOf(next, 2 * count);
      }
      numbers[count] = number;
      next[count] = heads[chain];
      heads[chain] = count++;
    }

    void collect(int chain, Numbers found) {
      for (int entry = heads[chain]; entry >= 0 && !found.isFull(); entry = next[entry]) {
        found.add(numbers[entry]);
      }
    }
  }

  /** What was found, up to one more than wanted. */
  private static final class Numbers {
    private final int limit;
    private int[] numbers = new int[16];
    private int count;

    Numbers(int limit) {
      this.limit = limit;
    }

    boolean isFull() {
      return count > limit;
    }

    void add(int number) {
      if (count == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * count);
      }
      numbers[count++] = number;
    }
  }
}
