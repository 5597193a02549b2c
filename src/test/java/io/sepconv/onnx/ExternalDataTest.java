package io.sepconv.onnx;

import static io.sepconv.onnx.Refusals.assertMalformed;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.sepconv.graph.ModelFormatException;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalDataTest {
  @TempDir Path parent;
  private Path folder;

  @BeforeEach
  void writeData() throws IOException {
    folder = Files.createDirectories(parent.resolve("model/data")).getParent();
    ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putFloat(1).putFloat(2).putFloat(3);
    Files.write(folder.resolve("weights.bin"), bytes.array());
    Files.write(folder.resolve("data/weights.bin"), bytes.array());
    Files.write(parent.resolve("secret.bin"), bytes.array());
  }

  /** A model whose two-element initializer w is external. */
  private TestModel model(Map<String, String> external) {
    TestModel model =
        TestModel.opset(13).initializer("w", Tensor.of(Shape.of(2), 0f, 0)).output("w");
    TensorProto.Builder w = model.graph().getInitializerBuilder(0);
    w.clearRawData().setDataLocation(TensorProto.DataLocation.EXTERNAL);
    external.forEach(
        (key, value) ->
            w.addExternalData(StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return model;
  }

  private Tensor read(Map<String, String> external) throws IOException {
    Path file = Files.write(folder.resolve("m.onnx"), model(external).bytes());
    return OnnxReader.read(file).constants().get("w");
  }

  private ModelFormatException assertRefused(Map<String, String> external, String... words) {
    return assertMalformed(() -> read(external), words);
  }

  @Test
  void withinTheFolder() throws IOException {
    Tensor behind = Tensor.of(Shape.of(2), 2f, 3);
    assertEquals(behind, read(Map.of("location", "weights.bin", "offset", "4", "length", "8")));
    assertEquals(behind, read(Map.of("location", "data/weights.bin", "offset", "4")));
    assertEquals(behind, read(Map.of("location", "data/../weights.bin", "offset", "4")));
    assertEquals(
        Tensor.of(Shape.of(2), 1f, 2), read(Map.of("location", "weights.bin", "length", "8")));
  }

  @Test
  void linksWithinTheFolder() throws IOException {
    Files.createSymbolicLink(folder.resolve("link.bin"), Path.of("data/weights.bin"));
    assertEquals(Tensor.of(Shape.of(2), 1f, 2), read(Map.of("location", "link.bin")));
  }

  @Test
  void outsideTheFolder() throws IOException {
    assertRefused(Map.of("location", "../secret.bin"), "'w'", "outside the model's folder");
    assertRefused(Map.of("location", "../missing.bin"), "outside the model's folder");
    assertRefused(Map.of("location", "data/../../secret.bin"), "outside the model's folder");
    assertRefused(
        Map.of("location", parent.resolve("secret.bin").toString()), "outside the model's folder");
    assertRefused(
        Map.of("location", folder.resolve("weights.bin").toString()), "outside the model's folder");
    Files.createSymbolicLink(folder.resolve("file.bin"), parent.resolve("secret.bin"));
    assertRefused(Map.of("location", "file.bin"), "outside the model's folder");
    Files.createSymbolicLink(folder.resolve("up"), parent);
    assertRefused(Map.of("location", "up/secret.bin"), "outside the model's folder");
  }

  @Test
  void partsThatAreNotThere() {
    assertRefused(Map.of("location", "weights.bin", "offset", "8"), "8 at offset 8", "has 12");
    assertRefused(Map.of("location", "weights.bin", "offset", "13"), "has 12");
    assertRefused(Map.of("location", "weights.bin", "offset", "" + Long.MAX_VALUE), "has 12");
    assertRefused(Map.of("location", "weights.bin", "length", "7"), "needs 8 bytes", "names 7");
    assertRefused(Map.of("location", "weights.bin", "offset", "-4"), "offset '-4'");
    assertRefused(Map.of("location", "weights.bin", "offset", "four"), "offset 'four'");
    assertRefused(Map.of("location", "weights.bin", "length", "-8"), "length '-8'");
    assertRefused(Map.of("location", "missing.bin"), "'missing.bin'", "cannot be read");
    assertRefused(Map.of("location", "data"), "not a regular file");
    assertRefused(Map.of("location", ""), "not a regular file");
    assertRefused(Map.of("location", "a\0b"), "no path");
    assertRefused(Map.of(), "no location");
  }

  @Test
  void enormousTensors() throws IOException {
    TestModel model = model(Map.of("location", "weights.bin"));
    model.graph().getInitializerBuilder(0).clearDims().addDims(1 << 30).addDims(1 << 30);
    Path file = Files.write(folder.resolve("m.onnx"), model.bytes());
    assertMalformed(() -> OnnxReader.read(file), "m.onnx: tensor 'w'", "needs 4611686018427387904");
  }

  @Test
  void modelsWithoutAFolder() {
    assertMalformed(
        model(Map.of("location", "weights.bin")), "'w'", "read the model from its path");
  }
}
