package io.sepconv.benchmarks.report;

import io.sepconv.benchmarks.Measurement;
import io.sepconv.benchmarks.Results;
import io.sepconv.benchmarks.Schedule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Results made by hand, of round numbers. */
final class Sample {
  static final String NATIVE = "SEPCONV_ONEDNN_F32";
  static final String JAVA = "SEPCONV_JAVA";
  static final String RIVAL = "ONNXRUNTIME";

  static final String DIRECT = "mb1ic64ih56oc64oh56kh3ph1n\"direct 3x3\"";
  static final String SEPARABLE =
      "g64mb1ic64ih56oc64oh56kh3ph1n\"depthwise\" + mb1ic64ih56oc64oh56kh1n\"1x1\"";

  private final List<Measurement> measurements = new ArrayList<>();

  private Sample() {}

  /** All sections: networks, convolutions, blocks, callers and overhead. */
  static List<Measurement> all() {
    Sample sample = new Sample();
    sample.networks();
    sample.add("convolutions", DIRECT, 100_000_000, NATIVE, 2, 4);
    sample.add("convolutions", DIRECT, 100_000_000, JAVA, 5, 4);
    sample.add("convolutions", DIRECT, 100_000_000, RIVAL, 4, 4);
    sample.add("blocks", DIRECT, 900_000_000, NATIVE, 9, 9);
    sample.add("blocks", SEPARABLE, 100_000_000, NATIVE, 2, 2);
    for (int callers : new int[] {1, 2}) {
      sample.measurements.add(
          of("callers", "mobilenet_v2", 300_000_000, callers, NATIVE, 6, 6, true));
    }
    sample.add("overhead", "mb1ic1ih1oc1oh1kh1n\"one value\"", 1, NATIVE, 0.003, 0.004);
    return sample.measurements;
  }

  /** mobilenet_v2 on three engines, of which Java was not steady; mobilenet_v1 without Java. */
  static List<Measurement> someNetworks() {
    Sample sample = new Sample();
    sample.networks();
    return sample.measurements;
  }

  private void networks() {
    add("networks", "mobilenet_v2", 300_000_000, NATIVE, 6, 9);
    measurements.add(of("networks", "mobilenet_v2", 300_000_000, 1, JAVA, 12, 9, false));
    add("networks", "mobilenet_v2", 300_000_000, RIVAL, 9, 9);
    add("networks", "mobilenet_v1", 500_000_000, NATIVE, 12.5, 12);
    add("networks", "mobilenet_v1", 500_000_000, RIVAL, 12, 12);
  }

  private void add(
      String section, String workload, long macs, String engine, double ms, double rivalMs) {
    measurements.add(of(section, workload, macs, 1, engine, ms, rivalMs, true));
  }

  /** One on one thread, of which a quarter took a tenth less, and a quarter a tenth more. */
  static Measurement of(
      String section,
      String workload,
      long macs,
      int callers,
      String engine,
      double ms,
      double rivalMs,
      boolean steady) {
    double ratio = rivalMs / ms;
    return new Measurement(
        section,
        workload,
        macs,
        1,
        1,
        callers,
        new Schedule(2, 1.5, callers == 1 ? 50 : 500),
        engine,
        engine + " of the test",
        steady,
        engine.equals(NATIVE) ? null : 1e-6,
        ms,
        List.of(ms, 1.02 * ms),
        0.8 * ms,
        2 * ms,
        0.9 * ms,
        1.1 * ms,
        1000 * callers / ms,
        100,
        10,
        RIVAL,
        ratio,
        ratio,
        0.96 * ratio,
        1.04 * ratio,
        200_000_000L,
        true);
  }

  /** The same with other values in these places. */
  static Measurement with(
      Measurement m, Schedule schedule, List<Double> processMediansMs, Boolean peakOfRuns) {
    return new Measurement(
        m.section(),
        m.workload(),
        m.macs(),
        m.batch(),
        m.threads(),
        m.callers(),
        schedule,
        m.engine(),
        m.description(),
        m.steady(),
        m.difference(),
        m.medianMs(),
        processMediansMs,
        m.minMs(),
        m.p99Ms(),
        m.lowerMs(),
        m.upperMs(),
        m.runsPerSecond(),
        m.runs(),
        m.turns(),
        m.against(),
        m.ratio(),
        m.ratioByTurn(),
        m.ratioLower(),
        m.ratioUpper(),
        m.peakBytes(),
        peakOfRuns);
  }

  /** With facts, the limits of one thread, and the size of one engine. */
  static Results results(List<Measurement> measurements) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("CPU", "a processor");
    facts.put("date", "2026-11-26");
    facts.put("command", "java Suite --quick");
    facts.put("complete", "yes");
    return new Results(
        facts,
        List.of(new Results.Limit(1, 125, 20, "a matrix product and a copy")),
        List.of(new Results.Size(NATIVE, List.of("g:a:1 of 25000000"), 25_000_000)),
        measurements);
  }
}
