package io.sepconv.reference;

import io.sepconv.graph.ShapeInference;
import io.sepconv.graph.ValueType;
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
import io.sepconv.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes any operator, slowly and beyond doubt.
 *
 * <pre>{@code
 * Tensor y = Evaluators.evaluate(conv, List.of(x, weights, bias)).get(0);
 * }</pre>
 */
public final class Evaluators {
  private static final Map<Class<? extends Op>, Evaluator<? extends Op>> TABLE = new HashMap<>();

  static {
    register(Activation.class, ElementwiseEvaluator::activation);
    register(BatchNorm.class, ElementwiseEvaluator::batchNorm);
    register(Binary.class, BinaryEvaluator::evaluate);
    register(Cast.class, CastEvaluator::evaluate);
    register(Concat.class, MoveEvaluator::concat);
    register(ConstantOfShape.class, MoveEvaluator::constantOfShape);
    register(Conv.class, ConvEvaluator::evaluate);
    register(ConvTranspose.class, ConvTransposeEvaluator::evaluate);
    register(Flatten.class, MoveEvaluator::relabel);
    register(Gemm.class, MatMulEvaluator::gemm);
    register(GlobalPool.class, PoolEvaluator::global);
    register(Identity.class, MoveEvaluator::relabel);
    register(Lrn.class, LrnEvaluator::evaluate);
    register(MatMul.class, MatMulEvaluator::matMul);
    register(PRelu.class, ElementwiseEvaluator::pRelu);
    register(Pool.class, PoolEvaluator::windowed);
    register(Reduce.class, ReduceEvaluator::evaluate);
    register(Reshape.class, MoveEvaluator::relabel);
    register(Resize.class, ResizeEvaluator::evaluate);
    register(ShapeOf.class, MoveEvaluator::shapeOf);
    register(Slice.class, MoveEvaluator::slice);
    register(Softmax.class, SoftmaxEvaluator::evaluate);
    register(Squeeze.class, MoveEvaluator::relabel);
    register(Transpose.class, MoveEvaluator::transpose);
    register(Unsqueeze.class, MoveEvaluator::relabel);
  }

  private Evaluators() {}

  private static <O extends Op> void register(
      Class<O> type, Evaluator.OneResult<? super O> evaluator) {
    registerAll(
        type, (op, operands, results) -> List.of(evaluator.evaluate(op, operands, results.get(0))));
  }

  private static <O extends Op> void registerAll(Class<O> type, Evaluator<O> evaluator) {
    TABLE.put(type, evaluator);
  }

  /** Whether operators of this class can be computed. */
  static boolean has(Class<?> type) {
    return TABLE.containsKey(type);
  }

  /**
   * Computes an operator's results.
   *
   * @param op the operator
   * @param operands in the operator's order; null, or past the end, for an absent optional one
   * @return the results, of the types that {@link ShapeInference} finds; an operator that only
   *     relabels its operand returns the operand's own array
   * @throws IllegalArgumentException if the operands do not fit the operator
   */
  public static List<Tensor> evaluate(Op op, List<Tensor> operands) {
    List<ValueType> results = ShapeInference.infer(op, operands);
    @SuppressWarnings("unchecked") // registerAll() ties each class to an evaluator of that class
    Evaluator<Op> evaluator = (Evaluator<Op>) TABLE.get(op.getClass());
    return evaluator.evaluate(op, new Operands(operands), results);
  }
}
