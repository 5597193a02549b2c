package io.sepconv.backend.jvm;

/**
 * How the columns of a matrix are cut into panels, of which a tile's registers hold one: as few as
 * possible, and as wide as each other but for one vector.
 *
 * @param lanes floats of a vector
 * @param widest vectors of the widest panel that a tile can hold
 * @param columns of the matrix
 */
record Panels(int lanes, int widest, int columns) {
  /** Vectors that hold all columns. */
  int vectors() {
    return Layout.roundUp(columns, lanes) / lanes;
  }

  int count() {
    return (vectors() + widest - 1) / widest;
  }

  /** The first vector of a panel; that of the one behind the last is their number. */
  int first(int panel) {
    return panel * vectors() / count();
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
