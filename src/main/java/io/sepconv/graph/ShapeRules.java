package io.sepconv.graph;

import io.sepconv.graph.ShapeInference.Operands;
import io.sepconv.graph.ShapeInference.ShapeRule;
import io.sepconv.op.Activation;
import io.sepconv.op.BatchNorm;
import io.sepconv.op.Binary;
import io.sepconv.op.Cast;
import io.sepconv.op.Concat;
import io.sepconv.op.ConstantOfShape;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvTranspose;
import io.sepconv.op.Flatten;
import io.sepconv.op.Gemm;
import io.sepconv.op.GlobalPool;
import io.sepconv.op.Identity;
import io.sepconv.op.Lrn;
import io.sepconv.op.MatMul;
import io.sepconv.op.Op;
import io.sepconv.op.PRelu;
import io.sepconv.op.Pool;
import io.sepconv.op.Reduce;
import io.sepconv.op.Reshape;
import io.sepconv.op.Resize;
import io.sepconv.op.ShapeOf;
import io.sepconv.op.Slice;
import io.sepconv.op.Softmax;
import io.sepconv.op.Squeeze;
import io.sepconv.op.Transpose;
import io.sepconv.op.Unsqueeze;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The shape rule of every operator. */
final class ShapeRules {
  private static final Map<Class<? extends Op>, ShapeRule<? extends Op>> RULES = new HashMap<>();
  private static final Map<Class<? extends Op>, Set<Integer>> DECIDING = new HashMap<>();

  static {
    rule(Activation.class, ShapeRules::activation);
    rule(BatchNorm.class, ShapeRules::batchNorm);
    rule(Binary.class, ShapeRules::binary);
    rule(Cast.class, (op, in) -> new ValueType(op.to(), in.type(0).shape()));
    rule(Gemm.class, ShapeRules::gemm);
    rule(Lrn.class, ShapeRules::lrn);
    rule(MatMul.class, ShapeRules::matMul);
    rule(PRelu.class, ShapeRules::pRelu);
    rule(Reduce.class, ShapeRules::reduce, 1);
    rule(Softmax.class, ShapeRules::softmax);

    rule(Conv.class, WindowedShapes::conv);
    rule(ConvTranspose.class, WindowedShapes::convTranspose);
    rule(GlobalPool.class, WindowedShapes::globalPool);
    rule(Pool.class, WindowedShapes::pool);

    rule(Concat.class, MovementShapes::concat);
    rule(ConstantOfShape.class, MovementShapes::constantOfShape, 0);
    rule(Flatten.class, MovementShapes::flatten);
    rule(Identity.class, (op, in) -> in.type(0));
    rule(Reshape.class, MovementShapes::reshape, 1);
    rule(Resize.class, MovementShapes::resize, 1, 2);
    rule(ShapeOf.class, MovementShapes::shapeOf);
    rule(Slice.class, MovementShapes::slice, 1, 2, 3, 4);
    rule(Squeeze.class, MovementShapes::squeeze, 1);
    rule(Transpose.class, MovementShapes::transpose);
    rule(Unsqueeze.class, MovementShapes::unsqueeze, 1);
  }

  private ShapeRules() {}

  /** The type of an operator's only result. */
  @FunctionalInterface
  private interface OneResult<O extends Op> {
    ValueType apply(O op, Operands operands);
  }

  private static <O extends Op> void rule(Class<O> type, OneResult<O> rule, Integer... deciding) {
    rules(type, (op, operands) -> List.of(rule.apply(op, operands)), deciding);
  }

  /**
   * Adds a rule.
   *
   * @param deciding operands that the rule reads the values of
   */
  private static <O extends Op> void rules(Class<O> type, ShapeRule<O> rule, Integer... deciding) {
    RULES.put(type, rule);
    DECIDING.put(type, Set.of(deciding));
  }

  /** The operands whose values, not only their shapes, decide the shapes of the results. */
  static Set<Integer> deciding(Op op) {
    return DECIDING.get(op.getClass());
  }

  /** Whether operators of this class have a rule. */
  static boolean has(Class<?> type) {
    return RULES.containsKey(type);
  }

  @SuppressWarnings("unchecked") // rules() ties each class to a rule of that class
  static ShapeRule<Op> of(Op op) {
    return (ShapeRule<Op>) RULES.get(op.getClass());
  }

  static ValueType floats(Operands in, int index) {
    ValueType type = in.type(index);
    require(type.type() == DataType.FLOAT32, "operand %d must be f32, not %s", index, type);
    return type;
  }

  static void require(boolean condition, String message, Object... values) {
    if (!condition) {
      throw new IllegalArgumentException(String.format(message, values));
    }
  }

  private static ValueType activation(Activation op, Operands in) {
    ValueType x = in.type(0);
    boolean integers = x.type() == DataType.INT64 || x.type() == DataType.INT32;
    return integers && op.kind().hasIntegers() ? x : floats(in, 0);
  }

  private static ValueType batchNorm(BatchNorm op, Operands in) {
    ValueType x = floats(in, 0);
    require(x.shape().rank() >= 2, "x must have a channel axis, not shape %s", x.shape());
    Shape channels = Shape.of(x.shape().dim(1));
    for (int i = 1; i <= 4; i++) {
      Shape shape = floats(in, i).shape();
      require(shape.equals(channels), "operand %d must be %s, not %s", i, channels, shape);
    }
    return x;
  }

  private static ValueType binary(Binary op, Operands in) {
    ValueType a = in.type(0);
    ValueType b = in.type(1);
    boolean equal = op.kind() == Binary.Kind.EQUAL;
    boolean mixed = op.kind() == Binary.Kind.POW;
    require(mixed || a.type() == b.type(), "operands must have one type, not %s and %s", a, b);
    require(
        equal || (a.type() != DataType.BOOL && b.type() != DataType.BOOL),
        "operands must be numbers, not %s and %s",
        a,
        b);
    Shape shape = Shape.broadcast(a.shape(), b.shape());
    return new ValueType(equal ? DataType.BOOL : a.type(), shape);
  }

  private static ValueType gemm(Gemm op, Operands in) {
    Shape a = floats(in, 0).shape();
    Shape b = floats(in, 1).shape();
    require(a.rank() == 2 && b.rank() == 2, "A %s and B %s must be matrices", a, b);
    int m = a.dim(op.transA() ? 1 : 0);
    int n = b.dim(op.transB() ? 0 : 1);
    require(
        a.dim(op.transA() ? 0 : 1) == b.dim(op.transB() ? 1 : 0),
        "A %s and B %s (transA %b, transB %b) do not multiply",
        a,
        b,
        op.transA(),
        op.transB());
    Shape result = Shape.of(m, n);
    if (in.has(2)) {
      Shape c = floats(in, 2).shape();
      require(
          Shape.broadcast(c, result).equals(result), "C %s does not broadcast to %s", c, result);
    }
    return ValueType.floats(result);
  }

  private static ValueType lrn(Lrn op, Operands in) {
    ValueType x = floats(in, 0);
    require(x.shape().rank() >= 2, "x must have a channel axis, not shape %s", x.shape());
    return x;
  }

  private static ValueType matMul(MatMul op, Operands in) {
    Shape a = floats(in, 0).shape();
    Shape b = floats(in, 1).shape();
    return ValueType.floats(ShapeArithmetic.matMul(a, b));
  }

  private static ValueType pRelu(PRelu op, Operands in) {
    ValueType x = floats(in, 0);
    Shape slope = floats(in, 1).shape();
    require(
        slope.rank() <= x.shape().rank() && Shape.broadcast(slope, x.shape()).equals(x.shape()),
        "slope %s does not broadcast to %s",
        slope,
        x.shape());
    return x;
  }

  private static ValueType reduce(Reduce op, Operands in) {
    ValueType x = in.type(0);
    require(x.type() != DataType.BOOL, "operand 0 must be numbers, not %s", x);
    return new ValueType(x.type(), ShapeArithmetic.reduce(op, x.shape(), in.longs(1)));
  }

  private static ValueType softmax(Softmax op, Operands in) {
    floats(in, 0).shape().axis(op.axis());
    return in.type(0);
  }
}
