package io.sepconv.backend.jvm;

/**
 * Equal shares of some things, such as rows, for the parts of a kernel.
 *
 * @param count of things
 * @param parts how many shares, at most one for each thing
 */
record Shares(int count, int parts) {
  /** Four shares for each thread, so that one that comes late holds the others up less. */
  private static final int PER_THREAD = 4;

  /** Shares for so many threads; one share where there is one thread. */
  static Shares of(int count, int threads) {
    return new Shares(count, Math.min(count, wanted(threads)));
  }

  /** How many parts a kernel should have for so many threads. */
  static int wanted(int threads) {
    return threads == 1 ? 1 : PER_THREAD * threads;
  }

  /** The first thing of a part; that of the part behind the last is their number. */
  int begin(int part) {
    return (int) ((long) count * part / parts);
  }

  /** The thing behind the last of a part. */
  int end(int part) {
    return begin(part + 1);
  }
}
