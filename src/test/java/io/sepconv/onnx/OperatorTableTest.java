package io.sepconv.onnx;

import static io.sepconv.onnx.Refusals.assertUnsupported;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.graph.UnsupportedOperatorException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OperatorTableTest {
  private static final Map<String, List<OperatorTable.Entry>> LINES =
      OperatorTable.entries().stream().collect(Collectors.groupingBy(line -> line.operator()));

  @Test
  void rangesOfAnOperatorFollowEachOther() {
    LINES.forEach(
        (operator, lines) -> {
          for (int i = 0; i < lines.size(); i++) {
            assertTrue(lines.get(i).from() <= lines.get(i).to(), operator);
            if (i > 0) {
              assertEquals(lines.get(i - 1).to() + 1, lines.get(i).from(), operator);
            }
          }
        });
  }

  @Test
  void onlyUpsampleHasEnded() {
    List<String> ended =
        LINES.entrySet().stream()
            .filter(e -> e.getValue().get(e.getValue().size() - 1).to() != OperatorTable.OPEN)
            .map(Map.Entry::getKey)
            .toList();
    assertEquals(List.of("Upsample"), ended);
  }

  @Test
  void everyOperatorIsRefusedBeforeItsFirstOpset() {
    LINES.forEach(
        (operator, lines) -> {
          int from = lines.get(0).from();
          UnsupportedOperatorException refusal =
              assertUnsupported(
                  TestModel.of(from - 1, operator), operator, "from opset " + from + " on");
          assertEquals(operator, refusal.operator());
          assertEquals("", refusal.domain());
          assertEquals(from - 1, refusal.opset());
          assertEquals(operator + "_0", refusal.node());
        });
  }

  @Test
  void unknownOperators() {
    UnsupportedOperatorException refusal =
        assertUnsupported(TestModel.of(17, "NonMaxSuppression"), "NonMaxSuppression", "opset 17");
    assertEquals("NonMaxSuppression", refusal.operator());
    assertUnsupported(TestModel.of(17, "relu"), "operator relu");
    assertUnsupported(TestModel.of(17, ""), "operator ");
  }
}
