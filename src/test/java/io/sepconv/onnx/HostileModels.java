package io.sepconv.onnx;

import static io.sepconv.onnx.TestModel.integer;
import static io.sepconv.onnx.TestModel.integers;
import static io.sepconv.onnx.TestModel.number;
import static io.sepconv.onnx.TestModel.tensor;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Small files that ask for a lot or make no sense, each with what the refusal has to say. */
final class HostileModels {
  private static final int MAX = Integer.MAX_VALUE;

  /** What a model that is no harm is expected to do. */
  static final String LOADS = "loaded";

  private final Map<String, Hostile> models = new LinkedHashMap<>();

  private HostileModels() {}

  /**
   * A model and its end.
   *
   * @param bytes the file
   * @param says part of the refusal, or {@link #LOADS}
   */
  record Hostile(byte[] bytes, String says) {}

  /** All of them by a name for the kind. */
  static Map<String, Hostile> all() {
    HostileModels all = new HostileModels();
    all.contradictions();
    all.shapes();
    all.constants();
    all.work();
    all.activations();
    all.messages();
    return all.models;
  }

  private void add(String kind, String says, TestModel model) {
    add(kind, says, model.output("y").bytes());
  }

  private void add(String kind, String says, byte[] bytes) {
    models.put(kind, new Hostile(bytes, says));
  }

  private static TestModel model() {
    return TestModel.opset(13);
  }

  /** A model in which c is an f32 constant of ones that the file does not hold. */
  private static TestModel constant(long... dims) {
    Tensor one = Tensor.of(Shape.of(1), 1f);
    return model()
        .initializer("dims", Tensor.vector(dims))
        .node("ConstantOfShape", "dims", "c", tensor("value", one));
  }

  private void contradictions() {
    add("cycle", "cycle", model().input("x", 2).node("Add", "x y", "a").node("Relu", "a", "y"));
    add(
        "duplicate",
        "value 'y' is defined twice",
        model().input("x", 2).node("Relu", "x", "y").node("Relu", "x", "y"));
    add(
        "dangling",
        "'nowhere' of the operands of node 'y' (Add) is no input",
        model().input("x", 2).node("Add", "x nowhere", "y"));
    add(
        "attribute of another type",
        "attribute 'axis' of Softmax",
        model().input("x", 2, 2).node("Softmax", "x", "y", number("axis", 1)));
    add(
        "operand of another type",
        "operand 0 must be f32",
        model().typedInput("x", TestModel.INT64, 2).node("Softmax", "x", "y"));
  }

  private void shapes() {
    add(
        "dims of an initializer overflow",
        "beyond 2^31-1",
        raw("w", 1L << 40, 1L << 40).node("Relu", "w", "y"));
    add(
        "elements of an initializer overflow",
        "tensor 'w': shape [2147483647, 2147483647, 2147483647] has more than 2^63 elements",
        raw("w", MAX, MAX, MAX).node("Relu", "w", "y"));
    add("negative size", "negative size", raw("w", -3, 2).node("Relu", "w", "y"));
    add(
        "initializer without its elements",
        "needs 1000000000 values, the file has 0",
        raw("w", 1_000_000_000).node("Relu", "w", "y"));
    add(
        "an empty tensor of endless rows",
        "too large",
        raw("w", MAX, MAX, 0).node("Softmax", "w", "y"));
    add(
        "an empty constant of endless rows",
        "too large",
        constant(MAX, MAX, 0).node("Relu", "c", "y"));
    add(
        "an input that no array holds",
        "too large",
        model().input("x", MAX, 4).node("Relu", "x", "y"));
    add(
        "a seventh axis",
        "7 axes",
        constant(1, 1, 1, 1, 1, 1)
            .initializer("at", Tensor.vector(0))
            .node("Unsqueeze", "c at", "y"));
    add(
        "a window of endless elements",
        "more than 2^31-1 elements",
        model()
            .input("x", 1, 1, 4, 4)
            .node("MaxPool", "x", "y", integers("kernel_shape", 1 << 20, 1 << 20)));
    add(
        "a stride beyond all positions",
        "beyond 2^31-1",
        model()
            .input("x", 1, 1, 4)
            .initializer("w", Tensor.zeros(DataType.FLOAT32, Shape.of(1, 1, 3)))
            .node("Conv", "x w", "y", integers("strides", MAX), integers("pads", 2, 2)));
  }

  /** A model whose initializer has the given dims and no elements. */
  private static TestModel raw(String name, long... dims) {
    TestModel model = model();
    TensorProto.Builder proto = model.graph().addInitializerBuilder().setName(name).setDataType(1);
    IntStream.range(0, dims.length).forEach(i -> proto.addDims(dims[i]));
    return model;
  }

  private void constants() {
    add(
        "ConstantOfShape",
        "takes 4000000000 bytes",
        constant(1000, 1000, 1000).node("Relu", "c", "y"));
    add(
        "Expand",
        "Expand",
        constant(1, 1)
            .initializer("to", Tensor.vector(40_000, 40_000))
            .node("Expand", "c to", "y"));
    add(
        "Tile",
        "Tile",
        constant(1, 1).initializer("n", Tensor.vector(40_000, 40_000)).node("Tile", "c n", "y"));
    add(
        "Pad",
        "Pad",
        constant(1, 1)
            .initializer("pads", Tensor.vector(0, 0, 40_000, 40_000))
            .node("Pad", "c pads", "y"));
    add(
        "Resize",
        "takes 4000000000 bytes",
        constant(1, 1, 10, 10)
            .initializer("scales", Tensor.of(Shape.of(4), 1f, 10, 1000, 1000))
            .node("Resize", "c - scales", "y"));
    add(
        "Resize through something larger than both ends",
        LOADS,
        constant(1, 1_000_000)
            .initializer("sizes", Tensor.vector(1_000_000, 1))
            .node("Resize", "c - - sizes", "y"));
    add(
        "Resize by NaN",
        "scale NaN must be positive",
        constant(1)
            .initializer("s", Tensor.of(Shape.of(1), Float.NaN))
            .node("Resize", "c - s", "y"));
    add(
        "Resize by infinity",
        "beyond 2^31-1",
        constant(1)
            .initializer("s", Tensor.of(Shape.of(1), Float.POSITIVE_INFINITY))
            .node("Resize", "c - s", "y"));
    add("outer product", "takes 1600000000 bytes", outer());
    TestModel doubled = constant(1000);
    for (int i = 0; i < 30; i++) {
      String from = i == 0 ? "c" : "d" + (i - 1);
      doubled.node("Concat", from + " " + from, i == 29 ? "y" : "d" + i, integer("axis", 0));
    }
    add("doubled thirty times", "computing constants", doubled);
    TestModel many = model().initializer("dims", Tensor.vector(1_000_000));
    for (int i = 0; i < 1000; i++) {
      many.node("ConstantOfShape", "dims", "c" + i);
    }
    add("a thousand constants", "computing constants", many.node("Relu", "c0", "y"));
  }

  private static TestModel outer() {
    return constant(20_000, 1)
        .initializer("row", Tensor.vector(1, 20_000))
        .node("Reshape", "c row", "r")
        .node("MatMul", "c r", "y");
  }

  private void work() {
    add("product of constants", "steps", constant(1500, 1500).node("MatMul", "c c", "y"));
    TestModel chain = constant(400, 400);
    for (int i = 0; i < 40; i++) {
      chain.node("MatMul", (i == 0 ? "c" : "m" + (i - 1)) + " c", i == 39 ? "y" : "m" + i);
    }
    add("forty products of constants", "steps", chain);
    add(
        "convolution of constants",
        "steps",
        constant(300, 300, 8, 8).node("Conv", "c c", "y", integers("kernel_shape", 8, 8)));
    add(
        "pooling of constants",
        "steps",
        constant(1, 1, 2000, 2000).node("AveragePool", "c", "y", integers("kernel_shape", 99, 99)));
  }

  private void activations() {
    TestModel pads =
        model()
            .input("x", 1, 1, 1, 1)
            .initializer("w", Tensor.zeros(DataType.FLOAT32, Shape.of(1, 1, 1, 1)));
    long p = 20_000;
    add(
        "padded convolution",
        "takes 6400320004 bytes",
        pads.node("Conv", "x w", "y", integers("pads", p, p, p, p)));
    add(
        "stretched convolution",
        "ConvTranspose",
        model()
            .input("x", 1, 1, 3, 3)
            .initializer("w", Tensor.zeros(DataType.FLOAT32, Shape.of(1, 1, 1, 1)))
            .node("ConvTranspose", "x w", "y", integers("strides", 20_000, 20_000)));
    add(
        "broadcast inputs",
        "takes 1600000000 bytes",
        model().input("x", 20_000, 1).input("z", 1, 20_000).node("Add", "x z", "y"));
    add(
        "large input",
        "input 'x'",
        model().input("x", 1, 3, 20_000, 20_000).node("Relu", "x", "y"));
    TestModel alive = model().input("x", 1, 10_000_000);
    StringBuilder names = new StringBuilder("x");
    for (int i = 0; i < 10; i++) {
      alive.node("Elu", "x", "e" + i);
      names.append(" e").append(i);
    }
    add("ten values alive", "a run of", alive.node("Max", names.toString(), "y"));
  }

  private void messages() {
    add("no bytes", "empty", new byte[0]);
    add("garbage", "damaged", new byte[] {1, 2, 3, (byte) 0xff});
    add("negative length", "damaged", new byte[] {0x3a, -1, -1, -1, -1, 0x0f});
    GraphProto inner = GraphProto.newBuilder().setName("inner").build();
    for (int i = 0; i < 60; i++) {
      AttributeProto body = AttributeProto.newBuilder().setName("body").setG(inner).build();
      NodeProto loop = NodeProto.newBuilder().setOpType("Loop").addAttribute(body).build();
      inner = GraphProto.newBuilder().addNode(loop).build();
    }
    TestModel nested = model();
    nested.graph().mergeFrom(inner);
    add("nested graphs", "nested", nested.bytes());
    add(
        "nested groups",
        "damaged",
        "\u000b".repeat(1_000_000).getBytes(StandardCharsets.ISO_8859_1));
    add("a million empty nodes", "objects in memory", graph(repeated(1_000_000, 0x0a, 0)));
    add("a million unknown fields", "no graph", repeated(5_000_000, 0xf8, 0x3f, 0));
    TestModel ints = model().input("x", 2);
    ints.node("Relu", "x", "y", integers("many", new long[20_000_000]));
    add("twenty million integers", "objects in memory", ints);
    TestModel nodes = model().input("x", 2);
    NodeProto identity = NodeProto.newBuilder().setOpType("Identity").addInput("x").build();
    for (int i = 0; i < 100_000; i++) {
      nodes.graph().addNode(identity.toBuilder().addOutput("o" + i));
    }
    add("too many nodes", "takes 100001 nodes", nodes.node("Relu", "x", "y"));
    add(
        "a long name",
        " ... ",
        model().input("x", 2).node("Nothing" + "!".repeat(5_000_000), "x", "y"));
    TestModel bytes = model().input("x", 2).node("Relu", "x", "y");
    bytes.graph().getNodeBuilder(0).setOpTypeBytes(ByteString.copyFrom(new byte[] {-1, -2, 0}));
    add("an operator that is no text", "is not supported", bytes);
  }

  private static byte[] repeated(int times, int... pattern) {
    byte[] bytes = new byte[times * pattern.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) pattern[i % pattern.length];
    }
    return bytes;
  }

  /** A model file whose graph (field 7) has the given bytes. */
  private static byte[] graph(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0x3a);
    for (int left = content.length; ; left >>>= 7) {
      out.write(left < 0x80 ? left : left & 0x7f | 0x80);
      if (left < 0x80) {
        break;
      }
    }
    out.writeBytes(content);
    return out.toByteArray();
  }
}
