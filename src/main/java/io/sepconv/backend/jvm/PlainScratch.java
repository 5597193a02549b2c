package io.sepconv.backend.jvm;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows that a part of a plain kernel computes on. They are lent: there are as many as parts have
 * been in flight at the same time, of half a megabyte each, and one for each processor is kept for
 * the next part.
 */
final class PlainScratch {
  /** Rows of what is read. */
  static final int DEPTH = 256;

  /** Rows of what is written. */
  static final int OUTPUTS = 32;

  /** Kept at most: what all processors use at the same time. */
  private static final int MOST_KEPT = Runtime.getRuntime().availableProcessors();

  /** Guards itself; what was used last comes last. */
  private static final List<PlainScratch> IDLE = new ArrayList<>();

  private final float[][] x = PlainLoops.rows(DEPTH, PlainLoops.WIDEST);
  private final float[][] y = PlainLoops.rows(OUTPUTS, PlainLoops.WIDEST);

  private PlainScratch() {}

  /** To be given back. */
  static PlainScratch borrow() {
    synchronized (IDLE) {
      if (!IDLE.isEmpty()) {
        return IDLE.remove(IDLE.size() - 1);
      }
    }
    return new PlainScratch();
  }

  void giveBack() {
    synchronized (IDLE) {
      if (IDLE.size() < MOST_KEPT) {
        IDLE.add(this);
      }
    }
  }

  /** {@link #DEPTH} rows of {@link PlainLoops#WIDEST} floats. */
  float[][] x() {
    return x;
  }

  /** {@link #OUTPUTS} rows of {@link PlainLoops#WIDEST} floats. */
  float[][] y() {
    return y;
  }
}
