package io.sepconv.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import io.sepconv.backend.plan.Strides;
import io.sepconv.tensor.Shape;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * A shape with its layout in memory and the type of its elements: oneDNN's memory descriptor.
 * Elements are f32 unless {@link #as} says otherwise. Belongs to a scope.
 */
final class MemoryDesc {
  /** The most axes of a value of the network. */
  static final int MAX_RANK = 6;

  private final DescriptorScope scope;
  private final dnnl_memory_desc handle;
  private final Shape shape;
  private final int type;

  private MemoryDesc(DescriptorScope scope, dnnl_memory_desc handle, Shape shape) {
    this.scope = scope;
    this.handle = handle;
    this.shape = shape;
    this.type = number(dnnl_query_data_type);
  }

  private static MemoryDesc own(DescriptorScope scope, dnnl_memory_desc handle, Shape shape) {
    scope.onClose(() -> dnnl_memory_desc_destroy(handle));
    return new MemoryDesc(scope, handle, shape);
  }

  /** The layout that oneDNN shall choose when it describes a primitive. */
  static MemoryDesc any(DescriptorScope scope, Shape shape) {
    return any(scope, shape, dnnl_f32);
  }

  private static MemoryDesc any(DescriptorScope scope, Shape shape, int type) {
    return tagged(scope, shape, type, dnnl_format_tag_any);
  }

  /** The pixels of {@code [N, C, H, W]} in blocks of 16 channels: nChw16c. */
  static MemoryDesc inBlocksOf16(DescriptorScope scope, Shape shape, int type) {
    return tagged(scope, shape, type, dnnl_nChw16c);
  }

  private static MemoryDesc tagged(DescriptorScope scope, Shape shape, int type, int tag) {
    dnnl_memory_desc handle = new dnnl_memory_desc();
    Dnnl.check(
        dnnl_memory_desc_create_with_tag(handle, shape.rank(), longs(shape.dims()), type, tag),
        "describe memory of format " + tag + " for " + shape);
    return own(scope, handle, shape);
  }

  /** Elements at the given distances along each axis. */
  static MemoryDesc strided(DescriptorScope scope, Shape shape, long... strides) {
    return strided(scope, shape, dnnl_f32, strides);
  }

  private static MemoryDesc strided(DescriptorScope scope, Shape shape, int type, long... strides) {
    dnnl_memory_desc handle = new dnnl_memory_desc();
    Dnnl.check(
        dnnl_memory_desc_create_with_strides(
            handle, shape.rank(), longs(shape.dims()), type, strides),
        "describe memory of strides " + Arrays.toString(strides) + " for " + shape);
    return own(scope, handle, shape);
  }

  /** The layout of a Java array: the last axis is dense. */
  static MemoryDesc rowMajor(DescriptorScope scope, Shape shape) {
    return strided(scope, shape, longs(shape.rowMajorStrides()));
  }

  /** Channels (axis 1) dense, then the spatial axes from the last to the first, then N: nhwc. */
  static MemoryDesc channelsLast(DescriptorScope scope, Shape shape) {
    if (shape.rank() < 3) {
      return rowMajor(scope, shape);
    }
    long[] strides = new long[shape.rank()];
    strides[1] = 1;
    long stride = shape.dim(1);
    for (int i = shape.rank() - 1; i >= 2; i--) {
      strides[i] = stride;
      stride *= shape.dim(i);
    }
    strides[0] = stride;
    return strided(scope, shape, strides);
  }

  /** The same layout in another scope. */
  MemoryDesc copyTo(DescriptorScope other) {
    return copyOf(other, handle, shape);
  }

  /** A copy of a descriptor that oneDNN owns, such as one queried from a primitive. */
  static MemoryDesc copyOf(DescriptorScope scope, dnnl_memory_desc borrowed, Shape shape) {
    dnnl_memory_desc handle = new dnnl_memory_desc();
    Dnnl.check(dnnl_memory_desc_clone(handle, borrowed), "copy a memory descriptor");
    return own(scope, handle, shape);
  }

  /**
   * The same layout for elements of another type.
   *
   * @param other dnnl_f32 or dnnl_bf16
   */
  MemoryDesc as(int other) {
    if (other == type) {
      return this;
    }
    if (isAny()) {
      return any(scope, shape, other);
    }
    if (!isPlain()) {
      throw new IllegalStateException("only plain layouts change their type, not " + this);
    }
    return strided(scope, shape, other, strides());
  }

  private static long[] longs(int[] values) {
    return Arrays.stream(values).asLongStream().toArray();
  }

  dnnl_memory_desc handle() {
    return handle;
  }

  Shape shape() {
    return shape;
  }

  /** The type of the elements, one of dnnl_f32, dnnl_bf16, or dnnl_u8 for a scratchpad. */
  int type() {
    return type;
  }

  /** Bytes from the first to the last element, padding of blocked layouts included. */
  long bytes() {
    return dnnl_memory_desc_get_size(handle);
  }

  /**
   * The same memory seen with its axes in another order: axis i of the result is axis perm[i].
   *
   * <p>A usual layout gets its usual strides back: kernels of oneDNN draw conclusions from the
   * stride of an axis of size one, which the permutation carries along.
   */
  MemoryDesc permuted(int[] perm) {
    // oneDNN's permutation says where each axis goes, ONNX's where it comes from.
    int[] inverse = new int[perm.length];
    for (int i = 0; i < perm.length; i++) {
      inverse[perm[i]] = i;
    }
    dnnl_memory_desc result = new dnnl_memory_desc();
    Dnnl.check(
        dnnl_memory_desc_permute_axes(result, handle, inverse),
        "permute the axes of " + shape + " by " + Arrays.toString(perm));
    Shape seen = Shape.of(Arrays.stream(perm).map(shape::dim).toArray());
    MemoryDesc permuted = own(scope, result, seen);
    for (MemoryDesc plain : List.of(rowMajor(scope, seen), channelsLast(scope, seen))) {
      MemoryDesc usual = plain.as(type);
      if (permuted.matches(usual)) {
        return usual;
      }
    }
    return permuted;
  }

  /**
   * The same plain memory under another shape of as many elements, or null where strides cannot say
   * it. Axes are split freely; they are joined where one lies inside the other.
   */
  MemoryDesc reshaped(Shape other) {
    long[] strides = Strides.reshape(shape.dims(), strides(), other.dims());
    if (strides == null) {
      return null;
    }
    MemoryDesc result = strided(scope, other, type, strides);
    for (MemoryDesc plain : List.of(rowMajor(scope, other), channelsLast(scope, other))) {
      if (result.matches(plain.as(type))) {
        return plain.as(type);
      }
    }
    return result;
  }

  /**
   * A part of the same memory, which must not be blocked.
   *
   * @param axis along which it is cut
   * @param begin its first element along that axis
   * @param length its elements along that axis
   */
  MemoryDesc part(int axis, long begin, int length) {
    int[] dims = shape.dims().clone();
    dims[axis] = length;
    long[] offsets = new long[dims.length];
    offsets[axis] = begin;
    dnnl_memory_desc result = new dnnl_memory_desc();
    Dnnl.check(
        dnnl_memory_desc_create_submemory(result, handle, longs(dims), offsets),
        "cut " + length + " elements from " + begin + " along axis " + axis + " out of " + this);
    return own(scope, result, Shape.of(dims));
  }

  /** Whether the channels are dense and the layout is no row-major one too. */
  boolean isChannelsLast() {
    return matches(channelsLast(scope, shape).as(type))
        && !matches(rowMajor(scope, shape).as(type));
  }

  /** Whether the layout is still oneDNN's to choose. */
  boolean isAny() {
    return number(dnnl_query_format_kind) == dnnl_format_kind_any;
  }

  /** Whether strides alone say where an element is. */
  boolean isPlain() {
    return blocks() == 0;
  }

  /**
   * Whether both describe the same places for the same elements; strides of single elements are
   * free.
   */
  boolean matches(MemoryDesc other) {
    if (type != other.type || !shape.equals(other.shape)) {
      return false;
    }
    if (dnnl_memory_desc_equal(handle, other.handle) != 0) {
      return true;
    }
    if (blocks() != 0 || other.blocks() != 0) {
      return false;
    }
    long[] mine = strides();
    long[] theirs = other.strides();
    return IntStream.range(0, mine.length).allMatch(i -> shape.dim(i) == 1 || mine[i] == theirs[i]);
  }

  private int blocks() {
    return number(dnnl_query_inner_nblks_s32);
  }

  private int number(int what) {
    try (IntPointer answer = new IntPointer(1)) {
      Dnnl.check(dnnl_memory_desc_query(handle, what, answer), "query a layout");
      return answer.get();
    }
  }

  /** The distance between neighbours along each axis of a plain layout. */
  long[] strides() {
    return query(dnnl_query_strides, shape.rank());
  }

  /** A query whose answer is a pointer into the descriptor. */
  private long[] query(int what, int length) {
    try (PointerPointer<Pointer> answer = new PointerPointer<>(1)) {
      Dnnl.check(dnnl_memory_desc_query(handle, what, answer), "query a layout");
      long[] values = new long[length];
      new LongPointer(answer.get(0)).get(values);
      return values;
    }
  }

  /**
   * The layout in oneDNN's notation, with n c d h w for the axes where they are that: nhwc,
   * nChw16c.
   */
  String layout() {
    int rank = shape.rank();
    String axes = rank < 3 || rank > 5 ? "abcdef" : "nc" + "dhw".substring(5 - rank);
    int blocks = blocks();
    long[] sizes = query(dnnl_query_inner_blks, blocks);
    long[] blocked = query(dnnl_query_inner_idxs, blocks);
    long[] strides = strides();
    StringBuilder text = new StringBuilder();
    IntStream.range(0, rank)
        .boxed()
        .sorted(
            Comparator.comparingLong((Integer i) -> -strides[i])
                .thenComparing(i -> shape.dim(i) == 1))
        .forEach(
            i -> {
              char axis = axes.charAt(i);
              boolean inner = Arrays.stream(blocked).anyMatch(b -> b == i);
              text.append(inner ? Character.toUpperCase(axis) : axis);
            });
    for (int i = 0; i < blocks; i++) {
      text.append(sizes[i]).append(axes.charAt((int) blocked[i]));
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return shape + " " + layout() + (type == dnnl_bf16 ? " bf16" : "");
  }
}
