package io.sepconv.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A strict reader of JSON: maps, lists, strings, numbers and null, without the booleans. */
final class JsonText {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  private final String text;
  private int at;

  private JsonText(String text) {
    this.text = text;
  }

  /** The value of a whole text. */
  static Object parse(String text) {
    JsonText json = new JsonText(text);
    Object value = json.value();
    json.blanks();
    if (json.at != text.length()) {
      throw json.wrong("text behind the value");
    }
    return value;
  }

  private Object value() {
    blanks();
    return switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 'n' -> nothing();
      default -> number();
    };
  }

  private Object nothing() {
    for (char c : "null".toCharArray()) {
      expect(c);
    }
    return null;
  }

  private Map<String, Object> object() {
    Map<String, Object> members = new LinkedHashMap<>();
    at++;
    do {
      blanks();
      String name = string();
      blanks();
      expect(':');
      if (members.containsKey(name)) {
        throw wrong("'" + name + "' comes twice");
      }
      members.put(name, value());
    } while (another('}'));
    return members;
  }

  private List<Object> array() {
    List<Object> elements = new ArrayList<>();
    at++;
    do {
      elements.add(value());
    } while (another(']'));
    return elements;
  }

  private boolean another(char end) {
    blanks();
    if (peek() == ',') {
      at++;
      return true;
    }
    expect(end);
    return false;
  }

  private String string() {
    expect('"');
    StringBuilder string = new StringBuilder();
    while (peek() != '"') {
      char c = text.charAt(at++);
      if (c < ' ') {
        throw wrong("a control character in a string");
      }
      if (c == '\\') {
        c = text.charAt(at++);
        if (c == 'u') {
          c = (char) Integer.parseInt(text.substring(at, at += 4), 16);
        } else if (c != '"' && c != '\\') {
          throw wrong("an unknown escape");
        }
      }
      string.append(c);
    }
    at++;
    return string.toString();
  }

  private Double number() {
    Matcher matcher = NUMBER.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      throw wrong("no value");
    }
    at = matcher.end();
    return Double.valueOf(matcher.group());
  }

  private void expect(char c) {
    if (peek() != c) {
      throw wrong("no '" + c + "'");
    }
    at++;
  }

  private char peek() {
    if (at >= text.length()) {
      throw wrong("the end");
    }
    return text.charAt(at);
  }

  private void blanks() {
    while (at < text.length() && " \n\r\t".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private AssertionError wrong(String what) {
    return new AssertionError(what + " at " + at + " of: " + text);
  }
}
