package io.sepconv.cli;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** A page that is well-formed XML, and what is in it. */
record HtmlPage(Document document) {

  static HtmlPage parse(String html) {
    try {
      return new HtmlPage(
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(html))));
    } catch (Exception e) {
      throw new AssertionError("not well-formed: " + html, e);
    }
  }

  /** The elements of a name in the whole page. */
  List<Element> all(String name) {
    return all(document.getDocumentElement(), name);
  }

  /** The elements of a name in another one. */
  static List<Element> all(Element parent, String name) {
    NodeList nodes = parent.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  /** The elements of a name and class in the picture of an id. */
  List<Element> in(String picture, String name, String style) {
    return all("svg").stream()
        .filter(svg -> svg.getAttribute("id").equals(picture))
        .flatMap(svg -> all(svg, name).stream())
        .filter(element -> List.of(element.getAttribute("class").split(" ")).contains(style))
        .toList();
  }

  /** The text of the first element of a name. */
  String text(String name) {
    return all(name).get(0).getTextContent();
  }

  /** The text of the element of a name and an id. */
  String text(String name, String id) {
    return all(name).stream()
        .filter(element -> element.getAttribute("id").equals(id))
        .findFirst()
        .orElseThrow()
        .getTextContent();
  }

  /** The cells of every line of the table, the heading first. */
  List<List<String>> rows() {
    return all("tr").stream()
        .map(
            row -> {
              List<Element> cells = new ArrayList<>(all(row, "th"));
              cells.addAll(all(row, "td"));
              return cells.stream().map(Element::getTextContent).toList();
            })
        .toList();
  }

  static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }
}
