package io.sepconv.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Threads that meet at latches. The patience only ends a test that would hang. */
public final class Concurrency {
  private static final long PATIENCE_MINUTES = 1;

  private Concurrency() {}

  /** Starts an action on a thread of its own, which does not keep the JVM alive. */
  public static <T> FutureTask<T> start(Callable<T> action) {
    FutureTask<T> task = new FutureTask<>(action);
    thread(task).start();
    return task;
  }

  /** A thread that does not keep the JVM alive, not yet started. */
  public static Thread thread(Runnable action) {
    Thread thread = new Thread(action);
    thread.setDaemon(true);
    return thread;
  }

  /** What an action returned, or its exception as the cause of another. */
  public static <T> T get(FutureTask<T> task) throws Exception {
    return task.get(PATIENCE_MINUTES, TimeUnit.MINUTES);
  }

  /** Waits until a latch is open. */
  public static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(PATIENCE_MINUTES, TimeUnit.MINUTES), "the latch stays closed");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until a started thread waits for another, or has ended. */
  public static void awaitBlocked(Thread thread) {
    while (thread.getState() == Thread.State.RUNNABLE) {
      Thread.onSpinWait();
    }
  }
}
