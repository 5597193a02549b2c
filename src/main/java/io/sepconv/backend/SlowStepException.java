package io.sepconv.backend;

import java.util.List;

/** A strict compilation met steps for which there are only slow implementations. */
public final class SlowStepException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<LayerReport> steps;

  /**
   * @param graph name of the network
   * @param steps the slow ones, at least one
   */
  public SlowStepException(String graph, List<LayerReport> steps) {
    super(message(graph, steps));
    this.steps = List.copyOf(steps);
  }

  private static String message(String graph, List<LayerReport> steps) {
    LayerReport first = steps.get(0);
    String others = steps.size() == 1 ? "" : " and " + (steps.size() - 1) + " more";
    return String.format(
        "'%s' has slow steps, which strict mode refuses: %s '%s' (%s) by %s%s; run it without strict"
            + " mode to see them all in its report",
        graph, first.type(), first.name(), first.problem(), first.implementation(), others);
  }

  /** The slow steps, in order of execution. */
  public List<LayerReport> steps() {
    return steps;
  }
}
