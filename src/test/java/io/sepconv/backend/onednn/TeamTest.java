package io.sepconv.backend.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.testing.Concurrency;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Tasks are handed over, and everything that happens to them comes back. No native code. */
class TeamTest {
  /** Sizes of teams that nobody else in this process asks for, one per test. */
  private static final int REUSED = 1001;

  private static final int PARALLEL = 1002;
  private static final int FAILING = 1003;
  private static final int INTERRUPTED = 1004;
  private static final int FORGOTTEN = 1005;

  @Test
  void aTeamIsUsedAgain() {
    Thread first = runner(REUSED);
    assertNotSame(Thread.currentThread(), first);
    assertTrue(first.isDaemon());
    for (int i = 0; i < 1000; i++) {
      assertSame(first, runner(REUSED));
    }
    assertNotSame(first, runner(REUSED + 1000));
  }

  /** The thread that runs a task on a team of the given size. */
  private static Thread runner(int threads) {
    Thread[] runner = new Thread[1];
    Team.run(threads, () -> runner[0] = Thread.currentThread());
    return runner[0];
  }

  @Test
  void tasksAtTheSameTimeHaveATeamEach() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    FutureTask<Thread> one = Concurrency.start(() -> meet(both));
    FutureTask<Thread> other = Concurrency.start(() -> meet(both));
    assertNotSame(Concurrency.get(one), Concurrency.get(other));
  }

  private static Thread meet(CountDownLatch both) {
    Thread[] runner = new Thread[1];
    Team.run(
        PARALLEL,
        () -> {
          runner[0] = Thread.currentThread();
          both.countDown();
          Concurrency.await(both);
        });
    return runner[0];
  }

  @Test
  void failuresReachTheCallerAndTheTeamGoesOn() {
    Thread before = runner(FAILING);
    IllegalStateException exception = new IllegalStateException("a primitive failed");
    StackOverflowError error = new StackOverflowError();
    assertSame(
        exception,
        assertThrows(
            IllegalStateException.class,
            () ->
                Team.run(
                    FAILING,
                    () -> {
                      throw exception;
                    })));
    assertSame(
        error,
        assertThrows(
            StackOverflowError.class,
            () ->
                Team.run(
                    FAILING,
                    () -> {
                      throw error;
                    })));
    assertSame(before, runner(FAILING));
  }

  @Test
  void anInterruptedCallerWaitsForTheEnd() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    boolean[] ended = new boolean[1];
    FutureTask<Boolean> call =
        new FutureTask<>(
            () -> {
              Team.run(
                  INTERRUPTED,
                  () -> {
                    running.countDown();
                    Concurrency.await(go);
                    ended[0] = true;
                  });
              assertTrue(ended[0], "came back before the task had ended");
              return Thread.interrupted();
            });
    Thread caller = Concurrency.thread(call);
    caller.start();
    Concurrency.await(running);
    caller.interrupt();
    Concurrency.awaitBlocked(caller);
    assertFalse(call.isDone());
    go.countDown();
    assertEquals(true, Concurrency.get(call), "still interrupted");
  }

  @Test
  void aTeamWithoutWorkEnds() throws InterruptedException {
    Thread first = runner(FORGOTTEN);
    first.join();
    Thread second = runner(FORGOTTEN);
    assertNotSame(first, second);
    second.join();
  }
}
