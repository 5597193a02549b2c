package io.sepconv.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.sepconv.graph.Graph;
import io.sepconv.graph.Limits;
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

  /** Reads a model file that may ask for as much as {@link Limits#defaults} allow. */
  public static Graph read(Path file) throws IOException {
    return read(file, Limits.defaults());
  }

  /**
   * Reads a model file; tensors in external files are looked for in its folder, and nowhere else.
   *
   * @param limits what the model may ask for
   * @throws IOException if the file cannot be read
   * @throws ModelFormatException if it is damaged, contradicts itself or asks for more than the
   *     limits; the message starts with the file's name
   * @throws io.sepconv.graph.UnsupportedOperatorException if it uses what sepconv does not have
   */
  public static Graph read(Path file, Limits limits) throws IOException {
    Path name = file.getFileName();
    try {
      ExternalData external = new ExternalData(file.toAbsolutePath().getParent(), limits);
      return read(Protobuf.bytes(file, limits), external, withoutExtension(name));
    } catch (ModelFormatException e) {
      throw e.at(String.valueOf(name));
    }
  }

  /** Reads a model from a stream, within {@link Limits#defaults}; the stream stays open. */
  public static Graph read(InputStream in) throws IOException {
    return read(in, Limits.defaults());
  }

  /**
   * Reads a model from a stream to its end; the stream stays open.
   *
   * @param limits what the model may ask for
   * @throws IOException if the stream cannot be read
   * @throws ModelFormatException if the model is damaged, contradicts itself, refers to external
   *     files or asks for more than the limits
   * @throws io.sepconv.graph.UnsupportedOperatorException if it uses what sepconv does not have
   */
  public static Graph read(InputStream in, Limits limits) throws IOException {
    return read(Protobuf.bytes(in, limits), limits);
  }

  /** Reads a model from the bytes of its file, within {@link Limits#defaults}. */
  public static Graph read(byte[] bytes) {
    return read(bytes, Limits.defaults());
  }

  /**
   * Reads a model from the bytes of its file; they may be changed afterwards.
   *
   * @param limits what the model may ask for
   * @throws ModelFormatException if the model is damaged, contradicts itself, refers to external
   *     files or asks for more than the limits
   * @throws io.sepconv.graph.UnsupportedOperatorException if it uses what sepconv does not have
   */
  public static Graph read(byte[] bytes, Limits limits) {
    return read(bytes, new ExternalData(null, limits), "model");
  }

  private static Graph read(byte[] bytes, ExternalData external, String defaultName) {
    Limits limits = external.limits();
    ModelProto model = Protobuf.parse(ModelProto.getDefaultInstance(), bytes, "model", limits);
    return new GraphAssembler(model, external, limits).assemble(defaultName);
  }

  private static String withoutExtension(Path name) {
    return name == null ? "model" : name.toString().replaceFirst("\\.onnx$", "");
  }
}
