package io.sepconv.cli;

import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * NumPy's array files (numpy.lib.format): f32, i64, i32 and bool, little-endian, in C order. Reads
 * versions 1 to 3 of the format and writes version 1.
 */
final class NpyFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** The format asks for data that start at a multiple of this. */
  private static final int ALIGNMENT = 64;

  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d,\\s]*)\\)");

  private NpyFile() {}

  /**
   * Reads an array.
   *
   * @throws IllegalArgumentException naming the file, if it is no such array, or one of another
   *     type or order, or cut short
   */
  static Tensor read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    try {
      String header = header(bytes);
      if (field(header, ORDER).equals("True")) {
        throw new IllegalArgumentException("it is in Fortran order; numpy.ascontiguousarray helps");
      }
      return tensor(type(field(header, DESCR)), shape(field(header, SHAPE)), bytes);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException(file + " is cut short", e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private static String header(ByteBuffer bytes) {
    byte[] magic = new byte[Math.min(MAGIC.length, bytes.remaining())];
    bytes.get(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new IllegalArgumentException("it does not begin like a .npy file");
    }
    int version = bytes.get();
    bytes.get();
    if (version < 1 || version > 3) {
      throw new IllegalArgumentException("version " + version + " of .npy is not 1, 2 or 3");
    }
    int length = version == 1 ? Short.toUnsignedInt(bytes.getShort()) : bytes.getInt();
    if (length < 0 || length > bytes.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] text = new byte[length];
    bytes.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private static String field(String header, Pattern pattern) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new IllegalArgumentException("its header is not understood: " + header.strip());
    }
    return matcher.group(1);
  }

  private static DataType type(String descr) {
    return switch (descr) {
      case "<f4" -> DataType.FLOAT32;
      case "<i8" -> DataType.INT64;
      case "<i4" -> DataType.INT32;
      case "|b1" -> DataType.BOOL;
      default ->
          throw new IllegalArgumentException(
              "type '" + descr + "' is not <f4, <i8, <i4 or |b1; x.astype('float32') helps");
    };
  }

  private static Shape shape(String tuple) {
    long[] sizes =
        Pattern.compile(",")
            .splitAsStream(tuple)
            .map(String::strip)
            .filter(size -> !size.isEmpty())
            .mapToLong(Long::parseLong)
            .toArray();
    return Shape.of(sizes);
  }

  private static Tensor tensor(DataType type, Shape shape, ByteBuffer bytes) {
    // Compared before memory is taken for what the header promises; the sizes of the file are real.
    if (shape.size() != bytes.remaining() / type.bytes() || bytes.remaining() % type.bytes() != 0) {
      throw new IllegalArgumentException(
          String.format("%d bytes of data are not %s %s", bytes.remaining(), type, shape));
    }
    Tensor tensor = Tensor.zeros(type, shape);
    switch (type) {
      case FLOAT32 -> bytes.asFloatBuffer().get(tensor.floats());
      case INT64 -> bytes.asLongBuffer().get(tensor.longs());
      case INT32 -> bytes.asIntBuffer().get(tensor.ints());
      case BOOL -> {
        for (int i = 0; i < tensor.size(); i++) {
          tensor.booleans()[i] = bytes.get() != 0;
        }
      }
    }
    return tensor;
  }

  /** Writes a tensor; an existing file is replaced. */
  static void write(Path file, Tensor tensor) throws IOException {
    String descr =
        switch (tensor.type()) {
          case FLOAT32 -> "<f4";
          case INT64 -> "<i8";
          case INT32 -> "<i4";
          case BOOL -> "|b1";
        };
    String sizes =
        Arrays.stream(tensor.shape().dims())
            .mapToObj(size -> size + ",")
            .collect(Collectors.joining(" "));
    String text = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + sizes + "), }";
    int unpadded = MAGIC.length + 4 + text.length() + 1;
    int padding = Math.floorMod(-unpadded, ALIGNMENT);
    byte[] header = (text + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer start = ByteBuffer.allocate(MAGIC.length + 4).order(ByteOrder.LITTLE_ENDIAN);
    start.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) header.length);
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(start.array());
      out.write(header);
      out.write(bytes(tensor));
    }
  }

  private static byte[] bytes(Tensor tensor) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(tensor.size(), tensor.type().bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    switch (tensor.type()) {
      case FLOAT32 -> bytes.asFloatBuffer().put(tensor.floats());
      case INT64 -> bytes.asLongBuffer().put(tensor.longs());
      case INT32 -> bytes.asIntBuffer().put(tensor.ints());
      case BOOL -> {
        for (boolean value : tensor.booleans()) {
          bytes.put((byte) (value ? 1 : 0));
        }
      }
    }
    return bytes.array();
  }
}
