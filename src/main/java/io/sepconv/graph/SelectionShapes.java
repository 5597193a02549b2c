package io.sepconv.graph;

import static io.sepconv.graph.ShapeRules.require;

import io.sepconv.graph.ShapeInference.Operands;
import io.sepconv.op.DepthToSpace;
import io.sepconv.op.Expand;
import io.sepconv.op.Gather;
import io.sepconv.op.Pad;
import io.sepconv.op.SpaceToDepth;
import io.sepconv.op.Split;
import io.sepconv.op.Tile;
import io.sepconv.op.Where;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Shapes of the operators that choose, repeat, surround or regroup elements. */
final class SelectionShapes {
  private SelectionShapes() {}

  private static ValueType retype(Operands in, long... dims) {
    return new ValueType(in.type(0).type(), Shape.of(dims));
  }

  static ValueType gather(Gather op, Operands in) {
    Shape x = in.type(0).shape();
    ValueType indices = in.type(1);
    require(
        indices.type() == DataType.INT64 || indices.type() == DataType.INT32,
        "indices must be i64 or i32, not %s",
        indices);
    int axis = x.axis(op.axis());
    IntStream before = Arrays.stream(x.dims()).limit(axis);
    IntStream behind = Arrays.stream(x.dims()).skip(axis + 1);
    IntStream chosen = Arrays.stream(indices.shape().dims());
    IntStream dims = IntStream.concat(IntStream.concat(before, chosen), behind);
    return retype(in, dims.asLongStream().toArray());
  }

  static ValueType expand(Expand op, Operands in) {
    Shape shape = Shape.of(in.constant(1).toLongs());
    return new ValueType(in.type(0).type(), Shape.broadcast(in.type(0).shape(), shape));
  }

  static ValueType tile(Tile op, Operands in) {
    Shape x = in.type(0).shape();
    long[] repeats = in.constant(1).toLongs();
    require(
        repeats.length == x.rank(),
        "repeats %s must have one value per axis of %s",
        Arrays.toString(repeats),
        x);
    for (int i = 0; i < repeats.length; i++) {
      repeats[i] = Math.multiplyExact(repeats[i], x.dim(i));
    }
    return retype(in, repeats);
  }

  static ValueType where(Where op, Operands in) {
    ValueType condition = in.type(0);
    ValueType x = in.type(1);
    ValueType y = in.type(2);
    require(condition.type() == DataType.BOOL, "the condition must be bool, not %s", condition);
    require(x.type() == y.type(), "operands must have one type, not %s and %s", x, y);
    Shape both = Shape.broadcast(x.shape(), y.shape());
    return new ValueType(x.type(), Shape.broadcast(condition.shape(), both));
  }

  static ValueType pad(Pad op, Operands in) {
    ValueType x = in.type(0);
    if (in.has(2)) {
      ValueType value = in.type(2);
      require(
          value.type() == x.type() && value.shape().size() == 1,
          "value must be one element of %s, not %s",
          x.type(),
          value);
    }
    PadBounds bounds = PadBounds.of(x.shape(), in.constant(1).toLongs(), in.longs(3));
    return new ValueType(x.type(), bounds.shape(x.shape(), op.mode()));
  }

  static List<ValueType> split(Split op, Operands in) {
    ValueType x = in.type(0);
    int axis = x.shape().axis(op.axis());
    int length = x.shape().dim(axis);
    long[] sizes = in.has(1) ? in.longs(1) : parts(op, length);
    require(
        sizes.length == op.parts() && LongStream.of(sizes).sum() == length,
        "sizes %s must be %d that add up to the %d elements of axis %d of %s",
        Arrays.toString(sizes),
        op.parts(),
        length,
        axis,
        x.shape());
    return LongStream.of(sizes)
        .mapToObj(size -> new ValueType(x.type(), x.shape().with(axis, Math.toIntExact(size))))
        .toList();
  }

  private static long[] parts(Split op, int length) {
    require(
        op.smallerLast() || length % op.parts() == 0,
        "%d elements do not split into %d equal parts",
        length,
        op.parts());
    long[] sizes = new long[op.parts()];
    long size = ((long) length + op.parts() - 1) / op.parts();
    Arrays.fill(sizes, size);
    sizes[sizes.length - 1] = length - size * (sizes.length - 1);
    return sizes;
  }

  static ValueType depthToSpace(DepthToSpace op, Operands in) {
    Shape x = image(in);
    long block = Math.multiplyExact((long) op.size(), op.size());
    require(x.dim(1) % block == 0, "the channels of %s do not fill blocks of %d", x, block);
    return retype(
        in, x.dim(0), x.dim(1) / block, (long) x.dim(2) * op.size(), (long) x.dim(3) * op.size());
  }

  static ValueType spaceToDepth(SpaceToDepth op, Operands in) {
    Shape x = image(in);
    int size = op.size();
    require(
        x.dim(2) % size == 0 && x.dim(3) % size == 0,
        "blocks of %d by %d do not cover the pixels of %s",
        size,
        size,
        x);
    long channels = Math.multiplyExact(Math.multiplyExact((long) x.dim(1), size), size);
    return retype(in, x.dim(0), channels, x.dim(2) / size, x.dim(3) / size);
  }

  private static Shape image(Operands in) {
    Shape x = in.type(0).shape();
    require(x.rank() == 4, "x must be [N, C, H, W], not %s", x);
    return x;
  }
}
