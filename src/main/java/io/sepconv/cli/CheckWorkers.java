package io.sepconv.cli;

import io.sepconv.backend.BackendUnavailableException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Runs checks, several at once, and hands out their results in the order of the checks. Only the
 * checks that run hold models and tensors, so memory does not grow with their number.
 */
final class CheckWorkers implements AutoCloseable {
  private final ExecutorService pool;
  private final int atOnce;
  private final Runnable onEnd;
  private final Queue<CompletableFuture<CheckResult>> results = new ArrayDeque<>();

  /** Fair, so that a check which waits to be alone gets its turn before new ones begin. */
  private final ReadWriteLock memory = new ReentrantReadWriteLock(true);

  private volatile boolean stopped;

  /**
   * Starts.
   *
   * @param atOnce how many run at the same time, at least 1
   * @param onEnd called on the thread of a check when it has ended
   */
  CheckWorkers(List<? extends Check> checks, int atOnce, Runnable onEnd) {
    this.atOnce = atOnce;
    this.onEnd = onEnd;
    this.pool = Executors.newFixedThreadPool(atOnce, CheckWorkers::thread);
    for (Check check : checks) {
      results.add(CompletableFuture.supplyAsync(() -> run(check), pool));
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "sepconv-check");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Waits for the result of the first check that was not asked for yet.
   *
   * @throws BackendUnavailableException if the backend cannot run, which ends the whole run
   */
  CheckResult next() {
    try {
      return results.remove().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof BackendUnavailableException unavailable) {
        throw unavailable;
      }
      throw e;
    }
  }

  private CheckResult run(Check check) {
    if (stopped) {
      return null;
    }
    long start = System.nanoTime();
    CheckResult result = run(check, memory.readLock());
    if (atOnce > 1 && result.cause() instanceof OutOfMemoryError) {
      // Its neighbours may have taken what it needed. Alone, its result is its own.
      start = System.nanoTime();
      result = run(check, memory.writeLock());
    }
    onEnd.run();
    return result.took((System.nanoTime() - start) / 1e9);
  }

  /** One bad check must not end a run of thousands, so errors of the JVM are results as well. */
  private static CheckResult run(Check check, Lock lock) {
    lock.lock();
    try {
      return check.run();
    } catch (Exception | Error e) {
      return CheckResult.of(check.name(), e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets the checks that run come to their end and begins no other: no native call is in flight
   * when the JVM ends.
   */
  @Override
  public void close() {
    stopped = true;
    results.forEach(result -> result.handle((value, thrown) -> null).join());
    pool.shutdown();
  }
}
