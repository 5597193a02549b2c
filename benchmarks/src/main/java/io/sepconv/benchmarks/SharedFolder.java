package io.sepconv.benchmarks;

import io.sepconv.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Where the processes of one invocation leave files for each other: networks, and the outputs that
 * engines computed from them. Its name holds the number of the process that made it, by which its
 * children find it.
 *
 * @param path the folder
 */
record SharedFolder(Path path) implements AutoCloseable {

  private static Path of(long process) {
    return Path.of(System.getProperty("java.io.tmpdir"), "sepconv-benchmarks-" + process);
  }

  /** The folder of this process, whether or not it exists. */
  static SharedFolder ofThisProcess() {
    return new SharedFolder(of(ProcessHandle.current().pid()));
  }

  /** Makes the folder of this process, without what one of the same number may have left. */
  static SharedFolder create() throws IOException {
    SharedFolder folder = ofThisProcess();
    folder.close();
    Files.createDirectory(folder.path);
    return folder;
  }

  /**
   * The folder of this process or of the nearest one above it that has one.
   *
   * @throws IllegalStateException if none has
   */
  static SharedFolder find() {
    return Stream.iterate(ProcessHandle.current(), p -> p != null, p -> p.parent().orElse(null))
        .map(process -> of(process.pid()))
        .filter(Files::isDirectory)
        .findFirst()
        .map(SharedFolder::new)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no process above this one is " + BenchmarkMain.class.getName()));
  }

  /** The ONNX file of a workload, which the first to ask for it writes. */
  Path model(Workload work) throws IOException {
    Path file = path.resolve(fileName(work.name()) + ".onnx");
    if (!Files.exists(file)) {
      work.write(file);
    }
    return file;
  }

  /**
   * Compares an output with those that engines have left of the same network and input, and leaves
   * it for the next.
   *
   * @param problem the network and the number of its pictures, as part of a file's name
   * @return the names of the engines that it agrees with
   * @throws DisagreementException if it does not agree with one of them
   */
  List<Engine> agree(String problem, Engine engine, Tensor output) throws IOException {
    List<Engine> others =
        Stream.of(Engine.values()).filter(other -> Files.exists(output(problem, other))).toList();
    for (Engine other : others) {
      Tensor expected = RawFloats.read(output(problem, other), output.shape());
      engine
          .accuracy()
          .or(other.accuracy())
          .require(expected, output, problem + ", " + engine + " against " + other);
    }
    if (!others.contains(engine)) {
      RawFloats.write(output(problem, engine), output);
    }
    return others;
  }

  /** What a file may be called: problems hold quotes and colons, and may be long. */
  private static String fileName(String name) {
    boolean plain = name.matches("[A-Za-z0-9_.-]{1,100}");
    return plain ? name : UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private Path output(String problem, Engine engine) {
    return path.resolve(fileName(problem) + "-" + engine + ".f32");
  }

  /** Deletes the folder and what is in it. Closing twice is quiet, from two threads too. */
  @Override
  public void close() {
    synchronized (SharedFolder.class) {
      delete();
    }
  }

  private void delete() {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
