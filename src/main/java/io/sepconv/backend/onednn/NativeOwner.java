package io.sepconv.backend.onednn;

import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Owns something outside the heap: releases it once, on {@link #close} or, with one log line, when
 * its owner was forgotten.
 */
final class NativeOwner implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();
  private static final AtomicBoolean LEAK_LOGGED = new AtomicBoolean();

  private final State state;
  private final Cleaner.Cleanable cleanable;

  /**
   * @param what for the log line
   * @param release frees it; must not hold on to the owner
   */
  NativeOwner(String what, Runnable release) {
    this.state = new State(what, release, new AtomicBoolean());
    this.cleanable = CLEANER.register(this, state);
  }

  private record State(String what, Runnable release, AtomicBoolean closed) implements Runnable {
    @Override
    public void run() {
      if (!closed.get() && LEAK_LOGGED.compareAndSet(false, true)) {
        System.getLogger("io.sepconv")
            .log(Level.WARNING, what + " was not closed: use try-with-resources (logged once)");
      }
      release.run();
    }
  }

  boolean isClosed() {
    return state.closed().get();
  }

  @Override
  public void close() {
    state.closed().set(true);
    cleanable.clean();
  }
}
