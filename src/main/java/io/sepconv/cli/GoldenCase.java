package io.sepconv.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder in the layout of the ONNX backend tests: {@code model.onnx} and {@code
 * test_data_set_0/input_0.pb, output_0.pb, ...}.
 *
 * @param name for messages
 * @param folder where it lies
 */
record GoldenCase(String name, Path folder) {
  private static final String MODEL = "model.onnx";
  private static final Pattern DATA_SET = Pattern.compile("test_data_set_(\\d+)");

  /**
   * The cases that are, or lie anywhere below, the given folders, ordered by path. An incomplete
   * case is one too; running it says what is missing.
   */
  static List<GoldenCase> find(List<Path> roots) throws IOException {
    List<GoldenCase> cases = new ArrayList<>();
    for (Path root : roots) {
      collect(root, requireFolder(root), new HashSet<>(), cases);
    }
    return cases;
  }

  /**
   * The cases that a list names, in its order. One that does not exist is one too; running it says
   * so.
   *
   * @param list a {@link ListFile} of folders
   * @param root where they lie
   * @throws IllegalArgumentException naming file and line, if a line cannot be a path, or if there
   *     is none
   */
  static List<GoldenCase> listed(Path list, Path root) throws IOException {
    requireFolder(root);
    List<GoldenCase> cases = new ArrayList<>();
    for (ListFile.Entry line : ListFile.read(list, "cases")) {
      try {
        cases.add(new GoldenCase(line.text(), root.resolve(line.text())));
      } catch (InvalidPathException e) {
        throw new IllegalArgumentException(line.where() + e.getMessage(), e);
      }
    }
    if (cases.isEmpty()) {
      throw new IllegalArgumentException(list + " names no case");
    }
    return cases;
  }

  private static Path requireFolder(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      throw new NoSuchFileException(folder.toString());
    }
    if (!Files.isDirectory(folder)) {
      throw new NotDirectoryException(folder.toString());
    }
    return folder;
  }

  private static void collect(Path root, Path folder, Set<Path> above, List<GoldenCase> cases)
      throws IOException {
    if (Files.exists(folder.resolve(MODEL)) || !numbered(folder, DATA_SET).isEmpty()) {
      Path relative =
          folder.equals(root) ? root.toRealPath().getFileName() : root.relativize(folder);
      cases.add(new GoldenCase(relative.toString().replace('\\', '/'), folder));
      return;
    }
    Path real = folder.toRealPath();
    // Symbolic links are followed, but not round in circles.
    if (!above.add(real)) {
      return;
    }
    for (Path child : list(folder)) {
      if (Files.isDirectory(child)) {
        collect(root, child, above, cases);
      }
    }
    above.remove(real);
  }

  /** The model file. */
  Path model() throws IOException {
    return InputFiles.require(requireFolder(folder).resolve(MODEL));
  }

  /** The folders of data, by number. */
  List<Path> dataSets() throws IOException {
    return numbered(folder, DATA_SET);
  }

  /**
   * The tensor files of a data set, by number.
   *
   * @param dataSet a folder of {@link #dataSets}
   * @param what input or output
   */
  static List<Path> tensors(Path dataSet, String what) throws IOException {
    return numbered(dataSet, Pattern.compile(what + "_(\\d+)\\.pb"));
  }

  private static List<Path> numbered(Path folder, Pattern pattern) throws IOException {
    return list(folder).stream()
        .filter(path -> pattern.matcher(path.getFileName().toString()).matches())
        .sorted(Comparator.comparingLong(path -> number(path, pattern)))
        .toList();
  }

  private static long number(Path path, Pattern pattern) {
    Matcher matcher = pattern.matcher(path.getFileName().toString());
    if (!matcher.matches()) {
      throw new IllegalStateException(path + " does not match " + pattern);
    }
    // More digits than a long has are no number that any tool writes.
    String digits = matcher.group(1);
    return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }
}
