package io.sepconv.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.sepconv.graph.Graph;
import io.sepconv.graph.ModelFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Reads ONNX models, opset 6 and up.
 *
 * <pre>{@code
 * Graph graph = OnnxReader.read(Path.of("mobilenet_v2.onnx"));
 * }</pre>
 *
 * <p>Initializers and Constant nodes become constants of the graph; an initializer that is listed
 * as an input too is not an input. A size that is symbolic, missing or -1 is {@link
 * io.sepconv.graph.GraphInput#UNKNOWN}. The graph's metadata are the model's, with {@code
 * producer_name} and {@code producer_version} where the model has no such entries of its own.
 *
 * <p>Stateless: any thread may call it.
 */
public final class OnnxReader {
  private OnnxReader() {}

  /**
   * Reads a model file; tensors in external files are looked for in its folder, and nowhere else.
   *
   * @throws IOException if the file cannot be read
   * @throws ModelFormatException if it is damaged or contradicts itself; the message starts with
   *     the file's name
   * @throws io.sepconv.graph.UnsupportedOperatorException if it uses what sepconv does not have
   */
  public static Graph read(Path file) throws IOException {
    Path name = file.getFileName();
    try {
      Path folder = file.toAbsolutePath().getParent();
      return read(Protobuf.bytes(file), new ExternalData(folder), withoutExtension(name));
    } catch (ModelFormatException e) {
      throw new ModelFormatException(name + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads a model from a stream to its end; the stream stays open.
   *
   * @throws IOException if the stream cannot be read
   * @throws ModelFormatException if the model is damaged, contradicts itself or refers to external
   *     files
   * @throws io.sepconv.graph.UnsupportedOperatorException if it uses what sepconv does not have
   */
  public static Graph read(InputStream in) throws IOException {
    return read(Protobuf.bytes(in));
  }

  /**
   * Reads a model from the bytes of its file; they may be changed afterwards.
   *
   * @throws ModelFormatException if the model is damaged, contradicts itself or refers to external
   *     files
   * @throws io.sepconv.graph.UnsupportedOperatorException if it uses what sepconv does not have
   */
  public static Graph read(byte[] bytes) {
    return read(bytes, ExternalData.NONE, "model");
  }

  private static Graph read(byte[] bytes, ExternalData external, String defaultName) {
    ModelProto model = Protobuf.parse(ModelProto.parser(), bytes, "model");
    return new GraphAssembler(model, external).assemble(defaultName);
  }

  private static String withoutExtension(Path name) {
    return name == null ? "model" : name.toString().replaceFirst("\\.onnx$", "");
  }
}
