package io.sepconv;

import io.sepconv.backend.BackendSession;
import io.sepconv.graph.ValueType;
import java.nio.Buffer;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * A place in which a model runs at fixed shapes, without copies where buffers are direct.
 *
 * <pre>{@code
 * try (Session session = model.newSession()) {
 *   session.run(input, output);
 * }
 * }</pre>
 *
 * <p>For one thread at a time; runs of other threads wait. It stays usable when its model is
 * closed.
 */
public final class Session implements AutoCloseable {
  private final BackendSession session;
  private final List<String> inputNames;
  private final List<ValueType> inputs;
  private final List<ValueType> outputs;

  Session(
      BackendSession session,
      List<String> inputNames,
      List<ValueType> inputs,
      List<ValueType> outputs) {
    this.session = session;
    this.inputNames = inputNames;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /** Names of the inputs, in order: those of the model but for any whose values are fixed. */
  public List<String> inputNames() {
    return inputNames;
  }

  /** Types and shapes of the inputs, in order. */
  public List<ValueType> inputs() {
    return inputs;
  }

  /** Types and shapes of the outputs, in order. */
  public List<ValueType> outputs() {
    return outputs;
  }

  /**
   * Runs a network of one f32 input and one f32 output. On the onednn backend a network without
   * Java steps then allocates nothing where both buffers are direct.
   *
   * @param input row-major elements from its position on; direct and in native order to avoid a
   *     copy
   * @param output receives the row-major elements from its position on; likewise. Its memory must
   *     not overlap the input's, or the result is undefined
   * @throws IllegalArgumentException if a buffer is too small, or both are one buffer
   * @throws IllegalStateException if the session is closed
   */
  public void run(FloatBuffer input, FloatBuffer output) {
    session.run(input, output);
  }

  /**
   * Runs the network.
   *
   * @param in one buffer per input, of its element type, read from its position on
   * @param out one buffer per output, of its element type, written from its position on; the memory
   *     of each must overlap no other buffer, or the results are undefined
   * @throws IllegalArgumentException if the number, the kind or the size of the buffers is wrong,
   *     or a buffer comes twice and one of them is an output
   * @throws IllegalStateException if the session is closed
   */
  public void run(List<? extends Buffer> in, List<? extends Buffer> out) {
    session.run(in, out);
  }

  /**
   * Runs the network like {@link #run(List, List)}, but each step on its own, and times it.
   *
   * @return nanoseconds per entry of {@link ModelReport#layers}, in its order
   */
  public long[] profile(List<? extends Buffer> in, List<? extends Buffer> out) {
    return session.profile(in, out);
  }

  /** Frees the intermediate values; waits for a run in flight. Closing twice is quiet. */
  @Override
  public void close() {
    session.close();
  }
}
