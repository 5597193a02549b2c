package io.sepconv.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.sepconv.graph.ModelFormatException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The attributes of one node, read by name and type.
 *
 * <p>Remembers what was read: {@link #unread} is what a mapper did not think of, and a silently
 * skipped attribute is a wrong result nobody notices.
 */
final class Attributes {
  private final String owner;
  private final Map<String, AttributeProto> byName = new LinkedHashMap<>();
  private final Set<String> read = new HashSet<>();

  /**
   * Indexes the attributes of a node.
   *
   * @param owner the node, for messages: "Conv 'conv1'"
   */
  Attributes(String owner, List<AttributeProto> attributes) {
    this.owner = owner;
    for (AttributeProto attribute : attributes) {
      if (!attribute.getRefAttrName().isEmpty()) {
        throw malformed(attribute.getName(), "refers to a function's attribute outside a function");
      }
      if (byName.put(attribute.getName(), attribute) != null) {
        throw malformed(attribute.getName(), "is given twice");
      }
    }
  }

  boolean has(String name) {
    return byName.containsKey(name);
  }

  /** An integer of 32 bits. */
  int integer(String name, int absent) {
    AttributeProto attribute = get(name, AttributeType.INT);
    return attribute == null ? absent : narrow(name, attribute.getI());
  }

  /** An integer that the operator cannot do without. */
  int requiredInteger(String name) {
    require(name);
    return integer(name, 0);
  }

  /** A truth value: every integer but 0 is true. */
  boolean flag(String name, boolean absent) {
    AttributeProto attribute = get(name, AttributeType.INT);
    return attribute == null ? absent : attribute.getI() != 0;
  }

  float number(String name, float absent) {
    AttributeProto attribute = get(name, AttributeType.FLOAT);
    return attribute == null ? absent : attribute.getF();
  }

  String text(String name, String absent) {
    AttributeProto attribute = get(name, AttributeType.STRING);
    return attribute == null ? absent : attribute.getS().toStringUtf8();
  }

  /** An integer of 64 bits that the operator cannot do without. */
  long requiredLong(String name) {
    require(name);
    return get(name, AttributeType.INT).getI();
  }

  /** Integers of 32 bits. */
  List<Integer> integers(String name, List<Integer> absent) {
    AttributeProto attribute = get(name, AttributeType.INTS);
    return attribute == null
        ? absent
        : attribute.getIntsList().stream().map(value -> narrow(name, value)).toList();
  }

  /** Integers that the operator cannot do without. */
  List<Integer> requiredIntegers(String name) {
    require(name);
    return integers(name, List.of());
  }

  /** Integers of 64 bits that the operator cannot do without. */
  long[] requiredLongs(String name) {
    require(name);
    return get(name, AttributeType.INTS).getIntsList().stream()
        .mapToLong(Long::longValue)
        .toArray();
  }

  /** Numbers that the operator cannot do without. */
  float[] requiredNumbers(String name) {
    require(name);
    AttributeProto attribute = get(name, AttributeType.FLOATS);
    float[] values = new float[attribute.getFloatsCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = attribute.getFloats(i);
    }
    return values;
  }

  /** A tensor, or null. */
  TensorProto tensor(String name) {
    AttributeProto attribute = get(name, AttributeType.TENSOR);
    return attribute == null ? null : attribute.getT();
  }

  /** Marks attributes as read that change nothing at inference. */
  void ignore(String... names) {
    read.addAll(List.of(names));
  }

  /** What nobody asked for: {@code name = value}. */
  List<String> unread() {
    List<String> unread = new ArrayList<>();
    byName.forEach(
        (name, attribute) -> {
          if (!read.contains(name)) {
            unread.add(name + " = " + describe(attribute));
          }
        });
    return unread;
  }

  private void require(String name) {
    if (!has(name)) {
      throw malformed(name, "is missing");
    }
  }

  private AttributeProto get(String name, AttributeType wanted) {
    AttributeProto attribute = byName.get(name);
    if (attribute == null) {
      return null;
    }
    read.add(name);
    AttributeType actual = type(attribute, wanted);
    if (actual != wanted) {
      throw malformed(name, "must be of type " + wanted + ", not " + actual);
    }
    return attribute;
  }

  /** The type; files older than the field that states it are known by the value that is there. */
  private static AttributeType type(AttributeProto attribute, AttributeType wanted) {
    if (attribute.hasType() && attribute.getType() != AttributeType.UNDEFINED) {
      return attribute.getType();
    }
    if (attribute.hasI()) {
      return AttributeType.INT;
    }
    if (attribute.hasF()) {
      return AttributeType.FLOAT;
    }
    if (attribute.hasS()) {
      return AttributeType.STRING;
    }
    if (attribute.hasT()) {
      return AttributeType.TENSOR;
    }
    if (attribute.getIntsCount() > 0) {
      return AttributeType.INTS;
    }
    if (attribute.getFloatsCount() > 0) {
      return AttributeType.FLOATS;
    }
    boolean list = wanted == AttributeType.INTS || wanted == AttributeType.FLOATS;
    return list ? wanted : AttributeType.UNDEFINED;
  }

  private static String describe(AttributeProto attribute) {
    return switch (type(attribute, AttributeType.UNDEFINED)) {
      case INT -> Long.toString(attribute.getI());
      case FLOAT -> Float.toString(attribute.getF());
      case STRING -> "'" + shortened(attribute.getS().toStringUtf8()) + "'";
      case INTS -> shortened(attribute.getIntsList().toString());
      case FLOATS -> shortened(attribute.getFloatsList().toString());
      default -> "(" + type(attribute, AttributeType.UNDEFINED) + ")";
    };
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }

  private int narrow(String name, long value) {
    if (value != (int) value) {
      throw malformed(name, "is " + value + ", beyond 32 bits");
    }
    return (int) value;
  }

  private ModelFormatException malformed(String name, String problem) {
    return new ModelFormatException("attribute '" + name + "' of " + owner + " " + problem);
  }
}
