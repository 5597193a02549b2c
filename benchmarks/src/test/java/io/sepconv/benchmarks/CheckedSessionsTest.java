package io.sepconv.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No caller is timed whose output is wrong, and none has been whose last output is. */
class CheckedSessionsTest {
  private static final float RIGHT = 2;

  /** Each session writes one number, and the model knows how many are open. */
  private static final class FakeModel implements EngineModel {
    private final float[] outputs;
    private int opened;
    private int open;
    private boolean closed;

    /**
     * A model.
     *
     * @param outputs of the sessions, in the order in which they are opened
     */
    FakeModel(float... outputs) {
      this.outputs = outputs;
    }

    @Override
    public EngineSession newSession() {
      Shape one = Shape.of(1);
      float value = outputs[opened++];
      open++;
      return new EngineSession(new Task(Path.of("none"), Tensor.of(one, 1f), one, 1, 1)) {
        @Override
        protected void run() {
          output.put(0, value);
        }

        @Override
        public void close() {
          open--;
        }
      };
    }

    @Override
    public String description() {
      return "fake";
    }

    @Override
    public void close() {
      assertEquals(0, open);
      closed = true;
    }
  }

  private static CheckedSessions check(FakeModel model) throws Exception {
    Tensor expected = Tensor.of(Shape.of(1), RIGHT);
    return new CheckedSessions(
        model,
        model.outputs.length,
        output -> Accuracy.F32.require(expected, output, "it").describe());
  }

  @Test
  void callersHaveSessionsOfTheirOwn() throws Exception {
    FakeModel model = new FakeModel(RIGHT, RIGHT);
    CheckedSessions sessions = check(model);
    assertEquals(2, model.open);
    assertTrue(sessions.get(0) != sessions.get(1));
    sessions.close();
    assertTrue(model.closed);
  }

  @ParameterizedTest
  @ValueSource(floats = {2.001f, 0, Float.NaN})
  void aWrongOutputIsRefused(float wrong) throws Exception {
    FakeModel second = new FakeModel(RIGHT, wrong);
    assertThrows(DisagreementException.class, () -> check(second));
    assertTrue(second.closed);
    FakeModel last = new FakeModel(RIGHT, RIGHT);
    CheckedSessions sessions = check(last);
    sessions.get(1).output.put(0, wrong);
    assertThrows(DisagreementException.class, sessions::close);
    assertTrue(last.closed);
  }
}
