package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sepconv.backend.LayerReport;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProfileTableTest {
  private static final List<LayerReport> LAYERS =
      List.of(
          new LayerReport("x", "reorder", "a -> b", "jit:uni", "nhwc", true, 0, 0, 800),
          new LayerReport("c", "Conv", "mb1", "brgconv", "nhwc", true, 0, 50_000, 1200),
          new LayerReport("t", "Tile", "[2]", "java reference: why", "row-major", false, 1, 0, 8),
          new LayerReport("d", "Conv", "mb2", "brgconv", "nhwc", true, 2, 10_000, 92));

  private static List<String> cells(String line) {
    return List.of(line.strip().split(" {2,}"));
  }

  @Test
  void sharesRatesAndTotals() {
    FmaPeak peak = new FmaPeak(100, "by hand");
    double[] nanos = {500, 2000, 1000, 1500};
    ProfileTable table = new ProfileTable(LAYERS, nanos, Optional.of(peak));
    List<String> lines = table.render();

    assertEquals(8, lines.size());
    assertEquals(
        List.of(
            "0", "n0", "reorder", "nhwc", "0.5", "10.0 %", "-", "-", "800", "1.6", "jit:uni",
            "a -> b"),
        cells(lines.get(2)));
    // 100,000 operations in 2000 ns.
    assertEquals(
        List.of(
            "1", "n0", "Conv", "nhwc", "2.0", "40.0 %", "50.0", "50.0 %", "1,200", "0.6", "brgconv",
            "mb1"),
        cells(lines.get(3)));
    assertEquals("j1", cells(lines.get(4)).get(1));
    assertEquals(
        List.of("total", "5.0", "100.0 %", "24.0", "24.0 %", "2,100", "0.4"), cells(lines.get(7)));
    assertEquals(
        List.of(
            "reorders: 1, 0.001 ms, 10.0 %",
            "native steps without them: 2, 0.004 ms, 70.0 %", "steps in Java: 1, 0.001 ms, 20.0 %"),
        table.summary());
  }

  @Test
  void withoutAPeakThereIsNoShareOfIt() {
    ProfileTable table = new ProfileTable(LAYERS, new double[] {0, 1, 1, 1}, Optional.empty());
    assertEquals("-", cells(table.render().get(3)).get(7));
    assertEquals(
        "-",
        cells(new ProfileTable(List.of(), new double[0], Optional.empty()).render().get(3)).get(3));
  }

  @Test
  void everyLayerNeedsATime() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new ProfileTable(LAYERS, new double[3], Optional.empty()));
  }
}
