package io.sepconv.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the machine can do with some number of threads.
 *
 * @param limit rates of arithmetic and memory
 * @param bf16 whether sepconv computes in bfloat16
 */
record Limits(Results.Limit limit, boolean bf16) {
  /**
   * Measures them in a process of its own, so that none of its threads stay.
   *
   * @throws ParticipantException if it fails
   */
  static Limits measure(int threads) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules",
            "jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            LimitProcess.class.getName(),
            String.valueOf(threads));
    Path log = Files.createTempFile("sepconv-limits", ".log");
    Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      String line = lines.lines().collect(Collectors.joining("\n"));
      int status = process.onExit().join().exitValue();
      if (status != 0) {
        throw new ParticipantException(
            String.format(
                "what the machine can do on %d threads was not measured: status %d, %s",
                threads, status, Files.readString(log).strip()));
      }
      return parse(threads, line);
    } finally {
      process.destroyForcibly();
      Files.delete(log);
    }
  }

  /** Reads the line that {@link LimitProcess} prints. */
  static Limits parse(int threads, String line) {
    String[] parts = line.split(": ", 2);
    String[] words = parts[0].split(" ");
    if (parts.length < 2 || words.length != 3) {
      throw new ParticipantException("what the machine can do was not measured: '" + line + "'");
    }
    return new Limits(
        new Results.Limit(
            threads, Double.parseDouble(words[0]), Double.parseDouble(words[1]), parts[1]),
        words[2].equals("bf16"));
  }
}
