package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The figures in docs/separable.md are those that its command prints. */
class SeparableDocTest {
  private static final Path DOCUMENT = Path.of("docs", "separable.md");
  private static final String BEGIN = "<!-- cost -->\n";
  private static final String END = "<!-- end of cost -->";
  private static final String REWRITE =
      "mvn test -Dtest=SeparableDocTest -Dsepconv.rewriteDocs=true";

  @Test
  void theTableIsWhatTheCommandPrints() throws IOException {
    String document = Files.readString(DOCUMENT);
    int begin = document.indexOf(BEGIN);
    int end = document.indexOf(END);
    assertTrue(begin > 0 && end > begin, DOCUMENT + " has lost " + BEGIN + END);
    String printed =
        Cli.run("cost", "--no-time").assertDone().lines().stream()
            .map(line -> ("    " + line).stripTrailing() + "\n")
            .collect(Collectors.joining());
    String expected =
        document.substring(0, begin + BEGIN.length()) + printed + document.substring(end);
    if (Boolean.getBoolean("sepconv.rewriteDocs")) {
      Files.writeString(DOCUMENT, expected);
      return;
    }
    assertEquals(expected, document, DOCUMENT + " is not up to date: " + REWRITE);
  }
}
