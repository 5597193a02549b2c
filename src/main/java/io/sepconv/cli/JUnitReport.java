package io.sepconv.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The results of a run in the XML format of JUnit, which build servers read: a {@code testcase} for
 * each, with {@code failure} where it failed, {@code error} where it is broken and {@code skipped}
 * where it is unsupported.
 */
final class JUnitReport implements AutoCloseable {
  private final Path file;
  private final OutputStream out;
  private final List<CheckResult> results = new ArrayList<>();

  private JUnitReport(Path file, OutputStream out) {
    this.file = file;
    this.out = out;
  }

  /**
   * Opens the file, and makes the folders above it: one that cannot be written is refused before
   * the run, not after it. It stays empty until {@link #write}.
   */
  static JUnitReport open(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    return new JUnitReport(file, Files.newOutputStream(file));
  }

  /** Adds a result; what it threw is not kept. */
  void add(CheckResult result) {
    results.add(result.withoutCause());
  }

  /**
   * Writes what was added.
   *
   * @param suite name of the whole
   * @param backend the line that says which backend ran
   */
  void write(String suite, String backend) throws IOException {
    try {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out, "UTF-8");
      xml.writeStartDocument("UTF-8", "1.0");
      line(xml, "");
      xml.writeStartElement("testsuite");
      xml.writeAttribute("name", legal(suite));
      xml.writeAttribute("tests", String.valueOf(results.size()));
      xml.writeAttribute("failures", count(Outcome.FAILED));
      xml.writeAttribute("errors", count(Outcome.BROKEN));
      xml.writeAttribute("skipped", count(Outcome.UNSUPPORTED));
      xml.writeAttribute("time", seconds(results.stream().mapToDouble(CheckResult::seconds).sum()));
      line(xml, "  ");
      xml.writeStartElement("properties");
      xml.writeEmptyElement("property");
      xml.writeAttribute("name", "backend");
      xml.writeAttribute("value", legal(backend));
      xml.writeEndElement();
      for (CheckResult result : results) {
        line(xml, "  ");
        testcase(xml, suite, result);
      }
      line(xml, "");
      xml.writeEndDocument();
      line(xml, "");
      xml.close();
      out.flush();
    } catch (XMLStreamException | IOException e) {
      throw new IOException(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  private static void testcase(XMLStreamWriter xml, String suite, CheckResult result)
      throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", legal(suite));
    xml.writeAttribute("name", legal(result.name()));
    xml.writeAttribute("time", seconds(result.seconds()));
    String problem =
        switch (result.outcome()) {
          case PASSED -> null;
          case FAILED -> "failure";
          case BROKEN -> "error";
          case UNSUPPORTED -> "skipped";
        };
    if (problem != null) {
      xml.writeEmptyElement(problem);
      xml.writeAttribute("message", legal(result.detail()));
    }
    xml.writeEndElement();
  }

  private String count(Outcome outcome) {
    return String.valueOf(results.stream().filter(r -> r.outcome() == outcome).count());
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds);
  }

  private static void line(XMLStreamWriter xml, String indent) throws XMLStreamException {
    xml.writeCharacters("\n" + indent);
  }

  /**
   * Names and messages come from foreign files. What XML 1.0 cannot hold, not even escaped, becomes
   * U+FFFD, and white space becomes blanks, as a reader of attributes would have it.
   */
  static String legal(String text) {
    StringBuilder legal = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c == '\t' || c == '\n' || c == '\r' ? ' ' : c)
        .map(c -> isLegal(c) ? c : 0xFFFD)
        .forEach(legal::appendCodePoint);
    return legal.toString();
  }

  private static boolean isLegal(int c) {
    boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    return c >= ' ' && !surrogate && c != 0xFFFE && c != 0xFFFF;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
