package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.graph.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

class JUnitReportTest {
  /** A device that is always full. */
  private static final Path FULL = Path.of("/dev/full");

  @TempDir Path folder;

  /** The root of a report, read by another parser than wrote it. */
  static Element parse(Path file) throws IOException {
    try {
      DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
      parser.setErrorHandler(null);
      return parser.parse(file.toFile()).getDocumentElement();
    } catch (ParserConfigurationException | SAXException e) {
      throw new AssertionError(Files.readString(file), e);
    }
  }

  /** The testcases of a report in their order. */
  static List<Element> testcases(Element suite) {
    return elements(suite.getElementsByTagName("testcase"));
  }

  private static List<Element> elements(NodeList nodes) {
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private Element written(String backend, CheckResult... results) throws IOException {
    Path file = folder.resolve("new/folders/report.xml");
    try (JUnitReport report = JUnitReport.open(file)) {
      for (CheckResult result : results) {
        report.add(result);
      }
      report.write("suite", backend);
    }
    return parse(file);
  }

  @Test
  void everyOutcomeHasItsElement() throws IOException {
    Element suite =
        written(
            "the backend",
            CheckResult.passed("good", "fine").took(1.5),
            CheckResult.failed("wrong", "differs").took(0.0004),
            CheckResult.of("damaged", new ModelFormatException("cut off")).took(0.25));
    assertEquals("testsuite", suite.getTagName());
    assertEquals("suite", suite.getAttribute("name"));
    assertEquals("3", suite.getAttribute("tests"));
    assertEquals("1", suite.getAttribute("failures"));
    assertEquals("1", suite.getAttribute("errors"));
    assertEquals("0", suite.getAttribute("skipped"));
    assertEquals("1.750", suite.getAttribute("time"));
    Element property = elements(suite.getElementsByTagName("property")).get(0);
    assertEquals("the backend", property.getAttribute("value"));

    List<Element> cases = testcases(suite);
    assertEquals("good", cases.get(0).getAttribute("name"));
    assertEquals("1.500", cases.get(0).getAttribute("time"));
    assertEquals(0, cases.get(0).getChildNodes().getLength());
    assertMessage("failure", "differs", cases.get(1));
    assertMessage("error", "cut off", cases.get(2));
  }

  static void assertMessage(String element, String message, Element testcase) {
    assertEquals(1, testcase.getChildNodes().getLength());
    Element child = (Element) testcase.getFirstChild();
    assertEquals(element, child.getTagName());
    assertEquals(message, child.getAttribute("message"));
  }

  @Test
  void anyTextSurvivesOrIsReplaced() throws IOException {
    String hostile = "<a href=\"x\"> & 'b' ]]> &#0; \u00e4 \u6587 \ud83d\ude00 \u0085";
    String illegal = "\u0000|\u001b[31m|\ufffe|\uffff|\ud83d|\ude00|\t|\r\n|";
    String replaced = "\ufffd|\ufffd[31m|\ufffd|\ufffd|\ufffd|\ufffd| |  |";
    Element suite =
        written(
            hostile, CheckResult.failed(hostile, hostile), CheckResult.failed(illegal, illegal));
    assertEquals(
        hostile, elements(suite.getElementsByTagName("property")).get(0).getAttribute("value"));
    List<Element> cases = testcases(suite);
    assertEquals(hostile, cases.get(0).getAttribute("name"));
    assertMessage("failure", hostile, cases.get(0));
    assertEquals(replaced, cases.get(1).getAttribute("name"));
    assertMessage("failure", replaced, cases.get(1));
  }

  @Test
  @EnabledIf("hasFullDevice")
  void aFullDiskIsAnErrorThatNamesTheFile() throws IOException {
    try (JUnitReport report = JUnitReport.open(FULL)) {
      IOException e = assertThrows(IOException.class, () -> report.write("suite", "backend"));
      assertTrue(e.getMessage().startsWith(FULL + " cannot be written: "), e.getMessage());
    }
  }

  static boolean hasFullDevice() {
    return Files.isWritable(FULL);
  }

  @Test
  void aRunThatDidNotEndLeavesAnEmptyFile() throws IOException {
    Path file = Files.writeString(folder.resolve("report.xml"), "of an earlier run");
    JUnitReport.open(file).close();
    assertTrue(Files.readString(file).isEmpty());
  }
}
