package io.sepconv.backend.jvm;

import io.sepconv.backend.plan.Liveness;
import io.sepconv.backend.plan.Storage;
import io.sepconv.graph.Graph;
import io.sepconv.graph.Node;
import io.sepconv.graph.ValueType;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A plan under construction: steps, and for every value the forms it has in memory.
 *
 * <p>A value is born in one layout; {@link #require} adds a copy where a step wants another, once
 * per layout.
 */
final class Draft {
  private final Graph graph;
  private final Map<String, ValueType> types;
  private final MicroKernels micro;
  private final int threads;
  private final PackedWeights.Lease weights;
  private final Liveness liveness;
  private final Map<String, List<Operand>> forms = new LinkedHashMap<>();
  private final Steps steps;

  Draft(
      Graph graph,
      Map<String, ValueType> types,
      MicroKernels micro,
      int threads,
      PackedWeights.Lease weights) {
    this.graph = graph;
    this.types = types;
    this.micro = micro;
    this.threads = threads;
    this.weights = weights;
    this.liveness = new Liveness(graph);
    this.steps = new Steps(types);
  }

  /** The innermost loops. */
  MicroKernels micro() {
    return micro;
  }

  /** Threads of a run. */
  int threads() {
    return threads;
  }

  /** Packed constants. */
  PackedWeights.Lease weights() {
    return weights;
  }

  /** What has been added so far. */
  Steps steps() {
    return steps;
  }

  Shape shape(String value) {
    return types.get(value).shape();
  }

  /** The tensor of a constant, or null. */
  Tensor constant(String value) {
    return graph.constants().get(value);
  }

  /** Whether a value can lie in the arena; others stay tensors on the heap. */
  boolean isPlanned(String value) {
    ValueType type = types.get(value);
    Shape shape = type.shape();
    if (type.type() != DataType.FLOAT32 || shape.size() == 0) {
      return false;
    }
    // Channels-last, a single channel takes as much as a vector and a line.
    long channels = shape.rank() < 2 ? 1 : shape.dim(1);
    long pitch = shape.rank() < 2 ? 1 : channels + micro.lanes() + Layout.LINE;
    return shape.size() / channels * pitch < Integer.MAX_VALUE / 2;
  }

  /**
   * Whether a node may write its result over a value that it reads: nobody reads it or anything
   * else that lies in its memory later, and the node reads it once.
   */
  boolean diesAt(Node node, String value) {
    if (constant(value) != null) {
      return false;
    }
    Storage storage = operand(value).storage();
    return liveness.mayOverwrite(
        node,
        value,
        forms.keySet().stream()
            .filter(name -> forms.get(name).stream().anyMatch(form -> form.storage() == storage)));
  }

  /** The form in which a value was born; a constant is row-major. */
  Operand operand(String value) {
    List<Operand> known = forms.computeIfAbsent(value, name -> new ArrayList<>());
    if (known.isEmpty()) {
      Tensor tensor = constant(value);
      Storage storage = new Storage(Storage.Kind.CONSTANT, (long) tensor.size() * Float.BYTES);
      known.add(new Operand(storage, Layout.rowMajor(tensor.shape()), tensor.floats()));
    }
    return known.get(0);
  }

  /**
   * A value in the given layout.
   *
   * @param layout of the value's shape, perhaps with ones in front
   */
  Operand require(String value, Layout layout) {
    Operand source = operand(value);
    List<Operand> known = forms.get(value);
    for (Operand form : known) {
      // In the arena there is always something behind a pitch; a constant's array may end there.
      boolean room = !form.isConstant() || form.layout().size() >= layout.size();
      // The last border of a single picture shows in the size alone.
      boolean border =
          !layout.isBordered()
              || (form.layout().isBordered() && form.layout().size() >= layout.size());
      if (form.layout().matches(layout) && room && border) {
        return form;
      }
    }
    Operand copy = source.isConstant() ? packed(value, layout) : copied(value, source, layout);
    known.add(copy);
    return copy;
  }

  private Operand packed(String value, Layout layout) {
    Tensor tensor = constant(value);
    float[] packed =
        weights.pack(
            tensor,
            layout.key(),
            () -> {
              float[] array = new float[layout.size()];
              StridedCopy.copy(
                  tensor.floats(),
                  0,
                  Layout.rowMajor(layout.shape()),
                  array,
                  layout.offset(),
                  layout);
              return array;
            });
    Storage storage = new Storage(Storage.Kind.CONSTANT, (long) packed.length * Float.BYTES);
    return new Operand(storage, layout, packed);
  }

  private Operand copied(String value, Operand source, Layout layout) {
    Operand copy = create(layout);
    if (layout.isBordered()) {
      steps.addZeros(value, copy);
    }
    steps.addCopy(value, source.as(source.layout().reshaped(layout.shape())), copy, threads);
    return copy;
  }

  /** A value as a Java array would hold it. */
  Operand rowMajor(String value) {
    return require(value, Layout.rowMajor(shape(value)));
  }

  /** An image channels-last: as it is, or copied to a pitch of whole vectors. */
  Operand channelsLast(String value) {
    Operand source = operand(value);
    // A constant's array has nothing behind its last channels that a whole vector could read.
    return source.layout().isChannelsLast() && !source.isConstant()
        ? source
        : require(value, Layout.channelsLast(shape(value), micro.lanes()));
  }

  /** New memory for the result of a convolution and the like: channels-last, in whole vectors. */
  Operand createChannelsLast(String value) {
    return create(Layout.channelsLast(shape(value), micro.lanes()));
  }

  /** New memory in the arena. */
  Operand create(Layout layout) {
    return new Operand(
        new Storage(Storage.Kind.ARENA, (long) layout.size() * Float.BYTES), layout, null);
  }

  /** New memory for each thread that lasts for one step. */
  Operand scratch(int floatsPerThread) {
    int each = Layout.roundUp(floatsPerThread, 16);
    return create(Layout.rowMajor(Shape.of(threads, each)));
  }

  /** Says where a value is born. */
  void define(String value, Operand operand) {
    forms.computeIfAbsent(value, name -> new ArrayList<>()).add(operand);
  }

  /**
   * Adds a kernel that computes a node's first result, and defines it.
   *
   * @param implementation the kernel's name, for the report
   * @param used all other memory that it reads or writes
   */
  void add(
      Node node,
      String implementation,
      Operand result,
      List<Operand> used,
      Kernel.Binding binding) {
    define(node.output(), result);
    steps.add(binding, used, result, steps.report(node, implementation, result.layout().name()));
  }

  /**
   * Adds a kernel that prepares or completes what {@link #add} computes for the same node; the
   * node's costs are reported there alone, and the results of this one are defined by the caller.
   */
  void addPart(
      Node node,
      String implementation,
      Operand result,
      List<Operand> used,
      Kernel.Binding binding) {
    steps.add(
        binding, used, result, steps.report(node, implementation, result.layout().name()).times(0));
  }

  /** Adds a node that runs on its reference evaluator, because of the given reason. */
  void addReference(Node node, String reason) {
    List<Operand> reads = new ArrayList<>();
    for (String input : node.inputs()) {
      boolean inArena = !input.isEmpty() && constant(input) == null && isPlanned(input);
      reads.add(inArena ? rowMajor(input) : null);
    }
    List<Operand> writes = new ArrayList<>();
    for (String output : node.outputs()) {
      boolean inArena = !output.isEmpty() && isPlanned(output);
      Operand operand = inArena ? create(Layout.rowMajor(shape(output))) : null;
      if (inArena) {
        define(output, operand);
      }
      writes.add(operand);
    }
    steps.addReference(node, reads, writes, reason);
  }

  /** Notes that the caller's data lies in memory from the first step on. */
  void defineInput(String value) {
    Operand operand = create(Layout.rowMajor(shape(value)));
    define(value, operand);
    steps.touchFirst(operand, value);
  }

  /** Keeps values in memory until the end of a run, for the caller. */
  void keep(List<Operand> outputs) {
    outputs.stream()
        .filter(operand -> operand != null && !operand.isConstant())
        .forEach(steps::touchLast);
  }
}
