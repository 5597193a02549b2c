package io.sepconv.backend.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sepconv.backend.CompileOptions;
import io.sepconv.backend.CompiledGraph;
import io.sepconv.backend.LayerReport;
import io.sepconv.graph.Graph;
import io.sepconv.graph.rewrite.GraphOptimizer;
import io.sepconv.testing.NativeTest;
import io.sepconv.testing.ResidualCases;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A residual costs no step of its own, and no slower kernel. */
@NativeTest
class ResidualStepsTest {
  static final List<String> PROBLEMS = ResidualCases.PROBLEMS;

  @ParameterizedTest
  @FieldSource("PROBLEMS")
  void theSumIsPartOfTheConvolution(String problem) {
    Graph plain = ResidualCases.ofProblem(problem, true).graph();
    Graph fused = GraphOptimizer.optimize(plain);
    assertEquals(3, plain.nodes().size());
    assertEquals(1, fused.nodes().size());
    List<LayerReport> apart = steps(plain);
    List<LayerReport> joined = steps(fused);
    assertEquals(List.of("Conv", "Add", "Relu"), apart.stream().map(LayerReport::type).toList());
    assertEquals(List.of("Conv"), joined.stream().map(LayerReport::type).toList());
    assertEquals(apart.get(0).implementation(), joined.get(0).implementation());
    assertEquals(apart.get(0).macs(), joined.get(0).macs());
  }

  /** What the plan does but for changes of layout. */
  private static List<LayerReport> steps(Graph graph) {
    try (CompiledGraph compiled = new OnednnBackend().compile(graph, CompileOptions.f32(1))) {
      List<LayerReport> steps = new ArrayList<>(compiled.layers());
      steps.removeIf(step -> step.type().equals("reorder"));
      return steps;
    }
  }
}
