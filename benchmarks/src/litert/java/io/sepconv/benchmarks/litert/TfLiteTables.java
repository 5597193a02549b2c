package io.sepconv.benchmarks.litert;

import com.google.flatbuffers.FlatBufferBuilder;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tables of a .tflite file: tensors, buffers of constants and operators, of which each is
 * written when it is added. Fields stand in the order of the schema, counted from 0; one that is
 * not written has its default.
 */
final class TfLiteTables {
  private static final int SCHEMA = 3;
  private static final String IDENTIFIER = "TFL3";
  private static final byte FLOAT32 = 0;
  private static final byte INT32 = 2;

  /** XNNPACK reads weights where they lie. */
  private static final int ALIGNMENT = 16;

  private final FlatBufferBuilder builder = new FlatBufferBuilder(1 << 20);
  private final List<Integer> buffers = new ArrayList<>();
  private final List<Integer> tensors = new ArrayList<>();
  private final List<Integer> operators = new ArrayList<>();
  private final Map<Integer, Integer> codes = new LinkedHashMap<>();
  private int input;
  private int output;

  TfLiteTables() {
    // By the schema buffer 0 is empty, and belongs to what is no constant.
    builder.startTable(1);
    buffers.add(builder.endTable());
  }

  int input(Shape shape) {
    input = value(shape);
    return input;
  }

  void output(int tensor) {
    output = tensor;
  }

  /** A tensor that the network computes. */
  int value(Shape shape) {
    return tensor(FLOAT32, 0, shape);
  }

  /** A constant. */
  int floats(Tensor value) {
    ByteBuffer bytes = startBuffer(value.size());
    bytes.asFloatBuffer().put(value.floats());
    return tensor(FLOAT32, endBuffer(), value.shape());
  }

  /** A constant of integers. */
  int ints(Shape shape, int... values) {
    ByteBuffer bytes = startBuffer(values.length);
    bytes.asIntBuffer().put(values);
    return tensor(INT32, endBuffer(), shape);
  }

  /** Little-endian; its elements have four bytes. */
  private ByteBuffer startBuffer(int elements) {
    return builder.createUnintializedVector(1, Math.multiplyExact(elements, 4), ALIGNMENT);
  }

  private int endBuffer() {
    int data = builder.endVector();
    builder.startTable(1);
    builder.addOffset(0, data, 0);
    buffers.add(builder.endTable());
    return buffers.size() - 1;
  }

  private int tensor(byte type, int buffer, Shape shape) {
    int dims = vector(shape.dims());
    int name = builder.createString("t" + tensors.size());
    builder.startTable(4);
    builder.addOffset(0, dims, 0);
    builder.addByte(1, type, FLOAT32);
    builder.addInt(2, buffer, 0);
    builder.addOffset(3, name, 0);
    tensors.add(builder.endTable());
    return tensors.size() - 1;
  }

  /**
   * The options of an operator: bytes for enumerations and truth values, else integers.
   *
   * @param fields in the schema's order
   */
  int options(Number... fields) {
    builder.startTable(fields.length);
    for (int i = 0; i < fields.length; i++) {
      if (fields[i] instanceof Byte field) {
        builder.addByte(i, field, 0);
      } else {
        builder.addInt(i, fields[i].intValue(), 0);
      }
    }
    return builder.endTable();
  }

  /** Adds an operator of one result, and returns that. */
  int operator(int code, List<Integer> operands, int union, int options, Shape result) {
    int value = value(result);
    operator(code, operands, union, options, List.of(value));
    return value;
  }

  /**
   * Adds an operator.
   *
   * @param code in BuiltinOperator
   * @param union which of BuiltinOptions its options are; 0 for none
   */
  void operator(int code, List<Integer> operands, int union, int options, List<Integer> results) {
    int index = codes.computeIfAbsent(code, key -> codes.size());
    int inputs = vector(array(operands));
    int outputs = vector(array(results));
    builder.startTable(5);
    builder.addInt(0, index, 0);
    builder.addOffset(1, inputs, 0);
    builder.addOffset(2, outputs, 0);
    builder.addByte(3, (byte) union, 0);
    builder.addOffset(4, options, 0);
    operators.add(builder.endTable());
  }

  /** Ends the file. */
  byte[] bytes() {
    int subgraphs = builder.createVectorOfTables(new int[] {subgraph()});
    int codes =
        builder.createVectorOfTables(this.codes.keySet().stream().mapToInt(this::code).toArray());
    int constants = builder.createVectorOfTables(array(buffers));
    builder.startTable(5);
    builder.addInt(0, SCHEMA, 0);
    builder.addOffset(1, codes, 0);
    builder.addOffset(2, subgraphs, 0);
    builder.addOffset(4, constants, 0);
    builder.finish(builder.endTable(), IDENTIFIER);
    return builder.sizedByteArray();
  }

  private int subgraph() {
    int values = builder.createVectorOfTables(array(tensors));
    int inputs = vector(input);
    int outputs = vector(output);
    int nodes = builder.createVectorOfTables(array(operators));
    builder.startTable(4);
    builder.addOffset(0, values, 0);
    builder.addOffset(1, inputs, 0);
    builder.addOffset(2, outputs, 0);
    builder.addOffset(3, nodes, 0);
    return builder.endTable();
  }

  /** Twice, as the schema asks: a code below 127 also stands in the field of older readers. */
  private int code(int operator) {
    builder.startTable(4);
    builder.addByte(0, (byte) operator, 0);
    builder.addInt(3, operator, 0);
    return builder.endTable();
  }

  private int vector(int... values) {
    builder.startVector(Integer.BYTES, values.length, Integer.BYTES);
    for (int i = values.length - 1; i >= 0; i--) {
      builder.addInt(values[i]);
    }
    return builder.endVector();
  }

  private static int[] array(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }
}
