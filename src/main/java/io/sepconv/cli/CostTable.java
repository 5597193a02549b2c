package io.sepconv.cli;

import io.sepconv.op.ConvSpec;
import io.sepconv.separable.FormCost;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The forms of one convolution in a table, with the convolutions that each consists of. */
final class CostTable {
  private CostTable() {}

  /**
   * The lines.
   *
   * @param millis of each form, or empty where they were not timed
   */
  static List<String> render(CostForms all, List<Double> millis) {
    boolean timed = !millis.isEmpty();
    TextTable table = new TextTable();
    List<String> head =
        new ArrayList<>(List.of("form", "multiplications", "of direct", "weights", "MACs/byte"));
    if (timed) {
      head.addAll(List.of("ms", "of direct"));
    }
    add(table, head);
    table.rule();
    FormCost direct = all.forms().get(0).cost();
    for (int i = 0; i < all.forms().size(); i++) {
      CostForms.Form form = all.forms().get(i);
      FormCost cost = form.cost();
      List<String> cells = new ArrayList<>();
      cells.add(form.label());
      cells.add(count(cost.macs()));
      cells.add(percent(cost.shareOf(direct)));
      cells.add(count(cost.parameters()));
      cells.add(String.format(Locale.ROOT, "%.2f", cost.intensity()));
      if (timed) {
        cells.add(millis(millis.get(i)));
        cells.add(percent(millis.get(i) / millis.get(0)));
      }
      add(table, cells);
      if (cost.problems().size() > 1) {
        for (ConvSpec part : cost.problems()) {
          add(table, part(part));
        }
      }
    }
    return table.render();
  }

  private static List<String> part(ConvSpec part) {
    FormCost cost = FormCost.direct(part);
    return List.of(
        "  " + label(part),
        count(cost.macs()),
        "",
        count(cost.parameters()),
        String.format(Locale.ROOT, "%.2f", cost.intensity()));
  }

  /** What it is, with its window: {@code column 3x1}. */
  private static String label(ConvSpec part) {
    return part.name()
        + " "
        + part.window().kernel().stream().map(String::valueOf).collect(Collectors.joining("x"));
  }

  private static void add(TextTable table, List<String> cells) {
    table.add(cells.toArray(String[]::new));
  }

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  static String millis(double millis) {
    return new Timing(millis * 1e6, 1).millis();
  }
}
