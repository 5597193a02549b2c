package io.sepconv.graph;

import io.sepconv.op.Flatten;
import io.sepconv.op.Reduce;
import io.sepconv.op.Reshape;
import io.sepconv.op.Transpose;
import io.sepconv.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Result shapes of the operators that only move or relabel elements, and of the matrix product. */
public final class ShapeArithmetic {
  private ShapeArithmetic() {}

  static Shape flatten(Flatten op, Shape x) {
    int axis = op.axis() < 0 ? op.axis() + x.rank() : op.axis();
    if (axis < 0 || axis > x.rank()) {
      throw new IllegalArgumentException("axis " + op.axis() + " is outside " + x);
    }
    return Shape.of(new long[] {x.size(0, axis), x.size(axis, x.rank())});
  }

  static Shape reshape(Reshape op, Shape x, long[] target) {
    long[] dims = target.clone();
    int derived = -1;
    long known = 1;
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] == -1) {
        if (derived >= 0) {
          throw new IllegalArgumentException(
              "shape " + Arrays.toString(target) + " has more than one -1");
        }
        derived = i;
        continue;
      }
      if (dims[i] == 0 && !op.allowZero()) {
        dims[i] = x.dim(i);
      }
      known = Math.multiplyExact(known, dims[i]);
    }
    if (derived >= 0 && known > 0) {
      dims[derived] = x.size() / known;
    } else if (derived >= 0) {
      dims[derived] = 0;
    }
    Shape result = Shape.of(dims);
    if (result.size() != x.size()) {
      throw new IllegalArgumentException(
          "shape " + x + " does not reshape to " + Arrays.toString(target));
    }
    return result;
  }

  /** Squeeze; null stands for all axes of size 1. */
  static Shape squeeze(Shape x, long[] squeezed) {
    Set<Integer> axes =
        squeezed == null
            ? IntStream.range(0, x.rank())
                .filter(i -> x.dim(i) == 1)
                .boxed()
                .collect(Collectors.toSet())
            : axes(x, squeezed);
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < x.rank(); i++) {
      if (!axes.contains(i)) {
        kept.add(x.dim(i));
      } else if (x.dim(i) != 1) {
        throw new IllegalArgumentException("axis " + i + " of " + x + " is not of size 1");
      }
    }
    return Shape.of(kept);
  }

  static Shape unsqueeze(Shape x, long[] inserted) {
    Set<Integer> axes = axes(Shape.of(new int[x.rank() + inserted.length]), inserted);
    if (axes.size() != inserted.length) {
      throw new IllegalArgumentException(
          "axes " + Arrays.toString(inserted) + " name one place twice");
    }
    List<Integer> dims = new ArrayList<>(Arrays.stream(x.dims()).boxed().toList());
    axes.forEach(axis -> dims.add(axis, 1));
    return Shape.of(dims);
  }

  static Shape reduce(Reduce op, Shape x, long[] given) {
    if (op.keepDims()) {
      return reducedToOnes(op, x, given);
    }
    Set<Integer> axes = reducedAxes(op, x, given);
    return Shape.of(
        IntStream.range(0, x.rank()).filter(i -> !axes.contains(i)).map(x::dim).toArray());
  }

  /**
   * The shape of a reduction's result with the reduced axes kept.
   *
   * @param given the operand with the axes, null where it is absent
   */
  public static Shape reducedToOnes(Reduce op, Shape x, long[] given) {
    Shape result = x;
    for (int axis : reducedAxes(op, x, given)) {
      result = result.with(axis, 1);
    }
    return result;
  }

  /** The axes that a reduction is over, from the first to the last. */
  private static Set<Integer> reducedAxes(Reduce op, Shape x, long[] given) {
    boolean none = given == null || given.length == 0;
    if (none && !op.noneMeansNone()) {
      return IntStream.range(0, x.rank()).boxed().collect(Collectors.toSet());
    }
    return none ? Set.of() : axes(x, given);
  }

  /** An axis counted from the first. */
  static int axis(Shape x, long axis) {
    if (axis != (int) axis) {
      throw new IllegalArgumentException("axis " + axis + " is outside " + x);
    }
    return x.axis((int) axis);
  }

  /** Axes counted from the first, in ascending order. */
  private static Set<Integer> axes(Shape x, long[] axes) {
    return Arrays.stream(axes)
        .mapToObj(axis -> axis(x, axis))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The permutation of a transposition with its default (all axes reversed) written out. */
  public static int[] permutation(Transpose op, int rank) {
    if (op.perm().isEmpty()) {
      return IntStream.range(0, rank).map(i -> rank - 1 - i).toArray();
    }
    List<Integer> sorted = new ArrayList<>(op.perm());
    Collections.sort(sorted);
    if (!sorted.equals(IntStream.range(0, rank).boxed().toList())) {
      throw new IllegalArgumentException(
          "perm " + op.perm() + " is no permutation of " + rank + " axes");
    }
    return op.perm().stream().mapToInt(Integer::intValue).toArray();
  }

  static Shape transpose(Transpose op, Shape x) {
    return Shape.of(Arrays.stream(permutation(op, x.rank())).map(x::dim).toArray());
  }

  static Shape scaled(Shape x, float[] scales) {
    requireRank(x, scales.length, "scales " + Arrays.toString(scales));
    long[] dims = new long[x.rank()];
    for (int i = 0; i < dims.length; i++) {
      if (!(scales[i] > 0)) {
        throw new IllegalArgumentException("scale " + scales[i] + " must be positive");
      }
      // In f32, as the ONNX library does: 10 * 0.7f is 7 there and 6.9999999 in f64.
      dims[i] = (long) Math.floor(x.dim(i) * scales[i]);
    }
    return Shape.of(dims);
  }

  static Shape sized(Shape x, long[] sizes) {
    requireRank(x, sizes.length, "sizes " + Arrays.toString(sizes));
    return Shape.of(sizes);
  }

  private static void requireRank(Shape x, int length, String what) {
    if (x.rank() != length) {
      throw new IllegalArgumentException(what + " must have one value per axis of " + x);
    }
  }

  /** The shape of a NumPy matrix product. */
  public static Shape matMul(Shape a, Shape b) {
    if (a.rank() == 0 || b.rank() == 0) {
      throw new IllegalArgumentException("a scalar has no matrix product: " + a + " and " + b);
    }
    Shape left = a.rank() == 1 ? Shape.of(1, a.dim(0)) : a;
    Shape right = b.rank() == 1 ? Shape.of(b.dim(0), 1) : b;
    if (left.dim(-1) != right.dim(-2)) {
      throw new IllegalArgumentException("shapes " + a + " and " + b + " do not multiply");
    }
    Shape batch = Shape.broadcast(leading(left), leading(right));
    List<Integer> dims = new ArrayList<>(Arrays.stream(batch.dims()).boxed().toList());
    if (a.rank() > 1) {
      dims.add(left.dim(-2));
    }
    if (b.rank() > 1) {
      dims.add(right.dim(-1));
    }
    return Shape.of(dims);
  }

  private static Shape leading(Shape shape) {
    return Shape.of(Arrays.copyOf(shape.dims(), shape.rank() - 2));
  }
}
