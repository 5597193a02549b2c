package io.sepconv.backend.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Places for buffers in one arena, so that buffers alive at the same time do not overlap.
 *
 * <p>Largest first, each at the lowest offset that is free over its lifetime: "greedy by size" of
 * Pisarchyk and Lee, Efficient Memory Management for Deep Neural Net Inference (2020).
 *
 * @param offsets byte offset of each buffer, in the order given
 * @param bytes size of the arena
 * @param peakBytes the largest sum of buffers alive at one step: no plan can be smaller
 */
public record ArenaPlan(long[] offsets, long bytes, long peakBytes) {
  /** Offsets and sizes are multiples of this many bytes: one cache line, one AVX-512 register. */
  public static final long ALIGNMENT = 64;

  /**
   * A buffer and its lifetime.
   *
   * @param bytes its size
   * @param first the step that writes it first
   * @param last the last step that reads it, not before {@code first}
   */
  public record Buffer(long bytes, int first, int last) {
    boolean overlaps(Buffer other) {
      return first <= other.last && other.first <= last;
    }

    long aligned() {
      return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
  }

  /** Plans the given buffers. */
  public static ArenaPlan of(List<Buffer> buffers) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < buffers.size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingLong((Integer i) -> -buffers.get(i).bytes()));
    long[] offsets = new long[buffers.size()];
    List<Integer> placed = new ArrayList<>();
    long total = 0;
    for (int index : order) {
      Buffer buffer = buffers.get(index);
      long offset = 0;
      // placed is sorted by offset, so the first gap that is wide enough is the lowest.
      for (int other : placed) {
        if (!buffers.get(other).overlaps(buffer)) {
          continue;
        }
        if (offset + buffer.aligned() <= offsets[other]) {
          break;
        }
        offset = Math.max(offset, offsets[other] + buffers.get(other).aligned());
      }
      offsets[index] = offset;
      total = Math.max(total, offset + buffer.aligned());
      placed.add(index);
      placed.sort(Comparator.comparingLong(i -> offsets[i]));
    }
    return new ArenaPlan(offsets, total, peak(buffers));
  }

  private static long peak(List<Buffer> buffers) {
    int steps = buffers.stream().mapToInt(b -> b.last() + 1).max().orElse(0);
    long[] alive = new long[steps];
    for (Buffer buffer : buffers) {
      for (int step = buffer.first(); step <= buffer.last(); step++) {
        alive[step] += buffer.aligned();
      }
    }
    long peak = 0;
    for (long bytes : alive) {
      peak = Math.max(peak, bytes);
    }
    return peak;
  }
}
