package io.sepconv;

import io.sepconv.backend.BackendSession;
import io.sepconv.backend.Buffers;
import io.sepconv.backend.Support;
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
  private final List<ValueType> inputs;
  private final List<ValueType> outputs;

  Session(BackendSession session, List<ValueType> inputs, List<ValueType> outputs) {
    this.session = session;
    this.inputs = inputs;
    this.outputs = outputs;
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
   * Runs a network of one f32 input and one f32 output.
   *
   * @param input row-major elements from its position on; direct and in native order to avoid a
   *     copy
   * @param output receives the row-major elements from its position on; likewise
   * @throws IllegalArgumentException if a buffer is too small
   */
  public void run(FloatBuffer input, FloatBuffer output) {
    run(List.of(input), List.of(output));
  }

  /**
   * Runs the network.
   *
   * @param in one buffer per input, of its element type, read from its position on
   * @param out one buffer per output, of its element type, written from its position on
   * @throws IllegalArgumentException if the number, the kind or the size of the buffers is wrong
   * @throws IllegalStateException if the session is closed
   */
  public void run(List<? extends Buffer> in, List<? extends Buffer> out) {
    check("input", inputs, in);
    check("output", outputs, out);
    session.run(in, out);
  }

  private static void check(String what, List<ValueType> types, List<? extends Buffer> buffers) {
    if (buffers.size() != types.size()) {
      throw new IllegalArgumentException(
          "the model has " + types.size() + " " + what + "s " + types + ", not " + buffers.size());
    }
    for (int i = 0; i < types.size(); i++) {
      Support fit = Buffers.fits(types.get(i), buffers.get(i));
      if (!fit.yes()) {
        throw new IllegalArgumentException(what + " " + i + ": " + fit.reason());
      }
      if (what.equals("output") && buffers.get(i).isReadOnly()) {
        throw new IllegalArgumentException("output " + i + ": the buffer is read-only");
      }
    }
  }

  /** Frees the intermediate values; waits for a run in flight. Closing twice is quiet. */
  @Override
  public void close() {
    session.close();
  }
}
