package io.sepconv.backend;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Where the intermediate values of a session lie. Inputs, outputs and weights are not in it.
 *
 * @param bytes size of the arena
 * @param peakBytes the largest sum of buffers alive at one step: no arena can be smaller
 * @param buffers in order of first use; those alive at the same step do not overlap
 */
public record ArenaReport(long bytes, long peakBytes, List<Buffer> buffers) {
  /** That of a backend that plans no memory. */
  public static final ArenaReport NONE = new ArenaReport(0, 0, List.of());

  /**
   * A piece of the arena over the steps that use it. Steps count as in {@link
   * CompiledGraph#layers()}.
   *
   * @param name the value it holds, or "scratchpad of" a node
   * @param offset its place, in bytes
   * @param bytes its size
   * @param first the step that writes it first
   * @param last the last step that reads it
   */
  public record Buffer(String name, long offset, long bytes, int first, int last) {
    public Buffer {
      Objects.requireNonNull(name, "name");
    }
  }

  public ArenaReport {
    buffers = List.copyOf(buffers);
  }

  /** How many times the peak the arena is; 1 where both are empty. */
  public double overPeak() {
    return peakBytes == 0 ? 1 : (double) bytes / peakBytes;
  }

  /** One line for people. */
  public String summary() {
    return bytes == 0
        ? "arena: none planned"
        : String.format(
            Locale.ROOT,
            "arena: %,d bytes, %.3f times the %,d bytes that are alive at once at most",
            bytes,
            overPeak(),
            peakBytes);
  }
}
