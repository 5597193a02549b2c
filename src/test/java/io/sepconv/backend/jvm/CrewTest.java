package io.sepconv.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CrewTest {
  /** A kernel that is one action for every part. */
  private record Each(int parts, Action action) implements Kernel {
    @Override
    public void run(float[] arena, int part, int worker) {
      action.run(part, worker);
    }
  }

  private interface Action {
    void run(int part, int worker);
  }

  private static void run(int threads, Kernel... kernels) {
    Crew crew = Crew.borrow(threads);
    try {
      for (Kernel kernel : kernels) {
        crew.run(kernel, new float[1]);
      }
    } finally {
      crew.giveBack();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void everyPartOfEveryKernelRunsOnce(int threads) {
    for (int round = 0; round < 2_000; round++) {
      AtomicIntegerArray runs = new AtomicIntegerArray(7 + round % 5);
      Kernel kernel = new Each(runs.length(), (part, worker) -> runs.incrementAndGet(part));
      run(threads, kernel, kernel, kernel);
      int[] counts = new int[runs.length()];
      Arrays.setAll(counts, runs::get);
      int[] expected = new int[runs.length()];
      Arrays.fill(expected, 3);
      assertArrayEquals(expected, counts);
    }
  }

  @Test
  void noTwoThreadsHaveTheSameNumber() {
    int threads = 3;
    Set<Integer> busy = ConcurrentHashMap.newKeySet();
    Set<Integer> seen = ConcurrentHashMap.newKeySet();
    CountDownLatch all = new CountDownLatch(threads);
    Kernel kernel =
        new Each(
            threads,
            (part, worker) -> {
              assertTrue(busy.add(worker), "worker " + worker + " is busy");
              seen.add(worker);
              all.countDown();
              try {
                // Parts wait for each other, so that each runs on a thread of its own.
                assertTrue(all.await(30, TimeUnit.SECONDS));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              busy.remove(worker);
            });
    run(threads, kernel);
    assertEquals(Set.of(0, 1, 2), seen);
  }

  @Test
  void whatAPartThrowsIsThrownToTheCallerOnce() {
    IllegalStateException failure = new IllegalStateException("part 3");
    Kernel failing =
        new Each(
            8,
            (part, worker) -> {
              if (part == 3) {
                throw failure;
              }
            });
    for (int threads : new int[] {1, 2}) {
      assertSame(failure, assertThrows(IllegalStateException.class, () -> run(threads, failing)));
      run(threads, new Each(8, (part, worker) -> {}));
    }
  }

  @Test
  void callersAtTheSameTimeHaveCrewsOfTheirOwn() throws InterruptedException {
    List<Thread> callers = new ArrayList<>();
    AtomicIntegerArray runs = new AtomicIntegerArray(4);
    for (int i = 0; i < runs.length(); i++) {
      int caller = i;
      Kernel kernel = new Each(6, (part, worker) -> runs.incrementAndGet(caller));
      callers.add(
          new Thread(
              () -> {
                for (int round = 0; round < 500; round++) {
                  run(2, kernel);
                }
              }));
    }
    callers.forEach(Thread::start);
    for (Thread caller : callers) {
      caller.join();
    }
    for (int i = 0; i < runs.length(); i++) {
      assertEquals(3_000, runs.get(i));
    }
  }

  @Test
  void helpersAreLimitedAndRunsBeyondThemStayOnTheirCallers() throws InterruptedException {
    int most = 4 * Runtime.getRuntime().availableProcessors();
    List<Crew> inFlight = new ArrayList<>();
    try {
      for (int i = 0; i < most; i++) {
        inFlight.add(Crew.borrow(4));
      }
      // Those of idle crews that had to make room may still be on their way out.
      awaitHelpers(Math.max(3, most));
      AtomicIntegerArray runs = new AtomicIntegerArray(9);
      Crew last = inFlight.get(most - 1);
      last.run(new Each(9, (part, worker) -> runs.addAndGet(part, 1 + worker)), new float[1]);
      for (int part = 0; part < 9; part++) {
        assertEquals(1, runs.get(part), "part " + part + " ran once, on the caller");
      }
    } finally {
      inFlight.forEach(Crew::giveBack);
    }
  }

  @Test
  void aCrewWithNothingToDoEnds() throws InterruptedException {
    run(4, new Each(4, (part, worker) -> {}));
    awaitHelpers(0);
  }

  private static void awaitHelpers(int most) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (helpers() > most) {
      assertTrue(System.nanoTime() < deadline, helpers() + " helpers are still there");
      Thread.sleep(50);
    }
  }

  private static long helpers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("sepconv-crew"))
        .count();
  }
}
