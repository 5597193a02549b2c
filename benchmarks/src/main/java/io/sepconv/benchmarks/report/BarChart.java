package io.sepconv.benchmarks.report;

import io.sepconv.benchmarks.Measurement;
import io.sepconv.benchmarks.Results;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Bars in groups.
 *
 * @param title above it
 * @param unit at the axis of values
 * @param categories a group each
 * @param bars one per engine and group
 * @param line a value that goes through all groups, if there is one
 */
record BarChart(
    String title, String unit, List<String> categories, List<Bars> bars, Optional<Line> line) {
  /** The bars of an engine: a value per category, null where nothing was measured. */
  record Bars(EngineStyle style, List<Double> values) {}

  /** A horizontal line, named in the legend. */
  record Line(String label, double value) {}

  BarChart(String title, String unit, List<String> categories, List<Bars> bars) {
    this(title, unit, categories, bars, Optional.empty());
  }

  /** A group per workload and a bar per engine. */
  static BarChart of(
      String title,
      String unit,
      Measurements measurements,
      Function<String, String> label,
      Function<Measurement, Double> value) {
    List<Bars> bars = new ArrayList<>();
    for (String engine : measurements.engines()) {
      List<Double> values = new ArrayList<>();
      for (String workload : measurements.workloads()) {
        values.add(measurements.find(workload, engine).map(value).orElse(null));
      }
      bars.add(new Bars(EngineStyle.of(engine), values));
    }
    return new BarChart(title, unit, measurements.workloads().stream().map(label).toList(), bars);
  }

  BarChart withLine(String label, double value) {
    return new BarChart(title, unit, categories, bars, Optional.of(new Line(label, value)));
  }

  BarChart withPeak(Optional<Results.Limit> limit) {
    return limit
        .map(
            at ->
                withLine(
                    "FMA peak in f32: " + Figures.tenth(at.gflops()) + " GFLOP/s", at.gflops()))
        .orElse(this);
  }

  /** The largest of all values, the line's included. */
  double highest() {
    List<Double> all = new ArrayList<>();
    bars.forEach(of -> of.values().stream().filter(Objects::nonNull).forEach(all::add));
    line.ifPresent(at -> all.add(at.value()));
    return Collections.max(all);
  }

  /** How many bars there are. */
  long count() {
    return bars.stream().flatMap(of -> of.values().stream()).filter(Objects::nonNull).count();
  }
}
