package io.sepconv.backend.onednn;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Owns the descriptors of one compilation; closing it destroys them all, the last one first. Native
 * code has cloned what it keeps.
 */
final class DescriptorScope implements AutoCloseable {
  private final Deque<Runnable> destroyers = new ArrayDeque<>();

  /** Takes over a descriptor by the call that destroys it. */
  void onClose(Runnable destroyer) {
    destroyers.push(destroyer);
  }

  @Override
  public void close() {
    while (!destroyers.isEmpty()) {
      destroyers.pop().run();
    }
  }
}
