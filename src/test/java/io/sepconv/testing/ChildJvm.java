package io.sepconv.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A Java process of its own with the class path of the tests: for what a process decides only once.
 */
public final class ChildJvm {
  private static final long PATIENCE_MINUTES = 5;

  private ChildJvm() {}

  /** What a process left behind; error output is part of the output. */
  public record Result(int exitCode, String output) {}

  /**
   * Runs a main class to its end.
   *
   * @param environment variables added to those of the tests
   * @param options options of the JVM
   * @param leaveOut jars whose path contains one of these are left off the class path
   */
  public static Result run(
      Map<String, String> environment,
      List<String> options,
      List<String> leaveOut,
      Class<?> main,
      String... arguments)
      throws IOException, InterruptedException {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> leaveOut.stream().noneMatch(entry::contains))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of("-cp", classPath));
    List<String> command = new ArrayList<>(List.of(main.getName()));
    command.addAll(List.of(arguments));
    return run(environment, all, command.toArray(String[]::new));
  }

  /**
   * Runs Java to its end.
   *
   * @param environment variables added to those of the tests
   * @param options options of the JVM, the class path among them
   * @param mainAndArguments the main class and what it is called with
   */
  public static Result run(
      Map<String, String> environment, List<String> options, String... mainAndArguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of(mainAndArguments));
    Path output = Files.createTempFile("child", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      // Native code of this process may have set it before Java looked.
      builder.environment().remove("GOMP_SPINCOUNT");
      builder.environment().putAll(environment);
      Process process = builder.start();
      boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
      process.destroyForcibly();
      String text = Files.readString(output, StandardCharsets.UTF_8);
      assertTrue(ended, "still running after " + PATIENCE_MINUTES + " minutes: " + text);
      return new Result(process.exitValue(), text);
    } finally {
      Files.delete(output);
    }
  }
}
