package io.sepconv.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/**
 * How many bytes of heap a message will take once it is parsed, found without parsing it: an empty
 * message is two bytes in a file and a hundred times that as an object.
 */
final class ParsedSize {
  /** An object of the message's class with its lists, and its entry in the list above it. */
  private static final int MESSAGE = 200;

  /** A string, the view of the file it is made from, and its entry in a list. */
  private static final int STRING = 150;

  /** A number in a list that grows by half. */
  private static final int NUMBER = 12;

  /** What protobuf's own parser allows. */
  private static final int MAX_DEPTH = 100;

  private final CodedInputStream in;
  private long bytes;

  private ParsedSize(CodedInputStream in) {
    this.in = in;
  }

  /**
   * An estimate, on the safe side, of the heap that parsing takes.
   *
   * @param type of the message
   * @param in its bytes
   * @throws IOException if they are no message
   */
  static long of(Descriptor type, CodedInputStream in) throws IOException {
    ParsedSize size = new ParsedSize(in);
    size.add(type, 0);
    return size.bytes;
  }

  /** Adds the fields up to the end of the message. */
  private void add(Descriptor type, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new InvalidProtocolBufferException(
          "messages are nested more than " + MAX_DEPTH + " deep");
    }
    bytes += MESSAGE;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
      if (field == null) {
        in.skipField(tag);
      } else if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        addBlock(field, depth);
      } else {
        bytes += field.isRepeated() ? NUMBER : 0;
        in.skipField(tag);
      }
    }
  }

  /** Adds a message, a string, a view of bytes or a packed list of numbers. */
  private void addBlock(FieldDescriptor field, int depth) throws IOException {
    int length = in.readRawVarint32();
    if (field.getJavaType() == JavaType.MESSAGE) {
      int outer = in.pushLimit(length);
      add(field.getMessageType(), depth + 1);
      in.checkLastTagWas(0);
      in.popLimit(outer);
      return;
    }
    if (field.getJavaType() == JavaType.STRING) {
      bytes += STRING + length;
    } else if (field.getJavaType() == JavaType.BYTE_STRING) {
      bytes += STRING;
    } else {
      bytes += NUMBER * (long) length / smallest(field);
    }
    in.skipRawBytes(length);
  }

  /** The fewest bytes that one number of a packed list takes. */
  private static int smallest(FieldDescriptor field) {
    return switch (field.getLiteType()) {
      case FLOAT, FIXED32, SFIXED32 -> Float.BYTES;
      case DOUBLE, FIXED64, SFIXED64 -> Double.BYTES;
      default -> 1;
    };
  }
}
