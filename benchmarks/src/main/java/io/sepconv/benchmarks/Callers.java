package io.sepconv.benchmarks;

import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/**
 * Callers of one model that run at the same time, each on a session and a thread of its own; a
 * single one on the thread that asks.
 */
final class Callers implements AutoCloseable {
  private final List<EngineSession> sessions = new ArrayList<>();
  private final ExecutorService threads;
  private final CyclicBarrier start;

  /** Opens the sessions; the caller closes them, before the model. */
  Callers(EngineModel model, int count) {
    threads =
        Executors.newFixedThreadPool(
            count,
            task -> {
              Thread thread = new Thread(task, "caller");
              thread.setDaemon(true);
              return thread;
            });
    start = new CyclicBarrier(count);
    try {
      for (int i = 0; i < count; i++) {
        sessions.add(model.newSession());
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Each runs once. */
  void runOnce() {
    all(
        session -> {
          session.run();
          return null;
        });
  }

  /**
   * All run, over and over, for as long as the nanoseconds say, each at least once.
   *
   * @return the nanoseconds of each run, one caller's after the other's; where there are several,
   *     without those that ended after the first of them had stopped, but each one's first
   */
  long[] timedRuns(long nanos) {
    List<long[]> times =
        all(
            session -> {
              start.await();
              return WarmUp.timedRuns(session::run, nanos, System::nanoTime);
            });
    long shortest = times.stream().mapToLong(own -> LongStream.of(own).sum()).min().orElseThrow();
    return times.stream().flatMapToLong(own -> LongStream.of(within(shortest, own))).toArray();
  }

  /** The first of some runs in a row, and those that ended before a time was over. */
  private static long[] within(long nanos, long[] runs) {
    int count = 1;
    long end = runs[0];
    while (count < runs.length && end + runs[count] <= nanos) {
      end += runs[count++];
    }
    return Arrays.copyOf(runs, count);
  }

  /** A copy of what each has written last. */
  List<Tensor> results() {
    return sessions.stream().map(EngineSession::result).toList();
  }

  private interface Job<T> {
    T of(EngineSession session) throws Exception;
  }

  private <T> List<T> all(Job<T> job) {
    try {
      if (sessions.size() == 1) {
        return Arrays.asList(job.of(sessions.get(0)));
      }
      List<Callable<T>> jobs = new ArrayList<>();
      sessions.forEach(session -> jobs.add(() -> job.of(session)));
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(jobs)) {
        results.add(result.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a caller failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while callers ran", e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    sessions.forEach(EngineSession::close);
  }
}
