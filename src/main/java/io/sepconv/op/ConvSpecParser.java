package io.sepconv.op;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads benchdnn's problem strings.
 *
 * <p>Its defaults: group 1, minibatch 2, stride 1, dilation 0 (dense). {@code _} is ignored. Where
 * the last axes are missing altogether, they are copied: w from h, h and w from d. A missing output
 * is derived from the padding (0 unless given), a missing padding from the output, half of what is
 * needed before the input. Everything behind {@code n} is the name.
 *
 * <p>An axis whose fields only repeat the defaults ({@code sw1dw0pw0}) is missing too. Divisions
 * round towards zero, as in benchdnn's C++. One liberty: a padding may be negative, since one that
 * is derived may be, and what we print must read back.
 */
final class ConvSpecParser {
  private static final Pattern FIELD = Pattern.compile("(g|mb|[io]c|[iokspd][dhw])(-?\\d+)");
  private static final String AXES = "dhw";

  private final String problem;
  private final Map<String, Integer> fields = new HashMap<>();
  private String name = "";

  private ConvSpecParser(String problem) {
    this.problem = problem;
  }

  static ConvSpec parse(String problem) {
    ConvSpecParser parser = new ConvSpecParser(problem);
    parser.scan();
    try {
      return parser.build();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw parser.malformed(e.getMessage());
    }
  }

  private void scan() {
    Matcher matcher = FIELD.matcher(problem);
    int position = 0;
    while (position < problem.length()) {
      if (problem.charAt(position) == '_') {
        position++;
        continue;
      }
      if (problem.charAt(position) == 'n') {
        name = problem.substring(position + 1).replaceAll("^\"|\"$", "");
        return;
      }
      if (!matcher.region(position, problem.length()).lookingAt()) {
        throw malformed("'" + problem.substring(position) + "' is no field such as ic64 or kh3");
      }
      try {
        fields.put(matcher.group(1), Integer.parseInt(matcher.group(2)));
      } catch (NumberFormatException e) {
        throw malformed(matcher.group(2) + " is beyond 2^31-1");
      }
      position = matcher.end();
    }
  }

  private int field(String field, int otherwise) {
    return fields.getOrDefault(field, otherwise);
  }

  private ConvSpec build() {
    for (String required : List.of("ic", "oc")) {
      if (!fields.containsKey(required)) {
        throw new IllegalArgumentException(required + " is missing");
      }
    }
    copyMissingAxes();
    List<Integer> input = new ArrayList<>();
    List<Integer> kernel = new ArrayList<>();
    List<Integer> stride = new ArrayList<>();
    List<Integer> dilation = new ArrayList<>();
    List<Integer> begin = new ArrayList<>();
    List<Integer> end = new ArrayList<>();
    for (char axis : AXES.toCharArray()) {
      if (!has(axis)) {
        continue;
      }
      int i = require("i", axis);
      int k = require("k", axis);
      int s = field("s" + axis, 1);
      int gaps = field("d" + axis, 0);
      if (s < 1 || k < 1 || i < 1 || gaps < 0) {
        throw new IllegalArgumentException(
            String.format(
                "i%1$c%2$d k%1$c%3$d s%1$c%4$d d%1$c%5$d is no window", axis, i, k, s, gaps));
      }
      long extent = (k - 1L) * (gaps + 1L) + 1;
      long o = field("o" + axis, 0);
      Integer given = fields.get("p" + axis);
      long p = given != null ? given : o == 0 ? 0 : ((o - 1) * s - i + extent) / 2;
      if (o == 0) {
        o = (i - extent + 2 * p) / s + 1;
      }
      if (o < 1) {
        throw new IllegalArgumentException("the output along " + axis + " would be empty");
      }
      input.add(i);
      kernel.add(k);
      stride.add(s);
      dilation.add(gaps + 1);
      begin.add(Math.toIntExact(p));
      end.add(Math.toIntExact((o - 1) * s + extent - i - p));
    }
    if (input.isEmpty()) {
      throw new IllegalArgumentException("it has no spatial axis such as ih and kh");
    }
    ConvSpec spec =
        new ConvSpec(
            field("mb", 2),
            field("g", 1),
            fields.get("ic"),
            fields.get("oc"),
            input,
            new Window(kernel, stride, dilation, begin, end, AutoPad.NOTSET),
            name);
    spec.inputShape();
    spec.macs(); // both refuse sizes beyond what can be counted
    return spec;
  }

  private boolean has(char axis) {
    return field("s" + axis, 1) != 1
        || Stream.of("i", "o", "k", "d", "p").anyMatch(f -> field(f + axis, 0) != 0);
  }

  private int require(String what, char axis) {
    Integer value = fields.get(what + axis);
    if (value == null) {
      throw new IllegalArgumentException(what + axis + " is missing");
    }
    return value;
  }

  /** w is copied from h, or h and w from d, where they are missing. */
  private void copyMissingAxes() {
    boolean d = has('d');
    boolean h = has('h');
    boolean w = has('w');
    if (d && h != w) {
      throw new IllegalArgumentException("beside d it must name both of the axes h and w, or none");
    }
    if (d && !h) {
      copyAxis('d', 'h');
      copyAxis('d', 'w');
    } else if (h && !w) {
      copyAxis('h', 'w');
    }
  }

  private void copyAxis(char from, char to) {
    for (String field : List.of("i", "o", "k", "s", "p", "d")) {
      fields.remove(field + to);
      if (fields.containsKey(field + from)) {
        fields.put(field + to, fields.get(field + from));
      }
    }
  }

  private IllegalArgumentException malformed(String why) {
    return new IllegalArgumentException(
        "'"
            + problem
            + "' is no convolution problem: "
            + why
            + "; write it like ic64ih56oc128oh28kh3sh2ph1n\"name\"");
  }
}
