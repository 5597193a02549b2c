package io.sepconv.backend.plan;

import io.sepconv.backend.plan.ArenaPlan.Buffer;
import java.util.Arrays;

/**
 * Buffers that have their places, and where there is room for another one.
 *
 * <p>Of 100,000 buffers with short lives a new one meets a handful, which {@link LifetimeIndex}
 * finds; where it meets many, walking over all in the order of their offsets is quicker than
 * sorting those. Both give the same place. Not safe for threads.
 */
final class PlacedBuffers {
  /** Sorting n pieces costs about as much as a look at this many times n. */
  private static final int SORTING = 16;

  private final LifetimeIndex index;
  private final long[] starts;
  private final long[] ends;

  /** Numbers of buffers by ascending offset, and their lifetimes beside them. */
  private final int[] order;

  private final int[] first;
  private final int[] last;
  private int sorted;

  /** Numbers in the order in which they came, of which {@link #order} has the first ones. */
  private final int[] added;

  private final Buffer[] buffers;
  private int count;

  /**
   * No buffers yet.
   *
   * @param capacity how many there will be, numbered from 0
   * @param steps how many steps their lifetimes have
   */
  PlacedBuffers(int capacity, int steps) {
    index = new LifetimeIndex(steps);
    starts = new long[capacity];
    ends = new long[capacity];
    order = new int[capacity];
    first = new int[capacity];
    last = new int[capacity];
    added = new int[capacity];
    buffers = new Buffer[capacity];
  }

  /** The lowest offset where a buffer meets none of those alive in its lifetime. */
  long lowestGap(Buffer buffer) {
    int[] others = index.overlapping(buffer, count / SORTING);
    return others == null ? walk(buffer) : lowestGap(buffer.aligned(), others);
  }

  private long walk(Buffer buffer) {
    sort();
    long bytes = buffer.aligned();
    long offset = 0;
    for (int i = 0; i < count; i++) {
      if (first[i] <= buffer.last() && buffer.first() <= last[i]) {
        if (offset + bytes <= starts[order[i]]) {
          break;
        }
        offset = Math.max(offset, ends[order[i]]);
      }
    }
    return offset;
  }

  /**
   * The lowest offset with that much room between the given buffers. Starts and ends may be sorted
   * apart: where the next start is not before the end of as many pieces as have started, nothing
   * lies in between.
   */
  private long lowestGap(long bytes, int[] others) {
    long[] begins = Arrays.stream(others).mapToLong(other -> starts[other]).sorted().toArray();
    long[] stops = Arrays.stream(others).mapToLong(other -> ends[other]).sorted().toArray();
    long offset = 0;
    for (int i = 0; i < begins.length && offset + bytes > begins[i]; i++) {
      offset = stops[i];
    }
    return offset;
  }

  /** Adds a buffer at its place. */
  void add(int number, Buffer buffer, long offset) {
    starts[number] = offset;
    ends[number] = offset + buffer.aligned();
    index.add(number, buffer);
    added[count++] = number;
    buffers[number] = buffer;
  }

  /** Brings what was added since the last walk into the order of offsets. */
  private void sort() {
    for (; sorted < count; sorted++) {
      int number = added[sorted];
      int low = 0;
      int high = sorted;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (starts[order[middle]] <= starts[number]) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      insert(order, low, number);
      insert(first, low, buffers[number].first());
      insert(last, low, buffers[number].last());
    }
  }

  private void insert(int[] array, int at, int value) {
    System.arraycopy(array, at, array, at + 1, sorted - at);
    array[at] = value;
  }
}
