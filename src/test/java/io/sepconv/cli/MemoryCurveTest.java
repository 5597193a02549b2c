package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryCurveTest {
  private static final long MIB = 1 << 20;

  /** A curve of 10 points or more through the given resident memory in MiB, of it 60 MiB heap. */
  private static MemoryCurve curve(double limit, double... resident) {
    MemoryCurve curve = new MemoryCurve(resident.length, limit);
    for (double mib : resident) {
      curve.add(new MemorySample((long) (mib * MIB), 5 * MIB, 60 * MIB, MIB, 20));
    }
    return curve;
  }

  @Test
  void theEndIsComparedWithATenthOfTheWay() {
    MemoryCurve grows = curve(2, 50, 200, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 204.1);
    assertFalse(grows.passed());
    assertEquals(
        "FAIL: resident memory 200.0 MiB at a tenth of the way, 204.1 MiB at the end: +2.05 %"
            + " (limit +2.00 %); outside the heap +4.1 MiB",
        grows.verdict());
    MemoryCurve stays = curve(2, 50, 200, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 204);
    assertTrue(stays.passed());
    assertTrue(stays.verdict().startsWith("pass: "), stays.verdict());
    assertTrue(stays.verdict().contains("+2.00 % (limit"), stays.verdict());
    assertTrue(curve(0, 100, 9, 9, 9, 9, 9, 9, 9, 9, 100).passed());
    assertFalse(curve(0, 100, 9, 9, 9, 9, 9, 9, 9, 9, 100.1).passed());
    assertTrue(curve(0, 1, 100, 9, 9, 9, 9, 9, 9, 9, 9, 100).passed(), "11 points: the second");
  }

  @Test
  void noiseLooksFlatAndGrowthDoesNot() {
    assertEquals(
        List.of(
            "    102.0 |",
            "    101.6 |",
            "    101.2 |",
            "    100.8 |",
            "    100.4 |",
            "    100.0 | * * * * * * * * * *"),
        curve(2, 100, 100, 100, 100, 100, 100.1, 100, 100, 100, 100).chart());
    assertEquals(
        List.of(
            "    200.0 |                   *",
            "    180.0 |                 *",
            "    160.0 |             * *",
            "    140.0 |         * *",
            "    120.0 |     * *",
            "    100.0 | * *"),
        curve(2, 100, 109, 111, 129, 131, 149, 151, 169, 180, 200).chart());
  }

  @Test
  void aSampleIsALineUnderTheHeading() {
    MemorySample sample = new MemorySample(200 * MIB, 5 * MIB, 60 * MIB, MIB, 20);
    assertEquals(140 * MIB, sample.outsideHeap());
    assertEquals(
        List.of("5000", "17", "200.0", "140.0", "5.0", "1.0", "20"),
        List.of(MemoryCurve.line(5000, 17, sample).strip().split(" +")));
    assertEquals(MemoryCurve.HEADING.length(), MemoryCurve.line(5000, 17, sample).length());
  }
}
