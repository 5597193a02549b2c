package io.sepconv.benchmarks;

import io.sepconv.zoo.Zoo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The convolutions of the networks of the zoo, for one picture, from the text files in {@code
 * shapes/}. A line is {@code COUNT PROBLEM}: how many layers of the network are this convolution,
 * and the convolution. Lines that begin with # are comments.
 */
final class Shapes {
  private static final Pattern LINE = Pattern.compile("(\\d{1,9}) (\\S.*)");

  /**
   * A convolution of a network.
   *
   * @param count layers that are this convolution, at least 1
   * @param problem the convolution
   */
  record Line(int count, Problem problem) {
    Line {
      if (count < 1) {
        throw new IllegalArgumentException("a count must be at least 1, not " + count);
      }
    }
  }

  private Shapes() {}

  /** The name of a network's file, from this package on. */
  static String file(String network) {
    return "shapes/" + network + ".txt";
  }

  /**
   * The distinct convolutions of a network, in the order in which they first appear.
   *
   * @throws IllegalArgumentException if it is no network of the zoo, or as {@link #parse} says
   */
  static List<Line> of(String network) {
    if (!Zoo.names().contains(network)) {
      throw new IllegalArgumentException(
          "there is no network '" + network + "'; choose of " + String.join(", ", Zoo.names()));
    }
    String file = file(network);
    try (InputStream in = Shapes.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("this build lacks " + file);
      }
      return parse(file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads the text of a file.
   *
   * @param file its name, for errors
   * @throws IllegalArgumentException with file and number of a line that is not as it should be
   */
  static List<Line> parse(String file, String text) {
    List<Line> lines = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        try {
          lines.add(parse(line));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              String.format("%s, line %d: %s", file, number, e.getMessage()), e);
        }
      }
    }
    return List.copyOf(lines);
  }

  private static Line parse(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + line + "' is not COUNT PROBLEM, as in 2 ic8ih4oc8kh1");
    }
    return new Line(Integer.parseInt(matcher.group(1)), Problem.parse(matcher.group(2)));
  }
}
