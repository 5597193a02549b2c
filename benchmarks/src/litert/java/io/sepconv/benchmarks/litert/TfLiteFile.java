package io.sepconv.benchmarks.litert;

import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteBuiltinAdd;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteBuiltinAveragePool2d;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteBuiltinConcatenation;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteBuiltinConv2d;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteBuiltinDepthwiseConv2d;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteBuiltinFullyConnected;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteBuiltinHardSwish;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteBuiltinLogistic;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteBuiltinMaxPool2d;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteBuiltinMean;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteBuiltinMul;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteBuiltinPad;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteBuiltinRelu;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteBuiltinRelu6;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteBuiltinReshape;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteBuiltinSplit;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteBuiltinTranspose;

import io.sepconv.benchmarks.nhwc.Axes;
import io.sepconv.benchmarks.nhwc.ChannelsLast;
import io.sepconv.benchmarks.nhwc.Padding;
import io.sepconv.op.Binary;
import io.sepconv.op.Pool;
import io.sepconv.op.Window;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Writes a network as LiteRT's converter does, in the tables of its <a
 * href="https://github.com/tensorflow/tensorflow/blob/v2.20.0/tensorflow/compiler/mlir/lite/schema/schema.fbs">schema</a>.
 * A value is the index of a tensor.
 */
final class TfLiteFile implements ChannelsLast<Integer> {
  private final TfLiteTables tables = new TfLiteTables();

  /** The file, when the output is known. */
  byte[] bytes() {
    return tables.bytes();
  }

  @Override
  public Integer input(Shape shape) {
    return tables.input(shape);
  }

  @Override
  public void output(Integer y) {
    tables.output(y);
  }

  @Override
  public Integer constant(Tensor value) {
    return tables.floats(value);
  }

  @Override
  public Integer conv(Integer x, Filter filter, Fused fused, Shape result) {
    Window window = filter.window();
    int options =
        tables.options(
            padding(filter.same()),
            window.stride().get(1),
            window.stride().get(0),
            code(fused),
            window.dilation().get(1),
            window.dilation().get(0));
    int weights = tables.floats(Axes.permuted(filter.weights(), 0, 2, 3, 1));
    List<Integer> operands = List.of(x, weights, tables.floats(filter.bias()));
    return tables.operator(kTfLiteBuiltinConv2d, operands, 1, options, result);
  }

  @Override
  public Integer depthwise(Integer x, Filter filter, Fused fused, Shape result) {
    Window window = filter.window();
    int options =
        tables.options(
            padding(filter.same()),
            window.stride().get(1),
            window.stride().get(0),
            result.dim(-1) / filter.groups(),
            code(fused),
            window.dilation().get(1),
            window.dilation().get(0));
    int weights = tables.floats(Axes.permuted(filter.weights(), 1, 2, 3, 0));
    List<Integer> operands = List.of(x, weights, tables.floats(filter.bias()));
    return tables.operator(kTfLiteBuiltinDepthwiseConv2d, operands, 2, options, result);
  }

  private static byte padding(boolean same) {
    return (byte) (same ? 0 : 1);
  }

  private static byte code(Fused fused) {
    return (byte)
        switch (fused) {
          case NONE -> 0;
          case RELU -> 1;
          case RELU6 -> 3;
        };
  }

  @Override
  public Integer pad(Integer x, Padding padding, Shape result) {
    int pads =
        tables.ints(
            Shape.of(4, 2),
            0,
            0,
            padding.top(),
            padding.bottom(),
            padding.left(),
            padding.right(),
            0,
            0);
    return tables.operator(kTfLiteBuiltinPad, List.of(x, pads), 22, tables.options(), result);
  }

  @Override
  public Integer pool(Integer x, Pool.Kind kind, Window window, boolean same, Shape result) {
    int options =
        tables.options(
            padding(same),
            window.stride().get(1),
            window.stride().get(0),
            window.kernel().get(1),
            window.kernel().get(0),
            code(Fused.NONE));
    int operator = kind == Pool.Kind.MAX ? kTfLiteBuiltinMaxPool2d : kTfLiteBuiltinAveragePool2d;
    return tables.operator(operator, List.of(x), 5, options, result);
  }

  @Override
  public Integer mean(Integer x, Shape result) {
    int axes = tables.ints(Shape.of(2), 1, 2);
    byte keepDims = 1;
    return tables.operator(
        kTfLiteBuiltinMean, List.of(x, axes), 27, tables.options(keepDims), result);
  }

  @Override
  public Integer binary(Binary.Kind kind, Integer a, Integer b, Fused fused, Shape result) {
    int options = tables.options(code(fused));
    List<Integer> operands = List.of(a, b);
    return switch (kind) {
      case ADD -> tables.operator(kTfLiteBuiltinAdd, operands, 11, options, result);
      case MUL -> tables.operator(kTfLiteBuiltinMul, operands, 21, options, result);
      default -> throw new IllegalStateException("there is no rule for " + kind);
    };
  }

  @Override
  public Integer activation(Fused kind, Integer x, Shape shape) {
    return unary(kind == Fused.RELU ? kTfLiteBuiltinRelu : kTfLiteBuiltinRelu6, x, shape);
  }

  @Override
  public Integer hardSwish(Integer x, Shape shape) {
    return unary(kTfLiteBuiltinHardSwish, x, shape);
  }

  @Override
  public Integer sigmoid(Integer x, Shape shape) {
    return unary(kTfLiteBuiltinLogistic, x, shape);
  }

  private int unary(int operator, Integer x, Shape shape) {
    return tables.operator(operator, List.of(x), 0, 0, shape);
  }

  @Override
  public Integer dense(Integer x, Tensor weights, Tensor bias, Shape result) {
    List<Integer> operands = List.of(x, tables.floats(weights), tables.floats(bias));
    int options = tables.options(code(Fused.NONE));
    return tables.operator(kTfLiteBuiltinFullyConnected, operands, 8, options, result);
  }

  @Override
  public Integer reshape(Integer x, Shape result) {
    int shape = tables.ints(Shape.of(result.rank()), result.dims());
    return tables.operator(kTfLiteBuiltinReshape, List.of(x, shape), 0, 0, result);
  }

  @Override
  public Integer transpose(Integer x, int[] perm, Shape result) {
    int axes = tables.ints(Shape.of(perm.length), perm);
    return tables.operator(kTfLiteBuiltinTranspose, List.of(x, axes), 26, tables.options(), result);
  }

  @Override
  public Integer concat(List<Integer> parts, int axis, Shape result) {
    int options = tables.options(axis, code(Fused.NONE));
    return tables.operator(kTfLiteBuiltinConcatenation, parts, 10, options, result);
  }

  @Override
  public List<Integer> split(Integer x, int axis, int parts, Shape part) {
    List<Integer> operands = List.of(tables.ints(Shape.of(), axis), x);
    List<Integer> results = IntStream.range(0, parts).mapToObj(i -> tables.value(part)).toList();
    tables.operator(kTfLiteBuiltinSplit, operands, 35, tables.options(parts), results);
    return results;
  }
}
