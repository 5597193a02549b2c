package io.sepconv.op;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads benchdnn's problem strings.
 *
 * <p>Its defaults: group 1, minibatch 2, stride 1, dilation 0 (dense). {@code _} is ignored. Where
 * the last axes are missing altogether, they are copied: w from h, h and w from d. A missing output
 * is derived from the padding (0 unless given), a missing padding from the output, half of what is
 * needed before the input. Everything behind {@code n} is the name.
 */
final class ConvSpecParser {
  private static final Pattern FIELD = Pattern.compile("_*(g|mb|[io]c|[iokspd][dhw])([+-]?\\d+)_*");
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
      int s = fields.getOrDefault("s" + axis, 1);
      int gaps = fields.getOrDefault("d" + axis, 0);
      if (s < 1 || k < 1 || i < 1 || gaps < 0) {
        throw new IllegalArgumentException(
            String.format(
                "i%1$c%2$d k%1$c%3$d s%1$c%4$d d%1$c%5$d is no window", axis, i, k, s, gaps));
      }
      long extent = (k - 1L) * (gaps + 1L) + 1;
      long o = fields.getOrDefault("o" + axis, 0);
      // benchdnn halves towards zero, so that a negative rest stays behind the input.
      Integer given = fields.get("p" + axis);
      long p = given != null ? given : o == 0 ? 0 : ((o - 1) * s - i + extent) / 2;
      if (o == 0) {
        o = Math.floorDiv(i - extent + 2 * p, s) + 1;
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
    return new ConvSpec(
        fields.getOrDefault("mb", 2),
        fields.getOrDefault("g", 1),
        fields.get("ic"),
        fields.get("oc"),
        input,
        new Window(kernel, stride, dilation, begin, end, AutoPad.NOTSET),
        name);
  }

  private boolean has(char axis) {
    return fields.keySet().stream().anyMatch(f -> f.length() == 2 && f.charAt(1) == axis);
  }

  private int require(String what, char axis) {
    Integer value = fields.get(what + axis);
    if (value == null) {
      throw new IllegalArgumentException(what + axis + " is missing");
    }
    return value;
  }

  /** w is copied from h, or h and w from d, where the problem names none of their fields. */
  private void copyMissingAxes() {
    if (has('d') && !has('h') && !has('w')) {
      copyAxis('d', 'h');
      copyAxis('d', 'w');
    } else if (has('h') && !has('w')) {
      copyAxis('h', 'w');
    }
    if (has('d') && !has('h')) {
      throw new IllegalArgumentException("it names the axes d and w but not h");
    }
  }

  private void copyAxis(char from, char to) {
    for (String field : List.of("i", "o", "k", "s", "p", "d")) {
      Integer value = fields.get(field + from);
      if (value != null) {
        fields.put(field + to, value);
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
