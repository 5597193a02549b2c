package io.sepconv.benchmarks.report;

import io.sepconv.benchmarks.Engine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Ratios of two engines on what both have measured. */
final class Versus {
  /** sepconv on oneDNN, the engine that the others are held against. */
  static final String NATIVE = Engine.SEPCONV_ONEDNN_F32.name();

  static final String JAVA = Engine.SEPCONV_JAVA.name();
  static final String JAVA_PLAIN = Engine.SEPCONV_JAVA_PLAIN.name();
  static final String REFERENCE = Engine.SEPCONV_REFERENCE.name();
  static final String ONNXRUNTIME = Engine.ONNXRUNTIME.name();

  private Versus() {}

  /** How many times as fast one engine is as another, by workload and its label. */
  static Map<String, Double> ratios(
      Measurements measurements, String one, String other, Function<String, String> label) {
    Map<String, Double> ratios = new LinkedHashMap<>();
    for (String workload : measurements.workloads()) {
      ratio(measurements, workload, one, other)
          .ifPresent(ratio -> ratios.put(label.apply(workload), ratio));
    }
    return ratios;
  }

  /** How many times as fast one engine is as another on a workload, by their medians. */
  static Optional<Double> ratio(
      Measurements measurements, String workload, String one, String other) {
    return measurements
        .find(workload, one)
        .flatMap(
            mine ->
                measurements
                    .find(workload, other)
                    .map(theirs -> theirs.medianMs() / mine.medianMs()));
  }

  /** Says in the page how they compare, unless they have nothing in common. */
  static void conclude(
      Page page,
      int table,
      String where,
      String noun,
      String one,
      String other,
      Map<String, Double> ratios) {
    if (!ratios.isEmpty()) {
      page.conclude(
          where
              + ": "
              + new Comparison(EngineStyle.label(one), EngineStyle.label(other), noun, ratios)
                  .sentence(),
          table);
    }
  }
}
