package io.sepconv.backend.plan;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Places for buffers in one arena, so that buffers alive at the same time do not overlap.
 *
 * <p>Largest first, each at the lowest offset that is free over its lifetime: "greedy by size" of
 * Pisarchyk and Lee, Efficient Memory Management for Deep Neural Net Inference (2020). Where that
 * takes more than the peak, another order is tried, and the smaller arena is taken.
 *
 * @param offsets byte offset of each buffer, in the order given
 * @param bytes size of the arena
 * @param peakBytes the largest sum of buffers alive at one step: no plan can be smaller
 */
public record ArenaPlan(long[] offsets, long bytes, long peakBytes) {
  /** Offsets and sizes are multiples of this many bytes: one cache line, one AVX-512 register. */
  public static final long ALIGNMENT = 64;

  /**
   * Orders in which buffers take their places: by size, and by size and lifetime together, which
   * brings BlazeFace from 1.19 of its peak to the peak.
   */
  private static final List<Comparator<Buffer>> ORDERS =
      List.of(
          Comparator.comparingDouble(buffer -> -buffer.bytes()),
          Comparator.comparingDouble(buffer -> -(double) buffer.bytes() * buffer.steps()));

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

    int steps() {
      return last - first + 1;
    }

    long aligned() {
      return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
  }

  /** Plans the given buffers. */
  public static ArenaPlan of(List<Buffer> buffers) {
    int steps = buffers.stream().mapToInt(b -> b.last() + 1).max().orElse(0);
    long peak = peak(buffers, steps);
    ArenaPlan best = null;
    for (Comparator<Buffer> order : ORDERS) {
      if (best == null || best.bytes() > peak) {
        ArenaPlan plan = inOrder(order, buffers, steps, peak);
        best = best == null || plan.bytes() < best.bytes() ? plan : best;
      }
    }
    return best;
  }

  private static ArenaPlan inOrder(
      Comparator<Buffer> order, List<Buffer> buffers, int steps, long peak) {
    int[] indices =
        IntStream.range(0, buffers.size())
            .boxed()
            .sorted(Comparator.comparing(buffers::get, order))
            .mapToInt(i -> i)
            .toArray();
    long[] offsets = new long[buffers.size()];
    PlacedBuffers placed = new PlacedBuffers(buffers.size(), steps);
    long total = 0;
    for (int index : indices) {
      Buffer buffer = buffers.get(index);
      offsets[index] = placed.lowestGap(buffer);
      total = Math.max(total, offsets[index] + buffer.aligned());
      placed.add(index, buffer, offsets[index]);
    }
    return new ArenaPlan(offsets, total, peak);
  }

  private static long peak(List<Buffer> buffers, int steps) {
    long[] change = new long[steps + 1];
    for (Buffer buffer : buffers) {
      change[buffer.first()] += buffer.aligned();
      change[buffer.last() + 1] -= buffer.aligned();
    }
    long peak = 0;
    long alive = 0;
    for (long bytes : change) {
      alive += bytes;
      peak = Math.max(peak, alive);
    }
    return peak;
  }
}
