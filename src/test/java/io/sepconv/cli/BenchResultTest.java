package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.Model;
import io.sepconv.ModelOptions;
import io.sepconv.ModelReport;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchResultTest {
  private static final ModelOptions OPTIONS = ModelOptions.defaults().backend("reference");

  /** Runs of 5 ms after a warm-up of the given milliseconds. */
  private static BenchResult result(boolean steady, long... warmUp) throws Exception {
    RunTimes before = new RunTimes();
    for (long millis : warmUp) {
      before.add(millis * 1_000_000);
    }
    RunTimes times = new RunTimes();
    times.add(5_000_000);
    ModelReport report;
    try (Model model = Model.load(OnnxFiles.difference(), OPTIONS)) {
      report = model.report();
    }
    return new BenchResult("m.onnx", OPTIONS, 1, times, report, new WarmUp(before, steady));
  }

  private static Map<?, ?> json(BenchResult result) {
    return (Map<?, ?>) ((List<?>) JsonText.parse(BenchResult.json(List.of(result)))).get(0);
  }

  private static String[] cells(BenchResult result) {
    return BenchResult.table(List.of(result)).get(2).split(" {2,}");
  }

  @Test
  void tellsHowLongTheWarmUpTook() throws Exception {
    BenchResult result = result(true, 2000, 90, 80, 70, 5, 5, 5, 5, 5, 5, 5);
    assertEquals(2000.0, json(result).get("firstMs"));
    assertEquals(2245.0, json(result).get("warmUpMs"));
    assertEquals("2,000.0", cells(result)[4]);
    assertEquals("2,245.0", cells(result)[5]);
    String heading = BenchResult.table(List.of(result)).get(0);
    assertTrue(heading.matches(".* batch +first ms +warm-up ms +median ms .*"), heading);
  }

  @Test
  void saysWhereItWasNotReached() throws Exception {
    BenchResult result = result(false, 9, 9, 9, 9, 9);
    assertTrue(json(result).containsKey("warmUpMs"));
    assertEquals(null, json(result).get("warmUpMs"));
    assertEquals("reference *", cells(result)[0]);
    assertEquals("not reached", cells(result)[5]);
  }
}
