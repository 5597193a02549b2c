package io.sepconv.cli;

import java.io.StringWriter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes HTML and SVG that is well-formed XML too; whatever is in texts and attributes is escaped.
 * Attributes come as name, value, name, value; numbers get two decimals. Not safe for threads.
 */
final class Markup {
  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter xml;

  /** What the stream writer does; into memory, it fails for bugs alone. */
  private interface Write {
    void run() throws XMLStreamException;
  }

  private Markup() {
    try {
      xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Begins a page. */
  static Markup html() {
    Markup page = new Markup();
    return page.write(() -> page.xml.writeDTD("<!DOCTYPE html>"));
  }

  /** Begins a picture that is a file of its own. */
  static Markup svg(int width, int height) {
    return new Markup()
        .open(
            "svg",
            "xmlns",
            "http://www.w3.org/2000/svg",
            "viewBox",
            "0 0 " + width + " " + height,
            "width",
            width,
            "height",
            height);
  }

  private Markup write(Write write) {
    try {
      write.run();
      return this;
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Begins an element. */
  Markup open(String element, Object... attributes) {
    return write(
        () -> {
          xml.writeCharacters("\n");
          xml.writeStartElement(element);
          attributes(attributes);
        });
  }

  /** An element without content. */
  Markup empty(String element, Object... attributes) {
    return write(
        () -> {
          xml.writeCharacters("\n");
          xml.writeEmptyElement(element);
          attributes(attributes);
        });
  }

  /** An element around a text. */
  Markup text(String element, String content, Object... attributes) {
    return write(
        () -> {
          xml.writeStartElement(element);
          attributes(attributes);
          xml.writeCharacters(JUnitReport.legal(content));
          xml.writeEndElement();
        });
  }

  /** Ends the innermost element. */
  Markup close() {
    return write(xml::writeEndElement);
  }

  private void attributes(Object... attributes) throws XMLStreamException {
    for (int i = 0; i < attributes.length; i += 2) {
      Object value = attributes[i + 1];
      String shown =
          value instanceof Double number
              ? String.format(Locale.ROOT, "%.2f", number)
              : JUnitReport.legal(value.toString());
      xml.writeAttribute(attributes[i].toString(), shown);
    }
  }

  @Override
  public String toString() {
    write(xml::flush);
    return text + "\n";
  }
}
