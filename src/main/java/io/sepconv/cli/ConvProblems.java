package io.sepconv.cli;

import io.sepconv.op.ConvSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads benchdnn's batch files of convolution problems: a {@link ListFile} of them. */
final class ConvProblems {
  private ConvProblems() {}

  /**
   * The problems of a batch file in their order.
   *
   * @throws IllegalArgumentException naming file and line, if a line is no problem, or if there is
   *     none
   */
  static List<ConvSpec> read(Path file) throws IOException {
    List<ConvSpec> problems = new ArrayList<>();
    for (ListFile.Entry line : ListFile.read(file, "problems")) {
      if (line.text().equals("--reset")) {
        continue;
      }
      if (line.text().startsWith("--")) {
        throw new IllegalArgumentException(
            line.where()
                + "'"
                + line.text()
                + "' is an option of benchdnn; only problems and --reset are read from a file, so"
                + " give --batch and --mb on the command line and leave the others out");
      }
      try {
        problems.add(ConvSpec.parse(line.text()));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(line.where() + e.getMessage(), e);
      }
    }
    if (problems.isEmpty()) {
      throw new IllegalArgumentException(file + " holds no problem");
    }
    return problems;
  }
}
