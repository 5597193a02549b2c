package io.sepconv.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.sepconv.graph.Graph;
import io.sepconv.graph.UnsupportedOperatorException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes graphs as ONNX models, of which {@link OnnxReader} makes a graph that computes the same.
 *
 * <pre>{@code
 * OnnxWriter.write(Path.of("mobilenet_v2.onnx"), graph);
 * }</pre>
 *
 * <p>The models are of IR version 8 and opset 17, or the lowest later one that has what the graph
 * uses. What is fused here and not in ONNX becomes several nodes: a convolution, its residual and
 * its activation. An open size is symbolic, constants are initializers of raw data.
 *
 * <p>Stateless: any thread may call it.
 */
public final class OnnxWriter {
  /** Protobuf ends at 2^31 - 1 bytes; nodes and names have this much of it. */
  private static final long MAX_CONSTANTS = Integer.MAX_VALUE - (1L << 24);

  private OnnxWriter() {}

  /**
   * Writes a model file, over an existing one if there is one.
   *
   * @throws IOException if the file cannot be written
   * @throws IllegalArgumentException if the constants are too large for one file
   * @throws UnsupportedOperatorException if a node has no form in recent opsets
   */
  public static void write(Path file, Graph graph) throws IOException {
    ModelProto model = model(graph);
    try (OutputStream out = Files.newOutputStream(file)) {
      model.writeTo(out);
    }
  }

  /** The bytes of a model file; fails as {@link #write} does. */
  public static byte[] bytes(Graph graph) {
    return model(graph).toByteArray();
  }

  private static ModelProto model(Graph graph) {
    long bytes =
        graph.constants().values().stream()
            .mapToLong(tensor -> (long) tensor.size() * tensor.type().bytes())
            .sum();
    if (bytes > MAX_CONSTANTS) {
      throw new IllegalArgumentException(
          String.format(
              "graph '%s' has %,d bytes of constants, an ONNX file holds at most %,d of them;"
                  + " split the network",
              graph.name(), bytes, MAX_CONSTANTS));
    }
    return new ModelAssembler(graph).assemble();
  }
}
