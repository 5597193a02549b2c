package io.sepconv.onnx;

import static io.sepconv.onnx.TestModel.integer;
import static io.sepconv.onnx.TestModel.integers;
import static io.sepconv.onnx.TestModel.number;
import static io.sepconv.onnx.TestModel.tensor;
import static io.sepconv.onnx.TestModel.text;

import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.Stream;

/** Small sound models with something of every kind that a file can have: where a fuzzer starts. */
final class ModelSeeds {
  private ModelSeeds() {}

  static Stream<byte[]> all() {
    return Stream.of(
            mixed(),
            separable(),
            classifier(),
            shapeArithmetic(),
            upsampling(),
            resizing(),
            folding(),
            old())
        .map(TestModel::bytes);
  }

  private static Tensor ones(int... dims) {
    Tensor tensor = Tensor.zeros(DataType.FLOAT32, Shape.of(dims));
    Arrays.fill(tensor.floats(), 1);
    return tensor;
  }

  /** Inputs, initializers, an absent operand, attributes of four types. */
  static TestModel mixed() {
    return TestModel.opset(12)
        .imports("com.microsoft", 1)
        .input("x", -1, 4, 8, 8)
        .typedInput("shape", TestModel.INT64, 2)
        .initializer("w", Tensor.zeros(DataType.FLOAT32, Shape.of(4, 1, 3, 3)))
        .initializer("axes", Tensor.vector(0))
        .node("Constant", "", "six", tensor("value", Tensor.scalar(6)))
        .node(
            "Conv",
            "x w",
            "c",
            integers("pads", 1, 1, 1, 1),
            integer("group", 4),
            text("auto_pad", "NOTSET"))
        .node("Clip", "c - six", "r")
        .node("Max", "r r r", "m")
        .node("MaxPool", "m", "p i", integers("kernel_shape", 2, 2))
        .node("Resize", "p - - sizes", "u")
        .initializer("sizes", Tensor.vector(1, 4, 8, 8))
        .node("Elu", "u", "e", number("alpha", 2))
        .node("Reshape", "e shape", "y")
        .output("y");
  }

  private static TestModel separable() {
    return TestModel.opset(13)
        .input("x", 1, 2, 5, 6)
        .initializer("w", ones(2, 1, 3, 3))
        .initializer("v", ones(3, 2, 1, 1))
        .initializer("b", ones(3))
        .node("Conv", "x w", "d", integer("group", 2), text("auto_pad", "SAME_UPPER"))
        .node("Conv", "d v b", "p", integers("strides", 2, 1), integers("dilations", 1, 1))
        .node("BatchNormalization", "p b b b b", "n", number("epsilon", 0.01f))
        .node("Relu", "n", "r")
        .node("Add", "r p", "y")
        .output("y");
  }

  private static TestModel classifier() {
    return TestModel.opset(13)
        .input("x", 2, 3, 4, 4)
        .initializer("w", ones(4, 3))
        .initializer("b", ones(4))
        .node("AveragePool", "x", "a", integers("kernel_shape", 2, 2), integer("ceil_mode", 1))
        .node("GlobalAveragePool", "a", "g")
        .node("Flatten", "g", "f", integer("axis", 1))
        .node("Gemm", "f w b", "z", integer("transB", 1), number("alpha", 0.5f))
        .node("Softmax", "z", "y", integer("axis", -1))
        .output("y");
  }

  private static TestModel shapeArithmetic() {
    return TestModel.opset(13)
        .input("x", 1, 2, 3, 4)
        .initializer("zero", Tensor.vector(0))
        .initializer("two", Tensor.vector(2))
        .initializer("rest", Tensor.vector(-1))
        .node("Shape", "x", "s")
        .node("Slice", "s zero two zero", "n")
        .node("Concat", "n rest", "t", integer("axis", 0))
        .node("Reshape", "x t", "r")
        .node("Transpose", "r", "q", integers("perm", 0, 2, 1))
        .node("Unsqueeze", "q zero", "u")
        .node("Squeeze", "u zero", "v")
        .node("MatMul", "r v", "y")
        .output("y");
  }

  private static TestModel upsampling() {
    return TestModel.opset(13)
        .input("x", 1, 2, 3, 3)
        .initializer("w", ones(2, 1, 2, 2))
        .initializer("scales", Tensor.of(Shape.of(4), 1, 1, 2, 0.5f))
        .node("ConvTranspose", "x w", "t", integers("strides", 2, 2), integers("pads", 0, 0, 1, 1))
        .node("Resize", "t - scales", "y", text("mode", "linear"))
        .output("y");
  }

  private static TestModel resizing() {
    return TestModel.opset(13)
        .input("x", 1, 1, 2, 3)
        .initializer("sizes", Tensor.vector(1, 1, 3, 2))
        .node("Resize", "x - - sizes", "y", text("mode", "linear"))
        .output("y");
  }

  private static TestModel folding() {
    return TestModel.opset(13)
        .input("x", 1, 1, 2, 2)
        .initializer("dims", Tensor.vector(1, 1, 2, 2))
        .node("ConstantOfShape", "dims", "c", tensor("value", Tensor.of(Shape.of(1), 3f)))
        .node("Conv", "c c", "w")
        .node("Cast", "w", "i", integer("to", 7))
        .node("Cast", "i", "f", integer("to", 1))
        .node("MaxPool", "f", "m", integers("kernel_shape", 1, 1))
        .node("Mul", "x m", "y")
        .output("y");
  }

  private static TestModel old() {
    return TestModel.opset(6)
        .input("x", 1, 3, 4, 4)
        .input("w", 3)
        .initializer("w", ones(3))
        .node("Add", "x w", "a", integer("axis", 1), integer("broadcast", 1))
        .node("Dropout", "a", "d")
        .node("Reshape", "d s", "y")
        .initializer("s", Tensor.vector(1, -1))
        .output("y");
  }
}
