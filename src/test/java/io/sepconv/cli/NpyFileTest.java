package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NpyFileTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("a.npy");
  }

  static List<Tensor> tensors() {
    return List.of(
        Tensor.of(Shape.of(2, 3), 1f, -2.5f, Float.NaN, Float.MIN_VALUE, -0f, 3e38f),
        Tensor.of(Shape.of(2), Long.MIN_VALUE, 7L),
        Tensor.of(Shape.of(1, 2, 1), -1, 1 << 30),
        Tensor.of(Shape.of(3), true, false, true),
        Tensor.scalar(42),
        Tensor.of(Shape.of(0, 4), new float[0]));
  }

  @ParameterizedTest
  @MethodSource("tensors")
  void readsBackWhatItWrites(Tensor tensor) throws IOException {
    NpyFile.write(file, tensor);
    assertEquals(tensor, NpyFile.read(file));
  }

  /** What numpy.save wrote of numpy.array([[1, -2]], dtype='float32'). */
  @Test
  void writesAndReadsWhatNumPyWrites() throws IOException {
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }";
    byte[] numpy =
        HexFormat.of()
            .parseHex(
                "934e554d50590100"
                    + "7600"
                    + hex(header + " ".repeat(117 - header.length()) + "\n")
                    + "0000803f"
                    + "000000c0");
    Tensor tensor = Tensor.of(Shape.of(1, 2), 1f, -2f);
    assertEquals(tensor, NpyFile.read(Files.write(file, numpy)));
    NpyFile.write(file, tensor);
    byte[] written = Files.readAllBytes(file);
    assertEquals(0, (written.length - 8) % 64, "data start at a multiple of 64 bytes");
    assertArrayEquals(
        Arrays.copyOfRange(numpy, numpy.length - 8, numpy.length),
        Arrays.copyOfRange(written, written.length - 8, written.length));
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<f8 | False | (2,) | type '<f8'",
        ">f4 | False | (2,) | type '>f4'",
        "<f4 | True | (2,) | Fortran",
        "<f4 | False | (3,) | 8 bytes of data are not f32 [3]",
        "<f4 | False | (1,) | 8 bytes of data are not f32 [1]",
        "<f4 | False | (2000000000, 2000000000) | 8 bytes of data",
        "<f4 | False | (4000000000,) | 4000000000",
        "<f4 | False | (99999999999999999999,) | 99999999999999999999",
        "<f4 | False | (-2,) | not understood",
        "<f4 | Perhaps | (2,) | not understood"
      })
  void refusesWhatItCannotRead(String descr, String order, String shape, String expected)
      throws IOException {
    write(
        1,
        String.format(
            "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n", descr, order, shape));
    String message =
        assertThrows(IllegalArgumentException.class, () -> NpyFile.read(file)).getMessage();
    assertTrue(message.contains(expected), message);
    assertTrue(message.startsWith(file.toString()), message);
  }

  @Test
  void readsVersionTwo() throws IOException {
    write(2, "{'shape': (2,), 'fortran_order': False, 'descr': '<i4'}");
    assertEquals(Tensor.of(Shape.of(2), 1, 2), NpyFile.read(file));
  }

  private void write(int version, String header) throws IOException {
    String length =
        version == 1
            ? HexFormat.of().toHexDigits(Short.reverseBytes((short) header.length()))
            : HexFormat.of().toHexDigits(Integer.reverseBytes(header.length()));
    String text = "934e554d5059" + "0" + version + "00" + length + hex(header);
    Files.write(file, HexFormat.of().parseHex(text + "01000000" + "02000000"));
  }

  static Stream<Integer> lengths() {
    return Stream.of(0, 3, 6, 7, 9, 30, 127);
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void refusesAFileCutShort(int length) throws IOException {
    NpyFile.write(file, Tensor.of(Shape.of(2), 1f, 2f));
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));
    String message =
        assertThrows(IllegalArgumentException.class, () -> NpyFile.read(file)).getMessage();
    assertTrue(message.startsWith(file.toString()), message);
  }
}
