package io.sepconv.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerReportTest {
  @ParameterizedTest
  @CsvSource({
    "true, brgconv:avx512_core, false, false",
    "true, jit:uni, false, false",
    "true, brgemm:avx512_core, false, false",
    "true, ref:any, true, false",
    "true, gemm:jit, true, false",
    "false, java:vector512:product, false, false",
    "false, java:plain:depthwise, false, false",
    "false, java:copy, false, false",
    "false, java reference: oneDNN has no Tile, true, true",
    "false, reference: there is no kernel for Tile, true, true",
    "false, reference, true, true",
  })
  void slowAreCopiesPlainLoopsAndTheReference(
      boolean isNative, String implementation, boolean slow, boolean reference) {
    LayerReport report =
        new LayerReport("n", "Conv", "[1]", implementation, "nhwc", isNative, 0, 1, 1);
    assertEquals(slow, report.isSlow());
    assertEquals(reference, report.isReference());
  }
}
