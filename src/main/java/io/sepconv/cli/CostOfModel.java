package io.sepconv.cli;

import io.sepconv.backend.LayerReport;
import io.sepconv.graph.Graph;
import io.sepconv.graph.Limits;
import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeInference;
import io.sepconv.graph.ValueType;
import io.sepconv.graph.rewrite.GraphOptimizer;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvSpec;
import io.sepconv.separable.FormCost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All convolutions of a network in their forms: a line per problem, however often it comes. */
final class CostOfModel {
  /** How often each problem comes, in the order of the network. */
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  private final int channels;

  /**
   * The convolutions of a network of static inputs.
   *
   * @param channels between column and row, or 0
   * @param limits what folding its constants may take
   * @throws IllegalArgumentException if there are none
   */
  CostOfModel(String name, Graph graph, int channels, Limits limits) {
    this.channels = channels;
    Graph folded = GraphOptimizer.foldConstants(graph, limits);
    Map<String, ValueType> types = ShapeInference.infer(folded);
    for (Node node : folded.nodes()) {
      if (node.op() instanceof Conv && hasElements(node, types)) {
        counts.merge(LayerReport.problem(node, types), 1, Integer::sum);
      }
    }
    if (counts.isEmpty()) {
      throw new IllegalArgumentException(
          name + " has no convolution, so there is nothing to split");
    }
  }

  private static boolean hasElements(Node node, Map<String, ValueType> types) {
    return Stream.of(node.inputs().get(0), node.inputs().get(1), node.output())
        .allMatch(value -> types.get(value).shape().size() > 0);
  }

  /** How many different problems there are. */
  int problems() {
    return counts.size();
  }

  /**
   * The lines.
   *
   * @param timer times the forms, or null where they are not timed
   * @param progress is told of each problem
   */
  List<String> render(FormTimer timer, Runnable progress) {
    TextTable table = new TextTable().words(1).words(2);
    List<String> head =
        new ArrayList<>(
            List.of(
                "times", "problem", "kind", "multiplications", "column, row", "depthwise, 1x1"));
    if (timer != null) {
      head.addAll(List.of("ms", "column, row", "depthwise, 1x1"));
    }
    table.add(head.toArray(String[]::new)).rule();
    long macs = 0;
    long separable = 0;
    for (Map.Entry<String, Integer> entry : counts.entrySet()) {
      ConvSpec problem = ConvSpec.parse(entry.getKey());
      CostForms forms = CostForms.of(problem, channels);
      List<Double> millis = timer == null ? List.of() : timer.millis(forms.costs());
      progress.run();
      table.add(line(entry.getValue(), forms, millis).toArray(String[]::new));
      long direct = Math.multiplyExact(entry.getValue(), forms.forms().get(0).cost().macs());
      macs = Math.addExact(macs, direct);
      separable =
          Math.addExact(
              separable, Math.multiplyExact((long) entry.getValue(), forms.separable().macs()));
    }
    List<String> lines = new ArrayList<>(table.render());
    lines.add(
        String.format(
            "%s multiplications; with every direct and grouped layer as depthwise and 1x1 %s, %s",
            CostTable.count(macs),
            CostTable.count(separable),
            CostTable.percent((double) separable / macs)));
    return lines;
  }

  private static List<String> line(int count, CostForms forms, List<Double> millis) {
    FormCost direct = forms.forms().get(0).cost();
    List<String> cells = new ArrayList<>();
    cells.add(String.valueOf(count));
    cells.add(forms.problem().toString());
    cells.add(forms.problem().kind().toString());
    cells.add(CostTable.count(direct.macs()));
    String none = "-";
    List<String> shares = new ArrayList<>(List.of(none, none));
    List<String> times = new ArrayList<>(List.of(none, none));
    for (int i = 1; i < forms.forms().size(); i++) {
      int column = forms.forms().get(i).label().startsWith("spatially") ? 0 : 1;
      shares.set(column, CostTable.percent(forms.forms().get(i).cost().shareOf(direct)));
      if (!millis.isEmpty()) {
        times.set(column, CostTable.percent(millis.get(i) / millis.get(0)));
      }
    }
    cells.addAll(shares);
    if (!millis.isEmpty()) {
      cells.add(CostTable.millis(millis.get(0)));
      cells.addAll(times);
    }
    return cells;
  }
}
