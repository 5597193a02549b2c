package io.sepconv.benchmarks;

import io.sepconv.graph.Cost;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphInput;
import io.sepconv.graph.ModelFormatException;
import io.sepconv.graph.ShapeInference;
import io.sepconv.onnx.OnnxReader;
import io.sepconv.onnx.OnnxWriter;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What is measured: a graph of one input and one output, and something for it to read. Every engine
 * and every process has the same, since weights and input are seeded.
 *
 * @param name a network of the zoo, a {@link NetworkFile}, or a {@link Problem}
 * @param graph a network's is for any number of pictures
 * @param input for the one input of the graph
 * @param file that holds the graph as it is, if there is one
 */
record Workload(String name, Graph graph, Tensor input, Optional<Path> file) {
  /** Pictures of which one input fits a Java array. */
  private static final int MAX_BATCH = 4096;

  private static final long SEED = 1;

  Workload(String name, Graph graph, Tensor input) {
    this(name, graph, input, Optional.empty());
  }

  /**
   * A network of the zoo with the weights of seed 1, as {@code ./sepconv export} writes it, one of
   * a file, or a problem.
   *
   * @param batch pictures of one run; those of a file or a problem stand in its text
   * @throws IllegalArgumentException as {@link #check} says
   */
  static Workload of(String name, int batch) {
    check(name, batch);
    if (NetworkFile.isMeant(name)) {
      NetworkFile file = NetworkFile.parse(name);
      Graph graph = file.graph();
      boolean asItIs = !NetworkFile.isJoined(graph);
      return new Workload(
          name,
          graph,
          pictures(file.inputShape(graph)),
          asItIs ? Optional.of(file.path()) : Optional.empty());
    }
    if (!Problem.isMeant(name)) {
      Graph graph = Zoo.build(name, SEED);
      List<Integer> dims = graph.inputs().get(0).dims();
      return new Workload(
          name, graph, pictures(Shape.of(batch, dims.get(1), dims.get(2), dims.get(3))));
    }
    Problem problem = Problem.parse(name);
    return new Workload(name, problem.graph(), problem.input());
  }

  /**
   * Tells whether there is such a workload, without building it.
   *
   * @throws IllegalArgumentException if a name is neither a network nor a problem, a file cannot be
   *     measured, or a batch is none
   */
  static void check(String name, int batch) {
    if (NetworkFile.isMeant(name)) {
      NetworkFile.parse(name).graph();
      if (batch != 1) {
        throw new IllegalArgumentException(
            "batch is for networks of the zoo: give it in the sizes of " + name);
      }
    } else if (Problem.isMeant(name)) {
      Problem.parse(name);
    } else if (!Zoo.names().contains(name)) {
      throw new IllegalArgumentException(
          "there is no network '"
              + name
              + "'; choose of "
              + String.join(", ", Zoo.names())
              + ", or name a file that ends with .onnx");
    } else if (batch < 1 || batch > MAX_BATCH) {
      throw new IllegalArgumentException("batch must lie in 1.." + MAX_BATCH + ", not " + batch);
    }
  }

  /** Uniform in [-1, 1). */
  private static Tensor pictures(Shape shape) {
    SplittableRandom random = new SplittableRandom(SEED);
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return Tensor.of(shape, values);
  }

  /** Pictures of one run. */
  int batch() {
    return input.shape().dim(0);
  }

  private Graph bound() {
    GraphInput x = graph.inputs().get(0);
    return NetworkFile.isMeant(name)
        ? NetworkFile.bound(graph, input.shape())
        : graph.withInputShapes(Map.of(x.name(), input.shape()));
  }

  /** The shape of the one output. */
  Shape outputShape() {
    return ShapeInference.infer(bound()).get(graph.outputs().get(0)).shape();
  }

  /** Multiply-accumulates of one run. */
  long macs() {
    return Cost.of(bound()).macs();
  }

  /** Writes an ONNX file: a copy of the one that it is from, if that holds all of this graph. */
  void write(Path to) throws IOException {
    if (file.isPresent()) {
      Files.copy(file.get(), to, StandardCopyOption.REPLACE_EXISTING);
      if (isWhole(to)) {
        return;
      }
    }
    OnnxWriter.write(to, graph);
  }

  /** Whether a copy of a file needs no other files beside it. */
  private static boolean isWhole(Path copy) throws IOException {
    try {
      OnnxReader.read(copy);
      return true;
    } catch (ModelFormatException e) {
      return false;
    }
  }

  /** What an engine is asked to do, with the graph in a file. */
  Task task(Path model, int threads, int callers) {
    return new Task(model, input, outputShape(), threads, callers);
  }
}
