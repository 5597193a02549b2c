package io.sepconv.benchmarks.report;

import io.sepconv.benchmarks.Problem;
import io.sepconv.op.ConvSpec;
import io.sepconv.tensor.Shape;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What problems are called: by the names in them, or by their text where those are not enough. */
final class ProblemLabels {
  private final Map<String, String> labels = new LinkedHashMap<>();

  /** Labels for some problems, each another one. */
  ProblemLabels(List<String> problems) {
    List<String> names = problems.stream().map(ProblemLabels::name).toList();
    for (int i = 0; i < problems.size(); i++) {
      boolean unique = Collections.frequency(names, names.get(i)) == 1;
      labels.put(problems.get(i), unique ? names.get(i) : problems.get(i));
    }
  }

  String of(String problem) {
    return labels.get(problem);
  }

  /** The names of its layers, each once if all have the same. */
  private static String name(String text) {
    Problem problem = Problem.parse(text);
    List<String> names = problem.layers().stream().map(ProblemLabels::name).distinct().toList();
    return String.join(" + ", names) + (problem.residual() && names.size() > 1 ? " + x" : "");
  }

  private static String name(ConvSpec layer) {
    return layer.name().isEmpty() ? layer.kind().toString() : layer.name();
  }

  /** What it reads and gives: channels and sizes, as in "64 x 56 x 56 to 128 x 28 x 28". */
  static String shapes(Problem problem) {
    List<ConvSpec> layers = problem.layers();
    return shape(layers.get(0).inputShape())
        + " to "
        + shape(layers.get(layers.size() - 1).outputShape());
  }

  private static String shape(Shape shape) {
    return Arrays.stream(shape.dims())
        .skip(1)
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(" x "));
  }
}
