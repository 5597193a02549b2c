package io.sepconv.cli;

import io.sepconv.op.ConvSpec;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads benchdnn's batch files of convolution problems: one to a line, with {@code #} comments and
 * blank lines.
 */
final class ConvProblems {
  private ConvProblems() {}

  /**
   * The problems of a batch file in their order.
   *
   * @throws IllegalArgumentException naming file and line, if a line is no problem, or if there is
   *     none
   */
  static List<ConvSpec> read(Path file) throws IOException {
    List<String> lines = lines(file);
    List<ConvSpec> problems = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).replaceFirst("(^|\\s)#.*", "").strip();
      if (line.isEmpty() || line.equals("--reset")) {
        continue;
      }
      String where = file + ":" + (i + 1) + ": ";
      if (line.startsWith("--")) {
        throw new IllegalArgumentException(
            where
                + "'"
                + line
                + "' is an option of benchdnn; only problems and --reset are read from a file, so"
                + " give --batch and --mb on the command line and leave the others out");
      }
      try {
        problems.add(ConvSpec.parse(line));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(where + e.getMessage(), e);
      }
    }
    if (problems.isEmpty()) {
      throw new IllegalArgumentException(file + " holds no problem");
    }
    return problems;
  }

  private static List<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(InputFiles.require(file));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + " is no text file of problems", e);
    }
  }
}
