package io.sepconv.backend.plan;

import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeArithmetic;
import io.sepconv.graph.ValueType;
import io.sepconv.op.Activation;
import io.sepconv.op.BatchNorm;
import io.sepconv.op.Binary;
import io.sepconv.op.Concat;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvTranspose;
import io.sepconv.op.DepthToSpace;
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
import io.sepconv.op.Softmax;
import io.sepconv.op.SpaceToDepth;
import io.sepconv.op.Split;
import io.sepconv.op.Squeeze;
import io.sepconv.op.Transpose;
import io.sepconv.op.Unsqueeze;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Follows axis 0 through a network: which operators leave the pictures of a batch apart. */
final class PicturesApart {
  private final Map<String, Tensor> constants;
  private final Map<String, ValueType> types;
  private final int pictures;
  private final Set<String> batches = new HashSet<>();

  PicturesApart(Map<String, Tensor> constants, Map<String, ValueType> types, int pictures) {
    this.constants = constants;
    this.types = types;
    this.pictures = pictures;
  }

  /** Whether a value is known to hold the batch along axis 0. */
  boolean isBatch(String value) {
    return batches.contains(value);
  }

  /** Notes a value that holds the batch along axis 0; false if it cannot, or holds nothing. */
  boolean define(String value) {
    Shape shape = types.get(value).shape();
    return shape.rank() > 0 && shape.dim(0) == pictures && shape.size() > 0 && batches.add(value);
  }

  /** Whether a node computes each picture of its results from the same picture of its operands. */
  boolean keeps(Node node) {
    boolean eitherOperand = node.op() instanceof Binary || node.op() instanceof MatMul;
    return !node.inputs().isEmpty()
        && (eitherOperand || isBatch(node.inputs().get(0)))
        && rule(node.op(), node)
        && node.outputs().stream().filter(value -> !value.isEmpty()).allMatch(this::define);
  }

  private boolean rule(Op op, Node node) {
    Shape x = shape(node, 0);
    if (op instanceof Conv || op instanceof ConvTranspose) {
      return (!node.hasInput(3) || isBatch(node.inputs().get(3)))
          && isFixed(node, 1)
          && isFixed(node, 2);
    }
    if (op instanceof Pool
        || op instanceof GlobalPool
        || op instanceof Lrn
        || op instanceof Activation
        || op instanceof Identity
        || op instanceof DepthToSpace
        || op instanceof SpaceToDepth
        // Row-major memory under another shape: axis 0 is as long before and after.
        || op instanceof Flatten
        || op instanceof Unsqueeze
        || op instanceof Reshape) {
      return true;
    }
    if (op instanceof Squeeze) {
      // Without axes, one picture's own axis 0 would go as well.
      return node.hasInput(1);
    }
    if (op instanceof BatchNorm) {
      return isFixed(node, 1) && isFixed(node, 2) && isFixed(node, 3) && isFixed(node, 4);
    }
    if (op instanceof Binary || op instanceof PRelu) {
      return node.inputs().stream().allMatch(value -> isElementwise(value, node));
    }
    if (op instanceof Concat concat) {
      return x.axis(concat.axis()) != 0 && node.inputs().stream().allMatch(this::isBatch);
    }
    if (op instanceof Split split) {
      return x.axis(split.axis()) != 0;
    }
    if (op instanceof Softmax softmax) {
      return x.axis(softmax.axis()) != 0;
    }
    if (op instanceof Transpose transpose) {
      return ShapeArithmetic.permutation(transpose, x.rank())[0] == 0;
    }
    if (op instanceof Reduce) {
      return reduces(node, x);
    }
    if (op instanceof Resize resize) {
      return resize.coordinates() != Resize.Coordinates.TF_CROP_AND_RESIZE
          && resize.options().equals(Resize.Options.NONE)
          && isFixed(node, 1)
          && (!node.hasInput(1) || constants.get(node.inputs().get(1)).get(0) == 1);
    }
    if (op instanceof Gemm gemm) {
      return !gemm.transA() && isFixed(node, 1) && isRow(node, 2);
    }
    return op instanceof MatMul && multiplies(node);
  }

  private Shape shape(Node node, int operand) {
    return types.get(node.inputs().get(operand)).shape();
  }

  /** Whether an operand is absent or the same for all pictures. */
  private boolean isFixed(Node node, int operand) {
    return !node.hasInput(operand) || constants.containsKey(node.inputs().get(operand));
  }

  private boolean isRow(Node node, int operand) {
    return !node.hasInput(operand)
        || isFixed(node, operand) && shape(node, operand).padRank(2).dim(0) == 1;
  }

  /** Whether an operand has its pictures where the result has them, or none. */
  private boolean isElementwise(String value, Node node) {
    int rank = types.get(node.output()).shape().rank();
    Shape shape = types.get(value).shape();
    return isBatch(value)
        ? shape.rank() == rank
        : constants.containsKey(value) && shape.padRank(rank).dim(0) == 1;
  }

  private boolean reduces(Node node, Shape x) {
    if (!node.hasInput(1)) {
      return false;
    }
    Tensor axes = constants.get(node.inputs().get(1));
    return axes != null
        && axes.size() > 0
        && Arrays.stream(axes.toLongs()).noneMatch(axis -> x.axis((int) axis) == 0);
  }

  /** Rows of the left matrix are pictures, or matrices are. */
  private boolean multiplies(Node node) {
    boolean rows = isBatch(node.inputs().get(0)) && isFixed(node, 1) && shape(node, 1).rank() <= 2;
    int rank = types.get(node.output()).shape().rank();
    boolean matrices =
        rank >= 3 && node.inputs().stream().allMatch(value -> isElementwise(value, node));
    return shape(node, 0).rank() >= 2 && shape(node, 1).rank() >= 2 && (rows || matrices);
  }
}
