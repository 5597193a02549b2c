package io.sepconv.benchmarks.report;

import io.sepconv.benchmarks.Contests;
import io.sepconv.benchmarks.Results;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Makes a page of tables and pictures of a file of results.
 *
 * <pre>{@code
 * java -cp benchmarks/target/benchmarks.jar io.sepconv.benchmarks.report.Report
 * }</pre>
 */
@Command(
    name = "benchmarks/report",
    description = "Makes RESULTS.md and its pictures of a file of results.",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "2:bad usage, or a file that holds no results", "3:another failure"})
public final class Report implements Callable<Integer> {
  /** What the parts of a document call their pictures. */
  private static final Pattern PICTURE =
      Pattern.compile(
          "(summary|sizes|networks-\\d+(?:-batch-\\d+)?|(?:kinds|native-over-java)-\\d+"
              + "|callers-(?:runs|p99)-\\w+)\\.svg");

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "RESULTS.json",
      description = "The results (default: the last file by name in benchmarks/results).")
  private Path file;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where RESULTS.md and the folder pictures go (default: benchmarks).")
  private Path out;

  @Option(
      names = "--readme",
      paramLabel = "FILE",
      description = "Also put the summary between the marker lines of this file.")
  private Path readme;

  @Option(
      names = "--project",
      paramLabel = "DIR",
      defaultValue = "",
      description = "The project's root, where the defaults lie (default: the current directory).")
  private Path project;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  private boolean help;

  private Report() {}

  /** Makes a report and ends the JVM with its exit code. */
  public static void main(String[] args) {
    System.setProperty("java.awt.headless", "true");
    PrintWriter out = new PrintWriter(System.out, true);
    System.exit(run(out, new PrintWriter(System.err, true), args));
  }

  /** Makes a report and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    return Contests.execute(new Report(), out, err, args);
  }

  @Override
  public Integer call() throws IOException {
    Path from = file == null ? last(project.resolve("benchmarks/results")) : file;
    Path to = out == null ? project.resolve("benchmarks") : out;
    Results results = read(from);
    Document document = new Document(results);
    Path pictures = Files.createDirectories(to.resolve("pictures"));
    for (Map.Entry<String, BarChart> picture : document.pictures().entrySet()) {
      SvgFile.write(pictures.resolve(picture.getKey() + ".svg"), picture.getValue());
    }
    deleteOld(pictures, document.pictures().keySet());
    Path page = to.resolve("RESULTS.md");
    Files.writeString(page, document.text(link(project, from), link(to, from)));
    if (readme != null) {
      rewriteReadme(document, results, page);
    }
    spec.commandLine()
        .getOut()
        .printf("%s: %s%n", page, Figures.count(document.pictures().size(), "picture"));
    return 0;
  }

  /** Deletes the pictures of earlier reports that this one has not, and nothing else. */
  private static void deleteOld(Path pictures, Set<String> names) throws IOException {
    List<Path> old;
    try (Stream<Path> files = Files.list(pictures)) {
      old =
          files
              .filter(
                  file -> {
                    Matcher picture = PICTURE.matcher(file.getFileName().toString());
                    return picture.matches() && !names.contains(picture.group(1));
                  })
              .toList();
    }
    for (Path file : old) {
      Files.delete(file);
    }
  }

  private void rewriteReadme(Document document, Results results, Path page) throws IOException {
    if (!document.isComplete()) {
      throw new IllegalArgumentException(
          "--readme needs a whole measurement, these results are a part; it is left as it was");
    }
    Summary summary =
        document
            .summary()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "--readme needs networks that two engines ran, one picture on one thread;"
                            + " there are none in these results"));
    Path folder = readme.toAbsolutePath().getParent();
    Path picture = page.resolveSibling("pictures").resolve("summary.svg");
    Readme.rewrite(
        readme, summary.text(results.facts(), link(folder, picture), link(folder, page)));
  }

  /** A path from a folder on, with slashes. */
  private static String link(Path folder, Path file) {
    return folder
        .toAbsolutePath()
        .normalize()
        .relativize(file.toAbsolutePath().normalize())
        .toString()
        .replace('\\', '/');
  }

  private static Path last(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        Path last =
            files
                .filter(file -> file.toString().endsWith(".json"))
                .max(Comparator.comparing(file -> file.getFileName().toString()))
                .orElse(null);
        if (last != null) {
          return last;
        }
      }
    }
    throw new IllegalArgumentException("there are no results in " + folder);
  }

  private static Results read(Path file) throws IOException {
    Results results = Results.read(file);
    if (results.facts() == null
        || results.limits() == null
        || results.sizes() == null
        || results.measurements() == null
        || results.measurements().isEmpty()) {
      throw new IllegalArgumentException(file + " holds no results of a contest");
    }
    if (results.measurements().stream().noneMatch(m -> Document.SECTIONS.contains(m.section()))) {
      throw new IllegalArgumentException(
          String.format(
              "%s has none of the sections %s, of which a report is made: benchmarks/measure"
                  + " writes them, a single contest prints its own table",
              file, String.join(", ", Document.SECTIONS)));
    }
    return results;
  }
}
