package io.sepconv.backend.onednn;

/**
 * A value in native memory: where, and laid out how. Several operands may show one storage with
 * different shapes or orders of axes.
 */
record Operand(Storage storage, MemoryDesc layout) {

  /** A piece of native memory and the steps over which it must keep its content. */
  static final class Storage {
    /** Who provides the memory. */
    enum Kind {
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

    Storage(Kind kind, long bytes) {
      this.kind = kind;
      this.bytes = bytes;
    }

    Kind kind() {
      return kind;
    }

    long bytes() {
      return bytes;
    }

    int first() {
      return first;
    }

    int last() {
      return last;
    }

    /** Notes that a step reads or writes this memory. */
    void touch(int step) {
      first = Math.min(first, step);
      last = Math.max(last, step);
    }

    /** Lets the caller's buffer take the place of memory in the arena. */
    void becomeExternal() {
      kind = Kind.EXTERNAL;
    }
  }
}
