package io.sepconv.backend;

import java.nio.Buffer;
import java.util.Arrays;
import java.util.List;

/**
 * One running place of a {@link CompiledGraph}: owns the intermediate values. For one thread at a
 * time.
 */
public interface BackendSession extends AutoCloseable {
  /**
   * Runs the network once.
   *
   * <p>Buffers come in the order of the graph's inputs and outputs and of their element types:
   * {@link java.nio.FloatBuffer}, {@link java.nio.LongBuffer}, {@link java.nio.IntBuffer}, or
   * {@link java.nio.ByteBuffer} for bool. Elements are row-major and are read and written from each
   * buffer's position, which does not move. Direct buffers in native order are used without a copy
   * where the backend can.
   *
   * @param inputs one buffer per input, with at least its elements remaining
   * @param outputs one writable buffer per output, with at least its elements remaining; its memory
   *     overlaps that of no other buffer, or the results are undefined
   * @throws IllegalArgumentException if the number, the kind or the size of the buffers is wrong,
   *     or a buffer comes twice and one of them is an output
   * @throws IllegalStateException if the session is closed
   */
  void run(List<? extends Buffer> inputs, List<? extends Buffer> outputs);

  /**
   * Runs a network of one input and one output; a backend may do this without an allocation, which
   * lists would take.
   *
   * @throws IllegalArgumentException as above
   * @throws IllegalStateException if the session is closed
   */
  default void run(Buffer input, Buffer output) {
    run(Arrays.asList(input), Arrays.asList(output));
  }

  /**
   * Runs the network once like {@link #run(List, List)}, each step on its own, and times it.
   *
   * @return nanoseconds per entry of {@link CompiledGraph#layers}, in its order
   */
  long[] profile(List<? extends Buffer> inputs, List<? extends Buffer> outputs);

  /** Frees the intermediate values. Closing twice is quiet; waits for a run in flight. */
  @Override
  void close();
}
