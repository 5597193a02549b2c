package io.sepconv.onnx;

import static io.sepconv.onnx.Refusals.assertMalformed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxTensorsTest {
  private static final List<Tensor> TENSORS =
      List.of(
          Tensor.of(Shape.of(2, 3), 1f, -2, Float.NaN, Float.NEGATIVE_INFINITY, 0, -0f),
          Tensor.of(Shape.of(2), Long.MIN_VALUE, 5L),
          Tensor.of(Shape.of(1, 1, 2), Integer.MAX_VALUE, -1),
          Tensor.of(Shape.of(3), true, false, true),
          Tensor.scalar(7),
          Tensor.zeros(DataType.FLOAT32, Shape.of(2, 0, 3)));

  private static TensorProto.Builder floats(int count, long... dims) {
    TensorProto.Builder proto =
        TensorProto.newBuilder().setName("t").setDataType(TensorProto.DataType.FLOAT_VALUE);
    for (long dim : dims) {
      proto.addDims(dim);
    }
    for (int i = 0; i < count; i++) {
      proto.addFloatData(i);
    }
    return proto;
  }

  private static Tensor read(TensorProto.Builder proto) {
    return OnnxTensors.read(proto.build().toByteArray()).tensor();
  }

  private static void assertRefused(TensorProto.Builder proto, String... words) {
    assertMalformed(() -> read(proto), words);
  }

  @Test
  void whatIsWrittenIsReadBack(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("input_0.pb");
    for (Tensor tensor : TENSORS) {
      OnnxTensors.write(file, "some name", tensor);
      assertEquals(new NamedTensor("some name", tensor), OnnxTensors.read(file));
    }
    OnnxTensors.write(file, "", TENSORS.get(0));
    assertEquals("", OnnxTensors.read(file).name());
  }

  @Test
  void littleEndianWhateverTheMachine() {
    TensorProto.Builder proto =
        floats(0, 1).setRawData(ByteString.copyFrom(new byte[] {0, 0, (byte) 0x80, 0x3f}));
    assertEquals(Tensor.of(Shape.of(1), 1f), read(proto));
  }

  @Test
  void typedFields() {
    assertEquals(Tensor.of(Shape.of(2, 1), 0f, 1), read(floats(2, 2, 1)));
    assertEquals(Tensor.scalar(0), read(floats(1)));
    assertEquals(0, read(floats(0, 3, 0)).size());
    assertEquals(
        Tensor.vector(-5, 6),
        read(
            TensorProto.newBuilder()
                .setDataType(TensorProto.DataType.INT64_VALUE)
                .addDims(2)
                .addInt64Data(-5)
                .addInt64Data(6)));
    TensorProto.Builder ints = TensorProto.newBuilder().addDims(2).addInt32Data(0).addInt32Data(-9);
    assertEquals(
        Tensor.of(Shape.of(2), 0, -9), read(ints.setDataType(TensorProto.DataType.INT32_VALUE)));
    assertEquals(
        Tensor.of(Shape.of(2), false, true),
        read(ints.setDataType(TensorProto.DataType.BOOL_VALUE)));
  }

  @Test
  void countsThatDoNotMatch() {
    assertRefused(floats(5, 2, 3), "'t'", "f32 [2, 3] needs 6 values, the file has 5");
    assertRefused(floats(7, 2, 3), "has 7");
    assertRefused(floats(0, 2, 3), "has 0");
    assertRefused(floats(2), "f32 [] needs 1 values");
    assertRefused(
        floats(0, 2).setRawData(ByteString.copyFrom(new byte[7])), "needs 8 bytes", "has 7");
    assertRefused(floats(0, 2).setRawData(ByteString.copyFrom(new byte[9])), "has 9");
    assertRefused(
        floats(2, 2).setRawData(ByteString.copyFrom(new byte[8])), "8 raw bytes and 2 values");
    assertRefused(
        floats(0, 1).addInt64Data(3), "needs 1 values, the file has 0"); // in the wrong field
  }

  /** None of these may allocate what it declares. */
  @Test
  void absurdSizes() {
    assertRefused(floats(1, -1), "-1");
    assertRefused(floats(1, 1L << 31), "2147483648");
    assertRefused(floats(1, Integer.MAX_VALUE), "needs 2147483647 values");
    assertRefused(floats(1, Integer.MAX_VALUE, Integer.MAX_VALUE), "needs 4611686014132420609");
    assertRefused(floats(1, 1 << 30, 1 << 30, 1 << 30), "more than 2^63");
    ByteString eight = ByteString.copyFrom(new byte[8]);
    assertRefused(floats(0, Integer.MAX_VALUE, Integer.MAX_VALUE, 2).setRawData(eight), "has 8");
    assertRefused(floats(0, 1 << 31 - 1, 4).setRawData(eight), "has 8");
    assertRefused(floats(1, new long[7]), "7 axes");
  }

  @Test
  void otherElementTypes() {
    for (TensorProto.DataType type : TensorProto.DataType.values()) {
      switch (type) {
        case FLOAT, INT32, INT64, BOOL -> {}
        case UNDEFINED -> assertRefused(floats(1, 1).setDataType(0), "'t' has no element type");
        default ->
            assertRefused(
                floats(1, 1).setDataType(type.getNumber()), "'t' has element type " + type.name());
      }
    }
    assertRefused(floats(1, 1).setDataType(99), "element type 99");
    assertRefused(floats(1, 1).clearDataType(), "no element type");
  }

  @Test
  void whatIsNoTensorFile(@TempDir Path folder) throws IOException {
    assertMalformed(() -> OnnxTensors.read(new byte[0]), "tensor is empty");
    assertMalformed(() -> OnnxTensors.read(new byte[] {(byte) 0xff, 1, 2}), "no ONNX tensor");
    assertRefused(floats(1, 1).setSegment(TensorProto.Segment.newBuilder()), "segments");
    assertRefused(floats(0, 1).setDataLocation(TensorProto.DataLocation.EXTERNAL), "no location");

    byte[] whole = floats(6, 2, 3).clearName().build().toByteArray();
    for (int length = 0; length < whole.length; length++) {
      byte[] part = java.util.Arrays.copyOf(whole, length);
      assertMalformed(() -> OnnxTensors.read(part));
    }
    Path file = Files.write(folder.resolve("input_0.pb"), new byte[] {1});
    assertMalformed(() -> OnnxTensors.read(file), "input_0.pb: no ONNX tensor");
    assertThrows(NoSuchFileException.class, () -> OnnxTensors.read(folder.resolve("no.pb")));
  }
}
