package io.sepconv.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.UnsafeByteOperations;
import io.sepconv.graph.Limits;
import io.sepconv.graph.ModelFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes and the messages in them. */
final class Protobuf {
  /** What a Java array, and with it one protobuf message, can hold. */
  private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

  private Protobuf() {}

  static byte[] bytes(Path file, Limits limits) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      if (Files.isRegularFile(file)) {
        requireSize(Files.size(file), limits);
      }
      return bytes(in, limits);
    }
  }

  static byte[] bytes(InputStream in, Limits limits) throws IOException {
    int most = (int) Math.min(MAX_BYTES, limits.totalBytes());
    byte[] bytes = in.readNBytes(most);
    if (bytes.length == most && in.read() >= 0) {
      requireSize(most + 1L, limits);
    }
    return bytes;
  }

  private static void requireSize(long bytes, Limits limits) {
    limits.requireTotal("reading the file", bytes);
    if (bytes > MAX_BYTES) {
      throw new ModelFormatException(
          "a protobuf file holds at most 2 GB: a larger model keeps its weights in external data");
    }
  }

  /**
   * Parses one message. Its byte fields are views of {@code bytes}, not copies: the weights of a
   * model are in memory once while it is read. Fields that the format does not know are dropped.
   *
   * @param kind an instance of the message
   * @param what the file's kind, for messages: "model", "tensor"
   * @param limits of which {@link Limits#totalBytes} bounds what the message becomes in memory
   */
  static <M extends Message> M parse(M kind, byte[] bytes, String what, Limits limits) {
    if (bytes.length == 0) {
      throw new ModelFormatException("the " + what + " is empty: 0 bytes");
    }
    try {
      long heap = ParsedSize.of(kind.getDescriptorForType(), input(bytes));
      limits.requireTotal("the " + what + " as objects in memory", heap);
      @SuppressWarnings("unchecked") // a message's parser makes messages of its own class
      Parser<M> parser = (Parser<M>) kind.getParserForType();
      CodedInputStream in = input(bytes);
      M message = DiscardUnknownFieldsParser.wrap(parser).parseFrom(in);
      in.checkLastTagWas(0);
      return message;
    } catch (IOException e) {
      throw new ModelFormatException(
          "no ONNX " + what + ", or a damaged one (" + bytes.length + " bytes): " + e.getMessage(),
          e);
    }
  }

  private static CodedInputStream input(byte[] bytes) {
    CodedInputStream in = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
    in.enableAliasing(true);
    return in;
  }
}
