package io.sepconv.cli;

/** How one check ended. */
enum Outcome {
  /** It ran and agrees. */
  PASSED("pass"),
  /** It ran and does not agree, or sepconv failed on it. */
  FAILED("FAIL"),
  /** It needs something that sepconv does not have. */
  UNSUPPORTED("unsupported"),
  /**
   * It cannot be run: its files are damaged or incomplete, or ask for more than the JVM can give;
   * counts as failed.
   */
  BROKEN("broken");

  private final String label;

  Outcome(String label) {
    this.label = label;
  }

  /** The word that a result line starts with. */
  @Override
  public String toString() {
    return label;
  }
}
