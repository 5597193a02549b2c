package io.sepconv.cli;

import io.sepconv.BackendStatus;
import io.sepconv.Backends;
import io.sepconv.Model;
import io.sepconv.ModelOptions;
import io.sepconv.graph.Graph;
import io.sepconv.image.Images;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What every part of the demo works with.
 *
 * @param out where its text goes
 * @param options threads of a run
 * @param picture what it looks at
 * @param isDrawn whether the picture is {@link DemoPage}
 * @param directory where its pictures go
 */
record DemoContext(
    PrintWriter out, ModelOptions options, BufferedImage picture, boolean isDrawn, Path directory) {
  /** The backend of fast kernels in Java. */
  static final String JAVA = "java";

  /** The backend that the others are checked against. */
  static final String REFERENCE = "reference";

  /** Results agree when they differ by at most this share of the largest value. */
  static final double TOLERANCE = 1e-4;

  static final String TOLERANCE_TEXT = "0.0001";

  /** Names of the backends that can run here, best first; the reference is always among them. */
  List<String> backends() {
    return Backends.all().stream()
        .filter(BackendStatus::available)
        .map(BackendStatus::name)
        .toList();
  }

  /** The options for a run on a backend. */
  ModelOptions on(String backend) {
    return options.backend(backend);
  }

  /** What a network of one input and one output makes of an input, on a backend. */
  Tensor run(Graph graph, String backend, Tensor input) {
    try (Model model = Model.of(graph, on(backend))) {
      return model.run(input);
    }
  }

  /** How a backend is called in headings. */
  static String label(String backend) {
    return switch (backend) {
      case "onednn" -> "oneDNN";
      case JAVA -> "Java";
      default -> backend;
    };
  }

  /** A difference as a share of the largest value: 0, 6.0e-08, 1.2. */
  static String share(Agreement agreement) {
    double ratio = agreement.ratio();
    String format = ratio == 0 ? "%.0f" : ratio < 0.1 ? "%.1e" : "%.1f";
    return String.format(Locale.ROOT, format, ratio);
  }

  /** Starts a part of the output. */
  void heading(String text) {
    out.println();
    out.println(text);
    out.println("-".repeat(text.length()));
    out.flush();
  }

  /** Prints indented lines. */
  void say(String format, Object... values) {
    String.format(Locale.ROOT, format, values).lines().forEach(line -> out.println("  " + line));
    out.flush();
  }

  /** Prints an empty line. */
  void gap() {
    out.println();
  }

  /** Prints an indented table. */
  void say(TextTable table) {
    table.render().forEach(line -> out.println("  " + line));
    out.flush();
  }

  /** Writes a picture and says where. */
  void write(String what, BufferedImage image, String file) {
    Path path = directory.resolve(file);
    Images.writePng(image, path);
    say("%s: %s", what, path);
  }

  /** Writes a drawing and says where. */
  void write(String what, Markup svg, String file) {
    Path path = directory.resolve(file);
    try {
      Files.writeString(path, svg.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the picture " + path + ": " + e, e);
    }
    say("%s: %s", what, path);
  }
}
