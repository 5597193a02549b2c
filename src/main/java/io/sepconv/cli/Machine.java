package io.sepconv.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What this process runs on. */
final class Machine {
  private Machine() {}

  /** The processor's model that Linux names; elsewhere there is no file to read it from. */
  static String processor() {
    String unknown = "unknown " + System.getProperty("os.arch");
    try (Stream<String> lines =
        Files.lines(Path.of("/proc/cpuinfo"), StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(unknown);
    } catch (IOException | UncheckedIOException e) {
      return unknown;
    }
  }

  /** Processor, processors granted, system and JVM in one line. */
  static String describe() {
    return String.format(
        "%s, %d processors granted, %s %s %s, Java %s (%s)",
        processor(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        System.getProperty("os.arch"),
        System.getProperty("java.version"),
        System.getProperty("java.vm.name"));
  }
}
