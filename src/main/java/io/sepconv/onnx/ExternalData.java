package io.sepconv.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.sepconv.graph.Limits;
import io.sepconv.graph.ModelFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Elements of tensors that stand in files of their own beside the model; counts what it has read.
 */
final class ExternalData {
  private final Path folder;
  private final Limits limits;
  private long total;

  /**
   * The files of one model.
   *
   * @param folder the model's folder, which no location may leave, not even through a symbolic
   *     link; null where the model came without one
   * @param limits of which {@link Limits#valueBytes} bounds one tensor, {@link Limits#totalBytes}
   *     all of them: many may stand at one place of one file
   */
  ExternalData(Path folder, Limits limits) {
    this.folder = folder;
    this.limits = limits;
  }

  Limits limits() {
    return limits;
  }

  /**
   * The bytes of a tensor.
   *
   * @param proto the tensor, whose external_data says where they are
   * @param bytes how many its type and shape need
   */
  ByteBuffer read(TensorProto proto, long bytes) {
    String location = entry(proto, "location", null);
    if (location == null) {
      throw new ModelFormatException("it is external but has no location");
    }
    if (folder == null) {
      throw new ModelFormatException(
          "its elements stand in the file '"
              + location
              + "': read the model from its path, so that its folder is known");
    }
    try {
      Path file = inFolder(location);
      long size = Files.size(file);
      long offset = number(proto, "offset", 0);
      long length = number(proto, "length", bytes);
      if (length != bytes || offset > size || bytes > size - offset) {
        throw new ModelFormatException(
            String.format(
                "it needs %d bytes; external_data names %d at offset %d of '%s', which has %d",
                bytes, length, offset, location, size));
      }
      if (bytes > Integer.MAX_VALUE - 8) {
        throw new ModelFormatException("it needs " + bytes + " bytes; one tensor has up to 2 GB");
      }
      limits.requireValue("external file '" + location + "'", bytes);
      total += bytes;
      limits.requireTotal("external data up to '" + location + "'", total);
      return read(file, offset, (int) bytes);
    } catch (IOException e) {
      throw new ModelFormatException("external file '" + location + "' cannot be read: " + e, e);
    }
  }

  private Path inFolder(String location) throws IOException {
    Path relative;
    try {
      relative = Path.of(location);
    } catch (InvalidPathException e) {
      throw new ModelFormatException("location '" + location + "' is no path", e);
    }
    // The first check keeps a model from learning which files exist elsewhere.
    boolean inside = !relative.isAbsolute() && !relative.normalize().startsWith("..");
    Path file = inside ? folder.resolve(relative).toRealPath() : relative;
    if (!inside || !file.startsWith(folder.toRealPath())) {
      throw new ModelFormatException(
          "external file '" + location + "' lies outside the model's folder");
    }
    if (!Files.isRegularFile(file)) {
      throw new ModelFormatException("external file '" + location + "' is not a regular file");
    }
    return file;
  }

  private static ByteBuffer read(Path file, long offset, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    try (FileChannel channel = FileChannel.open(file)) {
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, offset + buffer.position()) < 0) {
          throw new IOException("it ended at " + (offset + buffer.position()));
        }
      }
    }
    return buffer.flip();
  }

  private static long number(TensorProto proto, String key, long absent) {
    String text = entry(proto, key, null);
    try {
      long value = text == null ? absent : Long.parseLong(text.trim());
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Reported below, as a negative number is.
    }
    throw new ModelFormatException("external_data has " + key + " '" + text + "'");
  }

  private static String entry(TensorProto proto, String key, String absent) {
    for (StringStringEntryProto entry : proto.getExternalDataList()) {
      if (entry.getKey().equals(key)) {
        return entry.getValue();
      }
    }
    return absent;
  }
}
