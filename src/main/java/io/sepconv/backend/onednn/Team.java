package io.sepconv.backend.onednn;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread and the OpenMP team that belongs to it: runs with more than one thread are handed to
 * one.
 *
 * <p>OpenMP keeps a team for every thread that ever started a parallel region. So callers do not
 * run such regions themselves, and sessions do not own a team each: whoever needs one borrows it,
 * and there are as many as have been needed at the same time. This is about speed, too: as soon as
 * all teams of the process have more threads than there are processors, libgomp stops to spin at
 * its barriers and sleeps at each of them. MobileNetV2 with two threads on two processors took 7.6
 * ms then.
 */
final class Team {
  /** A team that has had nothing to do for so long ends. */
  private static final long KEEP_NANOS = 1_000_000_000;

  /** The team whose first thread this is, if it is one. */
  private static final ThreadLocal<Team> CURRENT = new ThreadLocal<>();

  /** Guards itself; the team used last comes last. */
  private static final List<Team> IDLE = new ArrayList<>();

  private final int threads;
  private final Thread thread;

  /** What to run; null as soon as it has ended. Publishes the two fields below. */
  private volatile Runnable task;

  private Thread caller;
  private Throwable failure;

  private Team(int threads) {
    this.threads = threads;
    this.thread = new Thread(this::work, "sepconv-team");
    thread.setDaemon(true);
  }

  /**
   * Runs a task on a thread whose OpenMP team has the given size, and waits for its end, through
   * interrupts too: they are the caller's again afterwards. Allocates nothing while a team is idle.
   *
   * @param threads of the team, its first one included; at least 2
   * @param task may throw what is not checked, which is then thrown here
   */
  static void run(int threads, Runnable task) {
    Team own = CURRENT.get();
    if (own != null && own.threads == threads) {
      // A compilation that times a run: a second team would slow both.
      task.run();
      return;
    }
    Team team = borrow(threads);
    try {
      team.execute(task);
    } finally {
      synchronized (IDLE) {
        IDLE.add(team);
      }
    }
  }

  private static Team borrow(int threads) {
    synchronized (IDLE) {
      for (int i = IDLE.size() - 1; i >= 0; i--) {
        if (IDLE.get(i).threads == threads) {
          return IDLE.remove(i);
        }
      }
    }
    Team team = new Team(threads);
    team.thread.start();
    return team;
  }

  private void execute(Runnable next) {
    caller = Thread.currentThread();
    task = next;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (task != null) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    Throwable thrown = failure;
    caller = null;
    failure = null;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown != null) {
      throw (RuntimeException) thrown;
    }
  }

  private void work() {
    CURRENT.set(this);
    long idleSince = System.nanoTime();
    while (true) {
      if (task != null) {
        try {
          task.run();
        } catch (Throwable e) {
          failure = e;
        }
        Thread waiting = caller;
        task = null;
        LockSupport.unpark(waiting);
        idleSince = System.nanoTime();
      }
      LockSupport.parkNanos(this, KEEP_NANOS);
      if (task == null && System.nanoTime() - idleSince >= KEEP_NANOS && retire()) {
        return;
      }
    }
  }

  /** False if it was borrowed in the meantime. */
  private boolean retire() {
    synchronized (IDLE) {
      return IDLE.remove(this);
    }
  }
}
