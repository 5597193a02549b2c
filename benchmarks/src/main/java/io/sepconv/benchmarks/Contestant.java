package io.sepconv.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Who takes part in a contest: an engine of this jar, or any program that speaks the protocol of
 * {@link Participant}.
 *
 * @param name as the table prints it
 * @param command the program and its arguments. In each, {@code {network}}, {@code {batch}}, {@code
 *     {shape}} and {@code {outputShape}} (of input and output, as in 1x3x224x224), {@code
 *     {threads}}, {@code {callers}} (runs at the same time), {@code {model}} (the ONNX file),
 *     {@code {input}} (the input's elements: f32, row-major, little-endian) and {@code {output}}
 *     (where to write the output's in the same way) are replaced, and {@code {plan}} by the native
 *     plan of the first engine, which must be sepconv on oneDNN
 */
record Contestant(String name, List<String> command) {
  Contestant {
    command = List.copyOf(command);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("--program " + name + " has no command");
    }
  }

  /** A program; its words are separated by blanks, without quotes. */
  static Contestant program(String name, String command) {
    return new Contestant(name, Stream.of(command.split(" ")).filter(w -> !w.isEmpty()).toList());
  }

  /**
   * An engine in a JVM of this one's kind, with the options that the engine needs. Its class path
   * is this one's, which {@link Participant} hands over.
   */
  static Contestant of(Engine engine) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(engine.jvmOptions());
    command.addAll(List.of(EngineProcess.class.getName(), engine.name()));
    command.addAll(List.of(EngineProcess.ARGUMENTS.split(" ")));
    return new Contestant(engine.name(), command);
  }

  /** Whether it reads the plan of the first engine. */
  boolean readsPlan() {
    return command.stream().anyMatch(word -> word.contains("{plan}"))
        && !command.contains(EngineProcess.class.getName());
  }

  /** Whether it writes its output, so that it can be compared. */
  boolean writesOutput() {
    return command.stream().anyMatch(word -> word.contains("{output}"));
  }

  /** The command with values in the place of {@code {key}}. */
  List<String> command(Map<String, String> values) {
    return command.stream().map(word -> fill(word, values)).toList();
  }

  private static String fill(String word, Map<String, String> values) {
    String filled = word;
    for (Map.Entry<String, String> value : values.entrySet()) {
      filled = filled.replace("{" + value.getKey() + "}", value.getValue());
    }
    return filled;
  }
}
