package io.sepconv.backend.plan;

/**
 * A piece of a plan's memory and the steps over which it must keep its content. Equal only to
 * itself; for the thread that compiles.
 */
public final class Storage {
  /** Who provides the memory. */
  public enum Kind {
    /** The session's arena. */
    ARENA,
    /** The caller of a run: an input or an output. */
    EXTERNAL,
    /** The plan: packed when it was compiled. */
    CONSTANT
  }

  private Kind kind;
  private final long bytes;
  private int first = Integer.MAX_VALUE;
  private int last = -1;

  /** Memory that no step has touched yet. */
  public Storage(Kind kind, long bytes) {
    this.kind = kind;
    this.bytes = bytes;
  }

  /** Who provides it. */
  public Kind kind() {
    return kind;
  }

  /** Its size. */
  public long bytes() {
    return bytes;
  }

  /** The first step that touches it, or {@link Integer#MAX_VALUE}. */
  public int first() {
    return first;
  }

  /** The last step that touches it, or -1. */
  public int last() {
    return last;
  }

  /** Notes that a step, counted from 0, reads or writes this memory. */
  public void touch(int step) {
    first = Math.min(first, step);
    last = Math.max(last, step);
  }

  /** Lets the caller's buffer take the place of memory in the arena. */
  public void becomeExternal() {
    kind = Kind.EXTERNAL;
  }
}
