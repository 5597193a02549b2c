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
 * has had nothing to do for a second ends. No other pool of the process is used. Helpers wait for
 * the next kernel awake for a while, because the kernels of a network follow each other within
 * microseconds, and sleep then.
 */
final class Crew {
  private static final long KEEP_NANOS = 1_000_000_000;

  /** How long a helper waits awake: longer than the steps that one thread runs alone, mostly. */
  private static final long AWAKE_NANOS = 100_000;

  /** Guards itself; the crew used last comes last. */
  private static final List<Crew> IDLE = new ArrayList<>();

  private static final Crew ALONE = new Crew(1);

  private static final int BITS = 24;
  private static final long MASK = (1L << BITS) - 1;

  private final int threads;
  private final Thread[] helpers;

  /**
   * What to take next: the number of the kernel (16 bits), the number of its parts and the next
   * part (24 bits each) in one word, so that a helper that comes late cannot take a part of one
   * kernel for that of another.
   */
  private final AtomicLong next = new AtomicLong();

  private final AtomicInteger done = new AtomicInteger();
  private Kernel kernel;
  private float[] arena;
  private volatile Throwable failure;
  private volatile boolean ended;

  private Crew(int threads) {
    this.threads = threads;
    this.helpers = new Thread[threads - 1];
    for (int i = 0; i < helpers.length; i++) {
      int worker = i + 1;
      helpers[i] = new Thread(() -> help(worker), "sepconv-crew");
      helpers[i].setDaemon(true);
    }
  }

  /** A crew of so many threads, the caller included; to be given back. */
  static Crew borrow(int threads) {
    if (threads == 1) {
      return ALONE;
    }
    synchronized (IDLE) {
      for (int i = IDLE.size() - 1; i >= 0; i--) {
        if (IDLE.get(i).threads == threads) {
          return IDLE.remove(i);
        }
      }
    }
    Crew crew = new Crew(threads);
    for (Thread helper : crew.helpers) {
      helper.start();
    }
    return crew;
  }

  /** Lets others use it. */
  void giveBack() {
    arena = null;
    kernel = null;
    if (threads > 1) {
      synchronized (IDLE) {
        IDLE.add(this);
      }
    }
  }

  /** Runs all parts of a kernel and waits for the last one. */
  void run(Kernel task, float[] memory) {
    int parts = task.parts();
    if (threads == 1 || parts == 1) {
      for (int part = 0; part < parts; part++) {
        task.run(memory, part, 0);
      }
      return;
    }
    if (parts > MASK) {
      throw new IllegalArgumentException(parts + " parts are more than " + MASK);
    }
    kernel = task;
    arena = memory;
    done.set(0);
    long number = (next.get() >>> 2 * BITS) + 1;
    next.set(number << 2 * BITS | (long) parts << BITS);
    for (Thread helper : helpers) {
      LockSupport.unpark(helper);
    }
    take(0);
    while (done.get() < parts) {
      Thread.onSpinWait();
    }
    Throwable thrown = failure;
    if (thrown != null) {
      failure = null;
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) thrown;
    }
  }

  /** Takes parts until there are no more. */
  private void take(int worker) {
    while (true) {
      long word = next.get();
      int part = (int) (word & MASK);
      if (part >= (word >>> BITS & MASK)) {
        return;
      }
      if (next.compareAndSet(word, word + 1)) {
        try {
          kernel.run(arena, part, worker);
        } catch (Throwable e) {
          failure = e;
        }
        done.incrementAndGet();
      }
    }
  }

  private boolean hasWork() {
    long word = next.get();
    return (word & MASK) < (word >>> BITS & MASK);
  }

  private void help(int worker) {
    long idleSince = System.nanoTime();
    while (!ended) {
      if (hasWork()) {
        take(worker);
        idleSince = System.nanoTime();
        continue;
      }
      long idle = System.nanoTime() - idleSince;
      if (idle < AWAKE_NANOS) {
        Thread.onSpinWait();
      } else if (idle < KEEP_NANOS) {
        LockSupport.parkNanos(this, KEEP_NANOS - idle);
      } else {
        retire();
        idleSince = System.nanoTime();
      }
    }
  }

  /** Ends the crew unless somebody uses it. */
  private void retire() {
    synchronized (IDLE) {
      if (IDLE.remove(this)) {
        ended = true;
        for (Thread helper : helpers) {
          LockSupport.unpark(helper);
        }
      }
    }
  }
}
