package io.sepconv.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.backend.jvm.JavaOperators;
import io.sepconv.backend.onednn.LoweredOperators;
import io.sepconv.graph.Node;
import io.sepconv.op.Op;
import io.sepconv.testing.OperatorCases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table in docs/operators.md says what the code says. */
class OperatorsDocTest {
  private static final Path DOCUMENT = Path.of("docs", "operators.md");
  private static final String REWRITE =
      "mvn test -Dtest=OperatorsDocTest -Dsepconv.rewriteDocs=true";

  /** The table starts here and goes on to the end of the document; above it, people write. */
  private static final String HEADER =
      "| operator | opsets | oneDNN | Java | notes |\n|---|---|---|---|---|\n";

  /** Their results follow from constants and sizes alone. */
  private static final Set<String> FOLDED = Set.of("Constant", "ConstantOfShape", "Shape");

  /** Operators that are read as others. */
  private static final Map<String, String> READ_AS =
      Map.of("Sum", "Add", "Mean", "Add", "Upsample", "Resize", "Dropout", "Identity");

  private static final Map<String, List<OperatorTable.Entry>> LINES =
      OperatorTable.entries().stream()
          .collect(
              Collectors.groupingBy(
                  OperatorTable.Entry::operator, TreeMap::new, Collectors.toList()));

  @Test
  void theTableIsWhatTheCodeReads() throws IOException {
    String document = Files.readString(DOCUMENT);
    int start = document.indexOf(HEADER);
    assertTrue(start > 0, DOCUMENT + " has lost the head of its table: " + HEADER);
    String expected = document.substring(0, start) + table();
    if (Boolean.getBoolean("sepconv.rewriteDocs")) {
      Files.writeString(DOCUMENT, expected);
      return;
    }
    assertEquals(expected, document, DOCUMENT + " is not up to date: " + REWRITE);
  }

  @Test
  void theReadmeCountsTheOperators() throws IOException {
    String count = LINES.size() + " operators";
    assertTrue(Files.readString(Path.of("README.md")).contains(count), "README.md: " + count);
  }

  private static String table() {
    Map<String, Boolean> onednn = lowered(LoweredOperators::has);
    Map<String, Boolean> java = lowered(JavaOperators::has);
    StringBuilder table = new StringBuilder(HEADER);
    LINES.forEach(
        (operator, lines) ->
            table.append(
                String.format(
                    "| %s | %s | %s | %s | %s |\n",
                    operator,
                    lines.stream().map(OperatorsDocTest::range).collect(Collectors.joining(", ")),
                    runsOn(operator, onednn),
                    runsOn(operator, java),
                    lines.stream()
                        .map(OperatorTable.Entry::note)
                        .filter(note -> !note.isEmpty())
                        .collect(Collectors.joining("; ")))));
    return table.toString();
  }

  /** By the name of an operator, whether a backend has something of its own for it. */
  private static Map<String, Boolean> lowered(Predicate<Op> has) {
    return OperatorCases.all().stream()
        .flatMap(one -> one.graph().nodes().stream())
        .map(Node::op)
        .collect(Collectors.toMap(Op::type, has::test, Boolean::logicalOr));
  }

  private static String range(OperatorTable.Entry line) {
    if (line.to() == OperatorTable.OPEN) {
      return line.from() + " and up";
    }
    return line.from() == line.to() ? "" + line.from() : line.from() + " to " + line.to();
  }

  private static String runsOn(String operator, Map<String, Boolean> lowered) {
    if (FOLDED.contains(operator)) {
      return "folded";
    }
    Boolean has = lowered.get(READ_AS.getOrDefault(operator, operator));
    assertTrue(has != null, operator + " has no case in OperatorCases");
    return has ? "yes" : "reference";
  }
}
