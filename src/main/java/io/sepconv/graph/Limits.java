package io.sepconv.graph;

/**
 * How much a model may ask for. A file of a kilobyte can describe a tensor of a gigabyte or years
 * of arithmetic; what goes beyond a limit is refused with a {@link ModelLimitException} before
 * memory is taken or work begins.
 *
 * <p>The defaults follow from the heap: a quarter of it for one value, half for all, an eighth for
 * what folding computes; a hundred thousand nodes and five hundred million steps of folding.
 *
 * @param valueBytes bytes of any one input, result of a node or tensor in a file of its own
 * @param totalBytes bytes of the file, of all constants together, and of all that is alive at one
 *     time during a run, constants included
 * @param foldedBytes bytes of the constants that are computed from other constants when a model is
 *     compiled
 * @param foldedSteps elements moved and multiplications done to compute them
 * @param nodes nodes of the graph
 */
public record Limits(
    long valueBytes, long totalBytes, long foldedBytes, long foldedSteps, int nodes) {
  private static final long FOLDED_STEPS = 500_000_000;
  private static final int NODES = 100_000;

  public Limits {
    if (valueBytes < 1 || totalBytes < 1 || foldedBytes < 1 || foldedSteps < 1 || nodes < 1) {
      throw new IllegalArgumentException(
          String.format(
              "a limit is at least 1, not valueBytes %d, totalBytes %d, foldedBytes %d,"
                  + " foldedSteps %d, nodes %d",
              valueBytes, totalBytes, foldedBytes, foldedSteps, nodes));
    }
  }

  /** The limits that hold where none are given. */
  public static Limits defaults() {
    long heap = Runtime.getRuntime().maxMemory();
    return new Limits(heap / 4, heap / 2, heap / 8, FOLDED_STEPS, NODES);
  }

  /** One number for all three limits that are in bytes. */
  public Limits bytes(long bytes) {
    return new Limits(bytes, bytes, bytes, foldedSteps, nodes);
  }

  /** Sets the steps that folding may take. */
  public Limits foldedSteps(long steps) {
    return new Limits(valueBytes, totalBytes, foldedBytes, steps, nodes);
  }

  /** Sets how many nodes a graph may have. */
  public Limits nodes(int count) {
    return new Limits(valueBytes, totalBytes, foldedBytes, foldedSteps, count);
  }

  /** Refuses a value that is too large; {@code what} opens the sentence. */
  public void requireValue(String what, long bytes) {
    require(what, bytes, "bytes", valueBytes, "--max-bytes");
  }

  /** Refuses a sum of bytes that is too large; {@code what} opens the sentence. */
  public void requireTotal(String what, long bytes) {
    require(what, bytes, "bytes", totalBytes, "--max-bytes");
  }

  /** Refuses constants that folding would compute; {@code what} opens the sentence. */
  public void requireFolded(String what, long bytes, long steps) {
    require(what, bytes, "bytes", foldedBytes, "--max-bytes");
    require(what, steps, "steps", foldedSteps, "--max-steps");
  }

  /** Refuses a graph of too many nodes. */
  public void requireNodes(int count) {
    require("the graph", count, "nodes", nodes, "--max-nodes");
  }

  private static void require(String what, long amount, String unit, long limit, String option) {
    if (amount > limit) {
      throw new ModelLimitException(
          String.format(
              "%s takes %d %s, more than the %d allowed: if you trust the model, raise its Limits"
                  + " (%s)",
              what, amount, unit, limit, option));
    }
  }
}
