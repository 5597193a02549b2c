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
   * @param note what a user must know beyond ONNX's text, such as what is refused; empty if nothing
   */
  record Entry(String operator, int from, int to, Mapper mapper, String note) {
    boolean covers(long opset) {
      return from <= opset && (to == OPEN || opset <= to);
    }
  }

  private static final String WINDOW =
      "one to three spatial axes; `auto_pad` beside pads other than 0 is refused";
  private static final String KERNEL =
      WINDOW + "; weights that are not constants need `kernel_shape` or a declared shape";
  private static final String LEGACY = "at 6, `axis` needs operands whose number of axes is known";
  private static final String NORM =
      "`noop_with_empty_axes` without axes takes the norm of each element, as ONNX's text has it"
          + " now";

  private static final Map<String, List<Entry>> ENTRIES = new TreeMap<>();

  static {
    entry("Conv", 6, OPEN, ConvolutionMappers::conv, KERNEL);
    entry("ConvTranspose", 6, OPEN, ConvolutionMappers::convTranspose, KERNEL);

    entry("MaxPool", 6, OPEN, PoolingMappers::maxPool, WINDOW);
    entry("AveragePool", 6, OPEN, PoolingMappers::averagePool, WINDOW);
    entry("GlobalMaxPool", 1, OPEN, PoolingMappers.global(Pool.Kind.MAX));
    entry("GlobalAveragePool", 1, OPEN, PoolingMappers.global(Pool.Kind.AVERAGE));

    entry("Abs", 6, OPEN, ActivationMappers.plain(Activation.Kind.ABS));
    entry("Ceil", 6, OPEN, ActivationMappers.plain(Activation.Kind.CEIL));
    entry("Celu", 12, OPEN, ActivationMappers.withAlpha(Activation.Kind.CELU, 1));
    entry("Clip", 6, 10, ActivationMappers::clipByAttributes);
    entry(
        "Clip",
        11,
        OPEN,
        ActivationMappers::clipByOperands,
        "bounds that are not constants in f32 make it a Max and a Min");
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
    entry(
        "PRelu",
        6,
        6,
        ActivationMappers::legacyPRelu,
        "at 6, a slope per channel needs operands whose number of axes is known");
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

    entry("Add", 6, 6, ArithmeticMappers.legacy(Binary.Kind.ADD), LEGACY);
    entry("Add", 7, OPEN, ArithmeticMappers.binary(Binary.Kind.ADD));
    entry("Sub", 6, 6, ArithmeticMappers.legacy(Binary.Kind.SUB), LEGACY);
    entry("Sub", 7, OPEN, ArithmeticMappers.binary(Binary.Kind.SUB));
    entry("Mul", 6, 6, ArithmeticMappers.legacy(Binary.Kind.MUL), LEGACY);
    entry("Mul", 7, OPEN, ArithmeticMappers.binary(Binary.Kind.MUL));
    entry("Div", 6, 6, ArithmeticMappers.legacy(Binary.Kind.DIV), LEGACY);
    entry("Div", 7, OPEN, ArithmeticMappers.binary(Binary.Kind.DIV));
    entry("Min", 6, OPEN, ArithmeticMappers.variadic(Binary.Kind.MIN));
    entry("Max", 6, OPEN, ArithmeticMappers.variadic(Binary.Kind.MAX));
    entry("Sum", 6, OPEN, ArithmeticMappers.variadic(Binary.Kind.ADD), "reported as Add");
    entry("Mean", 6, OPEN, ArithmeticMappers::mean, "reported as Add and Div");
    entry("Pow", 6, 6, ArithmeticMappers.legacy(Binary.Kind.POW), LEGACY);
    entry("Pow", 7, OPEN, ArithmeticMappers.binary(Binary.Kind.POW));
    entry("Equal", 6, 6, ArithmeticMappers.legacy(Binary.Kind.EQUAL), LEGACY);
    entry("Equal", 7, OPEN, ArithmeticMappers.binary(Binary.Kind.EQUAL));

    entry("ReduceL1", 6, 17, ReductionMappers.byAttribute(Reduce.Kind.L1));
    entry("ReduceL1", 18, OPEN, ReductionMappers.byOperand(Reduce.Kind.L1), NORM);
    entry("ReduceL2", 6, 17, ReductionMappers.byAttribute(Reduce.Kind.L2));
    entry("ReduceL2", 18, OPEN, ReductionMappers.byOperand(Reduce.Kind.L2), NORM);
    entry("ReduceMax", 6, 17, ReductionMappers.byAttribute(Reduce.Kind.MAX));
    entry("ReduceMax", 18, OPEN, ReductionMappers.byOperand(Reduce.Kind.MAX));
    entry("ReduceMean", 6, 17, ReductionMappers.byAttribute(Reduce.Kind.MEAN));
    entry("ReduceMean", 18, OPEN, ReductionMappers.byOperand(Reduce.Kind.MEAN));
    entry("ReduceMin", 6, 17, ReductionMappers.byAttribute(Reduce.Kind.MIN));
    entry("ReduceMin", 18, OPEN, ReductionMappers.byOperand(Reduce.Kind.MIN));
    entry("ReduceProd", 6, 17, ReductionMappers.byAttribute(Reduce.Kind.PROD));
    entry("ReduceProd", 18, OPEN, ReductionMappers.byOperand(Reduce.Kind.PROD));
    entry("ReduceSum", 6, 12, ReductionMappers.byAttribute(Reduce.Kind.SUM));
    entry("ReduceSum", 13, OPEN, ReductionMappers.byOperand(Reduce.Kind.SUM));
    entry("ReduceSumSquare", 6, 17, ReductionMappers.byAttribute(Reduce.Kind.SUM_SQUARE));
    entry("ReduceSumSquare", 18, OPEN, ReductionMappers.byOperand(Reduce.Kind.SUM_SQUARE), NORM);

    entry(
        "BatchNormalization",
        6,
        OPEN,
        MatrixMappers::batchNorm,
        "joins the convolution before it; training and `spatial` = 0 are refused");
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
    entry("Pad", 2, 10, PaddingMappers::padByAttributes);
    entry("Pad", 11, 17, PaddingMappers::padByOperands);
    entry("Pad", 18, OPEN, PaddingMappers::padAlongAxes);
    entry("Reshape", 6, 13, LayoutMappers::reshape);
    entry("Reshape", 14, OPEN, LayoutMappers::reshapeAllowingZero);
    entry("Slice", 6, 9, LayoutMappers::sliceByAttributes);
    entry("Slice", 10, OPEN, LayoutMappers::sliceByOperands);
    entry("Squeeze", 6, 12, LayoutMappers::squeezeByAttribute);
    entry("Squeeze", 13, OPEN, LayoutMappers::squeezeByOperand);
    entry("Transpose", 6, OPEN, LayoutMappers::transpose);
    entry("Unsqueeze", 6, 12, LayoutMappers::unsqueezeByAttribute);
    entry("Unsqueeze", 13, OPEN, LayoutMappers::unsqueezeByOperand);

    entry("DepthToSpace", 1, 10, SelectionMappers::depthToSpaceByRows);
    entry("DepthToSpace", 11, OPEN, SelectionMappers::depthToSpace);
    entry("Expand", 8, OPEN, SelectionMappers::expand);
    entry("Gather", 1, OPEN, SelectionMappers::gather);
    entry("SpaceToDepth", 1, OPEN, SelectionMappers::spaceToDepth);
    entry("Split", 2, 12, SelectionMappers::splitByAttribute);
    entry("Split", 13, 17, SelectionMappers::splitByOperand);
    entry("Split", 18, OPEN, SelectionMappers::splitBySizesOrCount);
    entry("Tile", 6, OPEN, SelectionMappers::tile);
    entry("Where", 9, OPEN, SelectionMappers::where);

    entry("Upsample", 7, 8, ResizeMappers::upsampleByAttribute);
    entry(
        "Upsample",
        9,
        9,
        ResizeMappers::upsampleByOperand,
        "reported as Resize, which replaces it in ONNX from 10 on");
    entry("Resize", 10, 10, ResizeMappers::resizeByScales);
    entry(
        "Resize",
        11,
        OPEN,
        ResizeMappers::resize,
        "tf_crop_and_resize with scales instead of sizes is refused");

    entry("Cast", 6, OPEN, ValueMappers::cast, "to FLOAT, INT64, INT32 and BOOL");
    entry("Constant", 6, OPEN, ValueMappers::constant, "`sparse_value` and strings are refused");
    entry("ConstantOfShape", 9, OPEN, ValueMappers::constantOfShape);
    entry(
        "Dropout",
        6,
        11,
        ValueMappers::dropoutByAttributes,
        "reported as Identity; training is refused");
    entry(
        "Dropout",
        12,
        OPEN,
        ValueMappers::dropoutByOperands,
        "from 12, `training_mode` must be a constant");
    entry("Identity", 6, OPEN, ValueMappers::identity);
    entry("Shape", 1, 14, ValueMappers::shape);
    entry("Shape", 15, OPEN, ValueMappers::partOfShape);
  }

  private OperatorTable() {}

  private static void entry(String operator, int from, int to, Mapper mapper) {
    entry(operator, from, to, mapper, "");
  }

  private static void entry(String operator, int from, int to, Mapper mapper, String note) {
    ENTRIES
        .computeIfAbsent(operator, key -> new ArrayList<>())
        .add(new Entry(operator, from, to, mapper, note));
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
