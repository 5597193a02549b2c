package io.sepconv.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers of a model that only counts. */
@Timeout(60)
class CallersTest {
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final AtomicInteger runs = new AtomicInteger();

  private EngineModel model(Runnable run) {
    Tensor input = Tensor.of(Shape.of(1), 5f);
    Task task = new Task(Path.of("none"), input, Shape.of(1), 1, 1);
    return new EngineModel() {
      @Override
      public EngineSession newSession() {
        opened.incrementAndGet();
        return new EngineSession(task) {
          @Override
          protected void run() {
            runs.incrementAndGet();
            output.put(0, input.get(0));
            run.run();
          }

          @Override
          public void close() {
            closed.incrementAndGet();
          }
        };
      }

      @Override
      public String description() {
        return "counts";
      }

      @Override
      public void close() {}
    };
  }

  /** A run ends when three are at it: it would not if they came one after the other. */
  @Test
  void allRunAtTheSameTime() {
    CyclicBarrier meeting = new CyclicBarrier(3);
    Runnable meet =
        () -> {
          try {
            meeting.await(30, TimeUnit.SECONDS);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        };
    try (Callers callers = new Callers(model(meet), 3)) {
      callers.runOnce();
      assertEquals(3, runs.get());
      List<float[]> results = callers.results().stream().map(Tensor::floats).toList();
      results.forEach(result -> assertEquals(5, result[0]));
      assertEquals(3, results.size());
    }
    assertEquals(3, opened.get());
    assertEquals(3, closed.get());
  }

  @Test
  void everyRunIsTimed() {
    for (int count : new int[] {1, 4}) {
      runs.set(0);
      try (Callers callers = new Callers(model(() -> {}), count)) {
        long[] times = callers.timedRuns(1_000_000);
        assertTrue(times.length >= count && times.length <= runs.get());
        assertTrue(count > 1 || times.length == runs.get());
      }
    }
  }

  @Test
  void aRunThatFailsIsToldOf() {
    Runnable fails =
        () -> {
          throw new IllegalStateException("no memory");
        };
    for (int count : new int[] {1, 2}) {
      try (Callers callers = new Callers(model(fails), count)) {
        String message = assertThrows(IllegalStateException.class, callers::runOnce).getMessage();
        assertTrue(message.contains("no memory"), message);
      }
    }
  }
}
