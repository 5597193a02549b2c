package io.sepconv.cli;

import io.sepconv.graph.GraphInput;
import java.util.List;
import picocli.CommandLine.Option;

/** The sizes that a model leaves open, in the commands that take one set of them. */
final class ShapeOptions {
  @Option(
      names = "--batch",
      paramLabel = "N",
      description =
          "Size of axis 0 of the inputs that leave it open (default: what --shape says, else 1).")
  private Integer batch;

  @Option(
      names = "--shape",
      paramLabel = "[NAME=]SIZES",
      description = "Sizes like 1x3x224x224 for an input whose sizes the model leaves open.")
  private List<String> shapes = List.of();

  /** Size of axis 0, or null where it was not given. */
  Integer batch() {
    return batch;
  }

  /** As {@link RunInputs} takes them. */
  List<String> shapes() {
    return shapes;
  }

  /** Whether any was given. */
  boolean given() {
    return batch != null || !shapes.isEmpty();
  }

  /** What makes inputs of these sizes. */
  RunInputs of(List<GraphInput> inputs) {
    return new RunInputs(inputs, shapes).withBatch(batch);
  }
}
