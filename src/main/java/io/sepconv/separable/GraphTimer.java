package io.sepconv.separable;

import io.sepconv.graph.Graph;
import java.util.List;

/** Measures how long networks of static shapes take. */
public interface GraphTimer {
  /** Milliseconds of a run of a network once it is warm; infinite if it cannot run. */
  double millis(Graph graph);

  /**
   * Milliseconds of a run of each of some networks, in their order, measured in turns. {@link
   * #millis} has found that they can run.
   */
  List<Double> millisInTurns(List<Graph> graphs);
}
