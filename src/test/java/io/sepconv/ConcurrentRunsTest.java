package io.sepconv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.tensor.Shape;
import io.sepconv.testing.Concurrency;
import io.sepconv.testing.NativeTest;
import io.sepconv.testing.TestData;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Many threads on one model. {@code -Dsepconv.stressSeconds=60} makes every case last that long.
 */
@NativeTest
class ConcurrentRunsTest {
  private static final double SECONDS =
      Double.parseDouble(System.getProperty("sepconv.stressSeconds", "1.5"));

  private static final Shape INPUT = Shape.of(1, 16, 27, 37);
  private static final int INPUTS = 13;
  private static final int CALLERS = 8;

  /** Convolution, two separable blocks with a residual sum, and what ends a classifier. */
  private static Graph network() {
    TestData data = new TestData(7);
    GraphBuilder builder = new GraphBuilder("stress");
    Value stem =
        builder.conv(
            builder.input("x", INPUT),
            ConvLayer.of(data.floats(Shape.of(24, 16, 3, 3))).same().activation(Activation.RELU6));
    Value block = separable(builder, data, separable(builder, data, stem));
    return builder.output(builder.add(stem, block)).build();
  }

  private static Value separable(GraphBuilder builder, TestData data, Value x) {
    return builder.depthwiseSeparable(
        x,
        ConvLayer.of(data.floats(Shape.of(24, 1, 3, 3))).same().activation(Activation.RELU6),
        ConvLayer.of(data.floats(Shape.of(24, 24, 1, 1))));
  }

  private static ModelOptions options(int threads, int sessions) {
    return ModelOptions.defaults().backend("onednn").threads(threads).maxSessions(sessions);
  }

  /** Throughput mode, latency mode, both with more than there are processors for, and one gate. */
  @ParameterizedTest
  @CsvSource({"1, 8", "2, 1", "2, 3", "1, 1"})
  void resultsAreThoseOfASerialRunBitByBit(int threads, int sessions) throws Exception {
    List<float[]> inputs = new ArrayList<>();
    List<float[]> expected = new ArrayList<>();
    try (Model model = Model.of(network(), options(threads, sessions))) {
      for (int i = 0; i < INPUTS; i++) {
        inputs.add(new TestData(i).floats(INPUT).floats());
        expected.add(model.run(inputs.get(i)));
      }
      long end = end();
      List<FutureTask<Integer>> callers = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        int first = caller;
        callers.add(
            Concurrency.start(
                () -> {
                  int runs = 0;
                  for (int i = first; System.nanoTime() < end; i = (i + 1) % INPUTS) {
                    assertArrayEquals(expected.get(i), model.run(inputs.get(i)), "input " + i);
                    runs++;
                  }
                  return runs;
                }));
      }
      for (FutureTask<Integer> caller : callers) {
        assertTrue(get(caller) > 0, "a caller never got its turn");
      }
    }
  }

  private static long end() {
    return System.nanoTime() + (long) (SECONDS * 1e9);
  }

  private static <T> T get(FutureTask<T> task) throws Exception {
    return task.get((long) SECONDS + 60, TimeUnit.SECONDS);
  }

  /**
   * Runs in flight, on sessions and models that others close and open again: each gives the right
   * result or says that it is closed.
   */
  @ParameterizedTest
  @CsvSource({"1", "2"})
  void closingAtAnyMomentIsSafe(int threads) throws Exception {
    float[] x = new TestData(1).floats(INPUT).floats();
    float[] expected;
    try (Model model = Model.of(network(), options(threads, 2))) {
      expected = model.run(x);
    }
    Place place = new Place(threads);
    long end = end();
    List<FutureTask<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      tasks.add(Concurrency.start(() -> runModels(place, x, expected, end)));
      tasks.add(Concurrency.start(() -> runSessions(place, x, expected, end)));
    }
    tasks.add(Concurrency.start(() -> renew(place::renewSession, end)));
    tasks.add(Concurrency.start(() -> renew(place::renewModel, end)));
    for (FutureTask<Integer> task : tasks) {
      assertTrue(get(task) > 0, "a task never got its turn");
    }
    place.session.close();
    place.model.close();
  }

  /** A model and a session that are replaced while others use them; the old ones are closed. */
  private static final class Place {
    private final int threads;
    private volatile Model model;
    private volatile Session session;

    Place(int threads) {
      this.threads = threads;
      this.model = Model.of(network(), options(threads, 2));
      this.session = model.newSession();
    }

    void renewModel() {
      Model old = model;
      model = Model.of(network(), options(threads, 2));
      old.close();
      old.close();
    }

    void renewSession() {
      Session old = session;
      Session next;
      try {
        next = model.newSession();
      } catch (IllegalStateException e) {
        assertClosed(e);
        return;
      }
      session = next;
      old.close();
      old.close();
    }
  }

  private static int renew(Runnable action, long end) {
    int times = 0;
    while (System.nanoTime() < end) {
      action.run();
      times++;
    }
    return times;
  }

  private static int runModels(Place place, float[] x, float[] expected, long end) {
    int runs = 0;
    while (System.nanoTime() < end) {
      try {
        assertArrayEquals(expected, place.model.run(x));
        runs++;
      } catch (IllegalStateException e) {
        assertClosed(e);
      }
    }
    return runs;
  }

  private static int runSessions(Place place, float[] x, float[] expected, long end) {
    FloatBuffer in = FloatBuffer.wrap(x);
    float[] out = new float[expected.length];
    int runs = 0;
    while (System.nanoTime() < end) {
      try {
        place.session.run(in, FloatBuffer.wrap(out));
        assertArrayEquals(expected, out);
        runs++;
      } catch (IllegalStateException e) {
        assertClosed(e);
      }
    }
    return runs;
  }

  private static void assertClosed(IllegalStateException e) {
    assertTrue(e.getMessage().contains("is closed"), e::toString);
  }

  /**
   * Callers that are interrupted all the time: a run ends as it would, and they stay interrupted.
   */
  @Test
  void interruptsDoNotEndRuns() throws Exception {
    float[] x = new TestData(1).floats(INPUT).floats();
    try (Model model = Model.of(network(), options(2, 1))) {
      float[] expected = model.run(x);
      FutureTask<Boolean> interrupted =
          Concurrency.start(
              () -> {
                Thread.currentThread().interrupt();
                for (int i = 0; i < 100; i++) {
                  assertArrayEquals(expected, model.run(x));
                }
                return Thread.interrupted();
              });
      for (int i = 0; i < 100; i++) {
        assertArrayEquals(expected, model.run(x));
      }
      assertTrue(get(interrupted), "the interrupt is still to be seen");
    }
  }
}
