package io.sepconv.graph.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.sepconv.graph.Graph;
import io.sepconv.graph.Node;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.GraphRunner;
import io.sepconv.testing.OperatorCases.Case;
import io.sepconv.testing.RandomGraphs;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The optimised graph equals the plain one, node by node on the reference, on random graphs. */
class RandomGraphsTest {
  private static final int GRAPHS = 600;
  private static final int LEAST_FIRINGS = 20;

  @Test
  void everyRuleKeepsTheResultsOfRandomGraphs() {
    Map<String, Integer> firings = new TreeMap<>();
    GraphOptimizer.rewrites().forEach(rule -> firings.put(name(rule), 0));
    for (long seed = 0; seed < GRAPHS; seed++) {
      for (boolean exact : new boolean[] {true, false}) {
        check(RandomGraphs.of(seed, exact), exact ? 0 : Agreement.F32, firings);
      }
    }
    assertTrue(
        firings.values().stream().allMatch(count -> count >= LEAST_FIRINGS), firings.toString());
  }

  @Test
  void aSecondPassFindsNothingMore() {
    for (long seed = 0; seed < GRAPHS; seed++) {
      Graph once = GraphOptimizer.optimize(RandomGraphs.of(seed, false).graph());
      Graph twice = GraphOptimizer.optimize(once);
      assertEquals(text(once), text(twice), "seed " + seed);
    }
  }

  private static void check(Case c, double tolerance, Map<String, Integer> firings) {
    Graph before = c.graph();
    List<Tensor> expected = GraphRunner.run(before, c.inputs());
    for (Rewrite rule : GraphOptimizer.rewrites()) {
      Graph after = rule.apply(before);
      if (!after.nodes().equals(before.nodes())) {
        firings.merge(name(rule), 1, Integer::sum);
        List<Tensor> actual = GraphRunner.run(after, c.inputs());
        for (int i = 0; i < expected.size(); i++) {
          Agreement agreement = Agreement.of(expected.get(i), actual.get(i));
          if (!agreement.within(tolerance)) {
            fail(
                String.format(
                    "%s, output %d after %s: %s%nbefore:%n%s%nafter:%n%s",
                    c.graph().name(),
                    i,
                    name(rule),
                    agreement.describe(),
                    text(before),
                    text(after)));
          }
        }
      }
      before = after;
    }
  }

  private static String name(Rewrite rule) {
    return rule.getClass().getSimpleName();
  }

  private static String text(Graph graph) {
    return graph.nodes().stream().map(RandomGraphsTest::text).collect(Collectors.joining("\n"));
  }

  private static String text(Node node) {
    return node.outputs() + " = " + node.op() + " of " + node.inputs();
  }
}
