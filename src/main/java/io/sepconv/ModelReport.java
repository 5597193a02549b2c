package io.sepconv;

import io.sepconv.backend.LayerReport;
import io.sepconv.backend.Precision;
import java.util.List;

/**
 * How a model runs at one set of input shapes.
 *
 * @param model the network's name
 * @param backend the backend that runs it
 * @param precision the arithmetic that it runs in
 * @param layers one entry per step, in order of execution
 * @param compileMillis time it took to compile, in milliseconds
 * @param weightBytes bytes of packed weights, shared by all sessions
 * @param sessionBytes bytes that each session takes
 */
public record ModelReport(
    String model,
    String backend,
    Precision precision,
    List<LayerReport> layers,
    double compileMillis,
    long weightBytes,
    long sessionBytes) {
  public ModelReport {
    layers = List.copyOf(layers);
  }

  /** Multiply-accumulates of one run. */
  public long macs() {
    return layers.stream().mapToLong(LayerReport::macs).sum();
  }

  /** How many runs of consecutive native steps there are: each is one call into native code. */
  public long nativeSegments() {
    return layers.stream()
        .filter(LayerReport::isNative)
        .mapToInt(LayerReport::segment)
        .distinct()
        .count();
  }

  /** A table with a line per step, for people. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            "%s on %s in %s: %d steps, %d native segments, %,d MACs, compiled in %.1f ms, "
                + "%,d bytes of packed weights, %,d bytes per session%n",
            model,
            backend,
            precision,
            layers.size(),
            nativeSegments(),
            macs(),
            compileMillis,
            weightBytes,
            sessionBytes));
    text.append(
        String.format(
            "%-4s %-18s %-8s %14s %12s  %-26s %s%n",
            "seg", "operator", "layout", "MACs", "bytes", "implementation", "problem"));
    for (LayerReport layer : layers) {
      text.append(
          String.format(
              "%-4s %-18s %-8s %,14d %,12d  %-26s %s%n",
              (layer.isNative() ? "n" : "j") + layer.segment(),
              layer.type(),
              layer.layout(),
              layer.macs(),
              layer.bytes(),
              layer.implementation(),
              layer.problem()));
    }
    return text.toString();
  }
}
