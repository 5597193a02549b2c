package io.sepconv.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The results of one invocation, as they lie under {@code benchmarks/results}.
 *
 * @param facts on what it was measured and by which command: texts by name, in their order
 * @param limits what the machine can do
 * @param sizes jars of the engines
 * @param measurements in the order in which they were made
 */
public record Results(
    Map<String, String> facts,
    List<Limit> limits,
    List<Size> sizes,
    List<Measurement> measurements) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /**
   * What a machine does at most.
   *
   * @param threads how many work
   * @param gflops 10^9 floating-point operations a second of the best matrix product in f32
   * @param gbs 10^9 bytes a second between processor and memory
   * @param how how both were measured
   */
  public record Limit(int threads, double gflops, double gbs, String how) {}

  /**
   * What a user downloads for an engine, on this platform alone where it has a jar per platform.
   *
   * @param engine its name
   * @param jars Maven coordinates and bytes, in words
   * @param bytes of the jars together
   */
  public record Size(String engine, List<String> jars, long bytes) {}

  /** Writes them as JSON in one go, in the place of a file that is there. */
  public void write(Path file) throws IOException {
    if (file.toAbsolutePath().getParent() != null) {
      Files.createDirectories(file.toAbsolutePath().getParent());
    }
    Path beside = file.resolveSibling(file.getFileName() + ".tmp");
    Files.writeString(beside, JSON.writeValueAsString(this) + "\n");
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException if it is no such file
   */
  public static Results read(Path file) throws IOException {
    try {
      return JSON.readValue(Files.readString(file), Results.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          file + " holds no results of a contest: " + e.getOriginalMessage(), e);
    }
  }
}
