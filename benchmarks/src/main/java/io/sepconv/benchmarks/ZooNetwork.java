package io.sepconv.benchmarks;

import io.sepconv.graph.Cost;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphInput;
import io.sepconv.onnx.OnnxWriter;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A network of the zoo with the weights of seed 1, as {@code ./sepconv export} writes it, and
 * something for it to read. Every engine and every process has the same.
 *
 * @param graph the network, for any number of pictures
 */
record ZooNetwork(Graph graph) {
  /** Elements of an output per picture. */
  static final int CLASSES = 1000;

  private static final long SEED = 1;

  /**
   * The network of a name.
   *
   * @throws IllegalArgumentException if there is none; the message lists those that there are
   */
  static ZooNetwork of(String name) {
    return new ZooNetwork(Zoo.build(name, SEED));
  }

  /** Writes the network as an ONNX file. */
  void write(Path file) throws IOException {
    OnnxWriter.write(file, graph);
  }

  private GraphInput x() {
    return graph.inputs().get(0);
  }

  private Shape shape(int batch) {
    List<Integer> dims = x().dims();
    return Shape.of(batch, dims.get(1), dims.get(2), dims.get(3));
  }

  /** Pictures {@code [batch, 3, H, W]}, uniform in [-1, 1). */
  Tensor input(int batch) {
    SplittableRandom random = new SplittableRandom(SEED);
    Shape shape = shape(batch);
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return Tensor.of(shape, values);
  }

  /** Multiply-accumulates of one run. */
  long macs(int batch) {
    return Cost.of(graph.withInputShapes(Map.of(x().name(), shape(batch)))).macs();
  }
}
