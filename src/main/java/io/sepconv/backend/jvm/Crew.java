package io.sepconv.backend.jvm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads of a run: its caller and the helpers that belong to the crew. They take the parts of
 * one kernel at a time, whoever is free the next one.
 *
 * <p>Crews are lent: there are as many as runs have been in flight at the same time, and one that
 * has had nothing to do for ten seconds ends. No other pool of the process is used. Helpers wait
 * awake for the next kernel, because the kernels of a network follow each other within
 * microseconds, and sleep after a while.
 */
final class Crew {
  private static final long KEEP_NANOS = 10_000_000_000L;

  /** How long a helper waits awake: longer than most steps that its caller runs alone. */
  private static final long AWAKE_NANOS = 100_000;

  /** How often the caller asks for the last part before it lets others use its processor. */
  private static final int SPINS = 20_000;

  private static final int BITS = 24;
  private static final long MASK = (1L << BITS) - 1;

  /**
   * Helpers that there are at most beside the first crew's. More would only take turns on the
   * processors; a run that finds no crew computes the same on its caller alone.
   */
  private static final int MOST_HELPERS = 4 * Runtime.getRuntime().availableProcessors();

  /** Guards itself and the number of helpers; the crew used last comes last. */
  private static final List<Crew> IDLE = new ArrayList<>();

  private static int allHelpers;

  private static final Crew CALLER_ALONE = new Crew(1);

  private final Helper[] helpers;

  /**
   * What to take next: the number of the kernel (16 bits), how many parts it has and the next part
   * (24 bits each), in one word, so that a helper that comes late takes no part of one kernel for
   * that of another. Publishes {@link #kernel} and {@link #arena}.
   */
  private final AtomicLong next = new AtomicLong();

  private final AtomicInteger done = new AtomicInteger();
  private Kernel kernel;
  private float[] arena;
  private volatile Throwable failure;
  private volatile boolean ended;

  /** When it was given back; guarded by {@link #IDLE}. */
  private long idleSince;

  private Crew(int threads) {
    helpers = new Helper[threads - 1];
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] = new Helper(i + 1);
    }
  }

  /** A crew of so many threads, the caller included; to be given back. */
  static Crew borrow(int threads) {
    if (threads == 1) {
      return CALLER_ALONE;
    }
    synchronized (IDLE) {
      for (int i = IDLE.size() - 1; i >= 0; i--) {
        if (IDLE.get(i).helpers.length == threads - 1) {
          return IDLE.remove(i);
        }
      }
    }
    return start(threads);
  }

  /** Starts a crew, or ends idle ones of other sizes where there would be too many helpers. */
  private static Crew start(int threads) {
    synchronized (IDLE) {
      while (allHelpers + threads - 1 > MOST_HELPERS && !IDLE.isEmpty()) {
        IDLE.remove(0).end();
      }
      if (allHelpers > 0 && allHelpers + threads - 1 > MOST_HELPERS) {
        return CALLER_ALONE;
      }
      allHelpers += threads - 1;
    }
    Crew crew = new Crew(threads);
    try {
      for (Helper helper : crew.helpers) {
        helper.start();
      }
      return crew;
    } catch (RuntimeException | Error e) {
      crew.end();
      throw e;
    }
  }

  /** Lets others use it. */
  void giveBack() {
    if (helpers.length > 0) {
      arena = null;
      kernel = null;
      synchronized (IDLE) {
        idleSince = System.nanoTime();
        IDLE.add(this);
      }
    }
  }

  /** Runs all parts of a kernel and waits for the last one; what a part throws is thrown here. */
  void run(Kernel task, float[] memory) {
    int parts = task.parts();
    if (helpers.length == 0 || parts == 1 || parts > MASK) {
      for (int part = 0; part < parts; part++) {
        task.run(memory, part, 0);
      }
      return;
    }
    kernel = task;
    arena = memory;
    done.set(0);
    long number = (next.get() >>> 2 * BITS) + 1;
    next.set(number << 2 * BITS | (parts & MASK) << BITS);
    for (Helper helper : helpers) {
      helper.wake();
    }
    take(0);
    for (int spins = 0; done.get() < parts; spins++) {
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
    rethrow();
  }

  private void rethrow() {
    Throwable thrown = failure;
    failure = null;
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
  }

  /** Takes parts until there are no more. */
  private void take(int worker) {
    while (true) {
      long word = next.get();
      if (!hasPart(word)) {
        return;
      }
      if (next.compareAndSet(word, word + 1)) {
        try {
          kernel.run(arena, (int) (word & MASK), worker);
        } catch (RuntimeException | Error e) {
          failure = e;
        }
        done.incrementAndGet();
      }
    }
  }

  private static boolean hasPart(long word) {
    return (word & MASK) < (word >>> BITS & MASK);
  }

  /** Ends the crew unless somebody uses it, or did so of late. */
  private void retire() {
    synchronized (IDLE) {
      if (System.nanoTime() - idleSince >= KEEP_NANOS && IDLE.remove(this)) {
        end();
      }
    }
  }

  private void end() {
    synchronized (IDLE) {
      allHelpers -= helpers.length;
    }
    ended = true;
    for (Helper helper : helpers) {
      helper.wake();
    }
  }

  /** A thread beside the caller's. */
  private final class Helper extends Thread {
    private final int worker;
    private volatile boolean asleep;

    Helper(int worker) {
      super("sepconv-crew");
      this.worker = worker;
      setDaemon(true);
    }

    void wake() {
      if (asleep) {
        LockSupport.unpark(this);
      }
    }

    @Override
    public void run() {
      long waitsSince = System.nanoTime();
      while (!ended) {
        if (hasPart(next.get())) {
          take(worker);
          waitsSince = System.nanoTime();
          continue;
        }
        long idle = System.nanoTime() - waitsSince;
        if (idle < AWAKE_NANOS) {
          Thread.onSpinWait();
        } else if (idle < KEEP_NANOS) {
          doze(KEEP_NANOS - idle);
        } else {
          retire();
          waitsSince = System.nanoTime();
        }
      }
    }

    private void doze(long nanos) {
      asleep = true;
      if (!hasPart(next.get()) && !ended) {
        LockSupport.parkNanos(Crew.this, nanos);
      }
      asleep = false;
    }
  }
}
