package io.sepconv.cli;

import io.sepconv.separable.SplitDecision;
import io.sepconv.separable.SplitOption;
import java.util.List;
import java.util.Locale;

/** What became of each convolution, a line for each. */
final class FactorTable {
  private FactorTable() {}

  static List<String> render(List<SplitDecision> layers) {
    TextTable table = new TextTable().words(1).words(2);
    table.add("layer", "problem", "kept", "error", "MACs", "then", "ms", "then").rule();
    for (SplitDecision layer : layers) {
      String macs = CostTable.count(layer.macs());
      String millis = Double.isNaN(layer.millis()) ? "-" : CostTable.millis(layer.millis());
      if (layer.kept().isEmpty()) {
        table.add(
            layer.node(), layer.problem(), "whole: " + layer.reason(), "-", macs, "-", millis, "-");
        continue;
      }
      SplitOption option = layer.kept().get();
      table.add(
          layer.node(),
          layer.problem(),
          option.split().toString(),
          String.format(Locale.ROOT, "%.2g", option.error()),
          macs,
          CostTable.count(option.macs()),
          millis,
          CostTable.millis(option.millis()));
    }
    return table.render();
  }
}
