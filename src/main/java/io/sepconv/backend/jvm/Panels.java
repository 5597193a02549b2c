package io.sepconv.backend.jvm;

/**
 * How the columns of a matrix are cut into panels, each as wide as a tile's registers hold: as many
 * of the widest as there are, then narrower ones, each half as wide as the one before.
 *
 * @param lanes floats of a vector
 * @param widest vectors of the widest panel, a power of two
 * @param columns of the matrix
 */
record Panels(int lanes, int widest, int columns) {
  /** Vectors that hold all columns. */
  int vectors() {
    return Layout.roundUp(columns, lanes) / lanes;
  }

  int count() {
    return vectors() / widest + Integer.bitCount(vectors() % widest);
  }

  /** The first vector of a panel. */
  int first(int panel) {
    int whole = vectors() / widest;
    if (panel <= whole) {
      return panel * widest;
    }
    int rest = vectors() % widest;
    int first = whole * widest;
    for (int i = whole; i < panel; i++) {
      int width = Integer.highestOneBit(rest);
      first += width;
      rest -= width;
    }
    return first;
  }

  /** Vectors of a panel. */
  int width(int panel) {
    return first(panel + 1) - first(panel);
  }

  /** Columns up to whole vectors. */
  int padded() {
    return vectors() * lanes;
  }
}
