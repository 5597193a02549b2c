package io.sepconv.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.UnsafeByteOperations;
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

  static byte[] bytes(Path file) throws IOException {
    if (Files.isRegularFile(file) && Files.size(file) > MAX_BYTES) {
      throw tooLarge();
    }
    return Files.readAllBytes(file);
  }

  static byte[] bytes(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES);
    if (bytes.length == MAX_BYTES && in.read() >= 0) {
      throw tooLarge();
    }
    return bytes;
  }

  private static ModelFormatException tooLarge() {
    return new ModelFormatException(
        "a protobuf file holds at most 2 GB: a larger model keeps its weights in external data");
  }

  /**
   * Parses one message. Its byte fields are views of {@code bytes}, not copies: the weights of a
   * model are in memory once while it is read.
   *
   * @param what the file's kind, for messages: "model", "tensor"
   */
  static <M extends Message> M parse(Parser<M> parser, byte[] bytes, String what) {
    if (bytes.length == 0) {
      throw new ModelFormatException("the " + what + " is empty: 0 bytes");
    }
    try {
      CodedInputStream in = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
      in.enableAliasing(true);
      M message = parser.parseFrom(in);
      in.checkLastTagWas(0);
      return message;
    } catch (InvalidProtocolBufferException e) {
      throw new ModelFormatException(
          "no ONNX " + what + ", or a damaged one (" + bytes.length + " bytes): " + e.getMessage(),
          e);
    }
  }
}
