package io.sepconv.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import io.sepconv.graph.Limits;
import io.sepconv.graph.ModelFormatException;
import io.sepconv.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads and writes tensor files: one ONNX TensorProto each, such as {@code input_0.pb} in the test
 * data of a model. A file may ask for as much as {@link Limits#defaults} allow a model.
 *
 * <p>Stateless: any thread may call it.
 */
public final class OnnxTensors {
  private OnnxTensors() {}

  /**
   * Reads a tensor file.
   *
   * @throws IOException if the file cannot be read
   * @throws ModelFormatException if it is damaged, contradicts itself or has an element type other
   *     than FLOAT, INT64, INT32 and BOOL; the message starts with the file's name
   */
  public static NamedTensor read(Path file) throws IOException {
    Limits limits = Limits.defaults();
    try {
      Path folder = file.toAbsolutePath().getParent();
      return read(Protobuf.bytes(file, limits), new ExternalData(folder, limits));
    } catch (ModelFormatException e) {
      throw e.at(file.getFileName().toString());
    }
  }

  /**
   * Reads a tensor from the bytes of its file.
   *
   * @throws ModelFormatException if it is damaged, contradicts itself, refers to an external file
   *     or has an element type other than FLOAT, INT64, INT32 and BOOL
   */
  public static NamedTensor read(byte[] bytes) {
    return read(bytes, new ExternalData(null, Limits.defaults()));
  }

  private static NamedTensor read(byte[] bytes, ExternalData external) {
    TensorProto proto =
        Protobuf.parse(TensorProto.getDefaultInstance(), bytes, "tensor", external.limits());
    TensorProtos.whyUnsupported(proto)
        .ifPresent(
            reason -> {
              throw new ModelFormatException("tensor '" + proto.getName() + "' " + reason);
            });
    return new NamedTensor(proto.getName(), TensorProtos.read(proto, external));
  }

  /**
   * Writes a tensor file, over an existing one if there is one.
   *
   * @param file where to
   * @param name the name of the value, may be empty
   * @param tensor what to write
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, String name, Tensor tensor) throws IOException {
    Files.write(file, TensorProtos.of(name, tensor).toByteArray());
  }
}
