package io.sepconv.onnx;

import io.sepconv.op.Activation;
import io.sepconv.op.Binary;
import io.sepconv.op.Pool;
import io.sepconv.op.Reduce;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The operators that are read: a line per operator and range of opsets in which it reads the same
 * way.
 *
 * <p>Most lines begin at 6, the oldest opset that exporters still in use have written. An operator
 * that has never changed begins at 1, because a model of it alone states the opset it appeared in.
 */
final class OperatorTable {
  /** An operator whose last range goes on until ONNX changes it. */
  static final int OPEN = Integer.MAX_VALUE;

  /**
   * One line.
   *
   * @param operator its name in ONNX
   * @param from the first opset
   * @param to the last opset, or {@link #OPEN}
   * @param mapper reads it
   */
  record Entry(String operator, int from, int to, Mapper mapper) {
    boolean covers(long opset) {
      return from <= opset && (to == OPEN || opset <= to);
    }
  }

  private static final Map<String, List<Entry>> ENTRIES = new TreeMap<>();

  static {
    entry("Conv", 6, OPEN, ConvolutionMappers::conv);
    entry("ConvTranspose", 6, OPEN, ConvolutionMappers::convTranspose);

    entry("MaxPool", 6, OPEN, PoolingMappers::maxPool);
    entry("AveragePool", 6, OPEN, PoolingMappers::averagePool);
    entry("GlobalMaxPool", 1, OPEN, PoolingMappers.global(Pool.Kind.MAX));
    entry("GlobalAveragePool", 1, OPEN, PoolingMappers.global(Pool.Kind.AVERAGE));

    entry("Abs", 6, OPEN, ActivationMappers.plain(Activation.Kind.ABS));
    entry("Ceil", 6, OPEN, ActivationMappers.plain(Activation.Kind.CEIL));
    entry("Celu", 12, OPEN, ActivationMappers.withAlpha(Activation.Kind.CELU, 1));
    entry("Clip", 6, 10, ActivationMappers::clipByAttributes);
    entry("Clip", 11, OPEN, ActivationMappers::clipByOperands);
    entry("Elu", 6, OPEN, ActivationMappers.withAlpha(Activation.Kind.ELU, 1));
    entry("Erf", 9, OPEN, ActivationMappers.plain(Activation.Kind.ERF));
    entry("Exp", 6, OPEN, ActivationMappers.plain(Activation.Kind.EXP));
    entry("Floor", 6, OPEN, ActivationMappers.plain(Activation.Kind.FLOOR));
    entry("Gelu", 20, OPEN, ActivationMappers::gelu);
    entry("HardSigmoid", 6, OPEN, ActivationMappers::hardSigmoid);
    entry("HardSwish", 14, OPEN, ActivationMappers.plain(Activation.Kind.HARD_SWISH));
    entry("LeakyRelu", 6, OPEN, ActivationMappers.withAlpha(Activation.Kind.LEAKY_RELU, 0.01f));
    entry("Log", 6, OPEN, ActivationMappers.plain(Activation.Kind.LOG));
    entry("Mish", 18, OPEN, ActivationMappers.plain(Activation.Kind.MISH));
    entry("Neg", 6, OPEN, ActivationMappers.plain(Activation.Kind.NEG));
    entry("PRelu", 6, 6, ActivationMappers::legacyPRelu);
    entry("PRelu", 7, OPEN, ActivationMappers::pRelu);
    entry("Reciprocal", 6, OPEN, ActivationMappers.plain(Activation.Kind.RECIPROCAL));
    entry("Relu", 6, OPEN, ActivationMappers.plain(Activation.Kind.RELU));
    entry("Round", 11, OPEN, ActivationMappers.plain(Activation.Kind.ROUND));
    entry("Selu", 6, OPEN, ActivationMappers::selu);
    entry("Sigmoid", 6, OPEN, ActivationMappers.plain(Activation.Kind.SIGMOID));
    entry("Sign", 9, OPEN, ActivationMappers.plain(Activation.Kind.SIGN));
    entry("Softplus", 1, OPEN, ActivationMappers.plain(Activation.Kind.SOFTPLUS));
    entry("Softsign", 1, OPEN, ActivationMappers.plain(Activation.Kind.SOFTSIGN));
    entry("Sqrt", 6, OPEN, ActivationMappers.plain(Activation.Kind.SQRT));
    entry("Swish", 24, OPEN, ActivationMappers.withAlpha(Activation.Kind.SWISH, 1));
    entry("Tanh", 6, OPEN, ActivationMappers.plain(Activation.Kind.TANH));
    entry(
        "ThresholdedRelu",
        10,
        OPEN,
        ActivationMappers.withAlpha(Activation.Kind.THRESHOLDED_RELU, 1));

    entry("Add", 6, 6, ArithmeticMappers.legacy(Binary.Kind.ADD));
    entry("Add", 7, OPEN, ArithmeticMappers.binary(Binary.Kind.ADD));
    entry("Sub", 6, 6, ArithmeticMappers.legacy(Binary.Kind.SUB));
    entry("Sub", 7, OPEN, ArithmeticMappers.binary(Binary.Kind.SUB));
    entry("Mul", 6, 6, ArithmeticMappers.legacy(Binary.Kind.MUL));
    entry("Mul", 7, OPEN, ArithmeticMappers.binary(Binary.Kind.MUL));
    entry("Div", 6, 6, ArithmeticMappers.legacy(Binary.Kind.DIV));
    entry("Div", 7, OPEN, ArithmeticMappers.binary(Binary.Kind.DIV));
    entry("Min", 6, OPEN, ArithmeticMappers.variadic(Binary.Kind.MIN));
    entry("Max", 6, OPEN, ArithmeticMappers.variadic(Binary.Kind.MAX));
    entry("Sum", 6, OPEN, ArithmeticMappers.variadic(Binary.Kind.ADD));
    entry("Mean", 6, OPEN, ArithmeticMappers::mean);
    entry("Pow", 6, 6, ArithmeticMappers.legacy(Binary.Kind.POW));
    entry("Pow", 7, OPEN, ArithmeticMappers.binary(Binary.Kind.POW));
    entry("Equal", 6, 6, ArithmeticMappers.legacy(Binary.Kind.EQUAL));
    entry("Equal", 7, OPEN, ArithmeticMappers.binary(Binary.Kind.EQUAL));

    entry("ReduceMax", 6, 17, ReductionMappers.byAttribute(Reduce.Kind.MAX));
    entry("ReduceMax", 18, OPEN, ReductionMappers.byOperand(Reduce.Kind.MAX));
    entry("ReduceMean", 6, 17, ReductionMappers.byAttribute(Reduce.Kind.MEAN));
    entry("ReduceMean", 18, OPEN, ReductionMappers.byOperand(Reduce.Kind.MEAN));
    entry("ReduceMin", 6, 17, ReductionMappers.byAttribute(Reduce.Kind.MIN));
    entry("ReduceMin", 18, OPEN, ReductionMappers.byOperand(Reduce.Kind.MIN));
    entry("ReduceSum", 6, 12, ReductionMappers.byAttribute(Reduce.Kind.SUM));
    entry("ReduceSum", 13, OPEN, ReductionMappers.byOperand(Reduce.Kind.SUM));

    entry("BatchNormalization", 6, OPEN, MatrixMappers::batchNorm);
    entry("Gemm", 6, 6, MatrixMappers::legacyGemm);
    entry("Gemm", 7, OPEN, MatrixMappers::gemm);
    entry("LRN", 1, OPEN, MatrixMappers::lrn);
    entry("LogSoftmax", 6, 12, MatrixMappers.softmax(1, true, true));
    entry("LogSoftmax", 13, OPEN, MatrixMappers.softmax(-1, false, true));
    entry("MatMul", 6, OPEN, MatrixMappers::matMul);
    entry("Softmax", 6, 12, MatrixMappers.softmax(1, true, false));
    entry("Softmax", 13, OPEN, MatrixMappers.softmax(-1, false, false));

    entry("Concat", 6, OPEN, LayoutMappers::concat);
    entry("Flatten", 6, OPEN, LayoutMappers::flatten);
    entry("Reshape", 6, 13, LayoutMappers::reshape);
    entry("Reshape", 14, OPEN, LayoutMappers::reshapeAllowingZero);
    entry("Slice", 6, 9, LayoutMappers::sliceByAttributes);
    entry("Slice", 10, OPEN, LayoutMappers::sliceByOperands);
    entry("Squeeze", 6, 12, LayoutMappers::squeezeByAttribute);
    entry("Squeeze", 13, OPEN, LayoutMappers::squeezeByOperand);
    entry("Transpose", 6, OPEN, LayoutMappers::transpose);
    entry("Unsqueeze", 6, 12, LayoutMappers::unsqueezeByAttribute);
    entry("Unsqueeze", 13, OPEN, LayoutMappers::unsqueezeByOperand);

    entry("Upsample", 7, 8, ResizeMappers::upsampleByAttribute);
    entry("Upsample", 9, 9, ResizeMappers::upsampleByOperand);
    entry("Resize", 10, 10, ResizeMappers::resizeByScales);
    entry("Resize", 11, OPEN, ResizeMappers::resize);

    entry("Cast", 6, OPEN, ValueMappers::cast);
    entry("Constant", 6, OPEN, ValueMappers::constant);
    entry("ConstantOfShape", 9, OPEN, ValueMappers::constantOfShape);
    entry("Dropout", 6, 11, ValueMappers::dropoutByAttributes);
    entry("Dropout", 12, OPEN, ValueMappers::dropoutByOperands);
    entry("Identity", 6, OPEN, ValueMappers::identity);
    entry("Shape", 6, OPEN, ValueMappers::shape);
  }

  private OperatorTable() {}

  private static void entry(String operator, int from, int to, Mapper mapper) {
    ENTRIES
        .computeIfAbsent(operator, key -> new ArrayList<>())
        .add(new Entry(operator, from, to, mapper));
  }

  /** All lines, by operator in alphabetical order. */
  static List<Entry> entries() {
    return ENTRIES.values().stream().flatMap(List::stream).toList();
  }

  /** What reads an operator at an opset. */
  static Mapper find(NodeContext node) {
    List<Entry> lines = ENTRIES.getOrDefault(node.operator(), List.of());
    for (Entry line : lines) {
      if (line.covers(node.opset())) {
        return line.mapper();
      }
    }
    if (lines.isEmpty()) {
      throw node.unsupported("sepconv has no operator of this name");
    }
    int from = lines.get(0).from();
    int to = lines.get(lines.size() - 1).to();
    throw node.unsupported(
        node.opset() < from
            ? "sepconv has it from opset " + from + " on; convert the model to a newer opset"
            : "sepconv has it up to opset " + to + ", where ONNX dropped it");
  }
}
