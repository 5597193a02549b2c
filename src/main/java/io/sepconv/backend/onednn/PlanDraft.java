package io.sepconv.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import io.sepconv.backend.LayerReport;
import io.sepconv.backend.plan.Liveness;
import io.sepconv.backend.plan.Storage;
import io.sepconv.graph.Graph;
import io.sepconv.graph.Node;
import io.sepconv.graph.ValueType;
import io.sepconv.op.Activation;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.dnnl.dnnl_primitive_attr;

/**
 * A plan under construction: steps, and for every value the forms it has in native memory.
 *
 * <p>A value is born in one layout; {@link #require} adds a reorder where a step wants another,
 * once per layout, and packs constants while compiling instead.
 */
final class PlanDraft {
  private final DescriptorScope scope;
  private final Graph graph;
  private final Map<String, ValueType> types;
  private final int type;
  private final Tuner tuner;
  private final Liveness liveness;
  private final Map<String, List<Operand>> forms = new LinkedHashMap<>();
  private final Map<Storage, Packed> constants = new LinkedHashMap<>();
  private final List<Step> steps = new ArrayList<>();

  /**
   * A constant and what it is packed from.
   *
   * @param operand its packed form
   * @param tensor where its elements come from
   * @param source how the tensor's array is read
   */
  record Packed(Operand operand, Tensor tensor, MemoryDesc source) {}

  /**
   * @param type of the elements that layers of weights compute on: dnnl_f32 or dnnl_bf16
   */
  PlanDraft(
      DescriptorScope scope, Graph graph, Map<String, ValueType> types, int type, Tuner tuner) {
    this.scope = scope;
    this.graph = graph;
    this.types = types;
    this.type = type;
    this.tuner = tuner;
    this.liveness = new Liveness(graph);
  }

  /** Chooses between implementations. */
  Tuner tuner() {
    return tuner;
  }

  /**
   * Whether a node may write its result over a value that it reads: nobody reads it or anything
   * else that has a form in its memory later, no caller sees it, and the node reads it once.
   */
  boolean diesAt(Node node, String value) {
    if (constant(value) != null) {
      return false;
    }
    Storage storage = operand(value).storage();
    return storage.kind() == Storage.Kind.ARENA
        && liveness.mayOverwrite(
            node,
            value,
            forms.keySet().stream()
                .filter(name -> forms.get(name).stream().anyMatch(it -> it.storage() == storage)));
  }

  /** The type of the elements that convolutions and matrix products read. */
  int type() {
    return type;
  }

  /** The type in which products of matrices write a value: f32 where it leaves the network. */
  int typeOf(String value) {
    return graph.outputs().contains(value) ? dnnl_f32 : type;
  }

  DescriptorScope scope() {
    return scope;
  }

  List<Step> steps() {
    return steps;
  }

  /** Every value with its forms in native memory, in the order of their birth. */
  Map<String, List<Operand>> forms() {
    return forms;
  }

  /** The packed constant that a storage holds. */
  Packed packed(Storage storage) {
    return constants.get(storage);
  }

  Shape shape(String value) {
    return types.get(value).shape();
  }

  /** The tensor of a constant, or null. */
  Tensor constant(String value) {
    return graph.constants().get(value);
  }

  /**
   * Whether a value can live in native memory. On the heap stay other types, scalars, empty values,
   * those of more axes than {@link MemoryDesc} names, and those of more elements than an array or,
   * as an input or output, a direct buffer can hold.
   */
  boolean isNative(String value) {
    ValueType type = types.get(value);
    Shape shape = type.shape();
    return type.type() == DataType.FLOAT32
        && shape.rank() > 0
        && shape.rank() <= MemoryDesc.MAX_RANK
        && shape.size() > 0
        && shape.size() <= Integer.MAX_VALUE
        && (type.bytes() <= Integer.MAX_VALUE || !crossesTheBorder(value));
  }

  private boolean crossesTheBorder(String value) {
    return graph.outputs().contains(value)
        || graph.inputs().stream().anyMatch(input -> input.name().equals(value));
  }

  /** Attributes with a scratchpad in the arena and an activation on the result. */
  dnnl_primitive_attr attributes(Activation activation) {
    return Attributes.with(scope, activation);
  }

  /** Attributes with a scratchpad in the arena. */
  dnnl_primitive_attr attributes() {
    return attributes(Activation.NONE);
  }

  /** The form in which a value was born; a constant is packed row-major. */
  Operand operand(String value) {
    List<Operand> known = forms.get(value);
    if (known != null) {
      return known.get(0);
    }
    return require(value, MemoryDesc.rowMajor(scope, shape(value)));
  }

  /** A value in the given layout. */
  Operand require(String value, MemoryDesc layout) {
    List<Operand> known = forms.computeIfAbsent(value, name -> new ArrayList<>());
    for (Operand operand : known) {
      if (operand.layout().matches(layout)) {
        return operand;
      }
    }
    Tensor tensor = constant(value);
    Operand result;
    if (tensor != null) {
      result = pack(tensor, MemoryDesc.rowMajor(scope, layout.shape()), layout);
    } else {
      Operand source = known.get(0);
      result = arena(layout);
      reorder(value, source, result);
    }
    known.add(result);
    return result;
  }

  /** A value as a Java array would hold it: in f32. */
  Operand requireRowMajor(String value) {
    return requireRowMajor(value, dnnl_f32);
  }

  /** A value in the order of a Java array, with elements of the given type. */
  Operand requireRowMajor(String value, int type) {
    return require(value, MemoryDesc.rowMajor(scope, shape(value)).as(type));
  }

  /**
   * A value's row-major memory under another description of its elements, such as a transposed
   * matrix.
   *
   * @param seen what the memory is taken for, in the type that it shall have
   */
  Operand viewRowMajor(String value, MemoryDesc seen) {
    return new Operand(requireRowMajor(value, seen.type()).storage(), seen);
  }

  /**
   * A constant in a layout of its own, such as weights in the order a kernel reads them.
   *
   * @param source how the tensor's array is read; may show it with other axes than its own
   * @param layout what it is packed to; of the same shape as {@code source}
   */
  Operand pack(Tensor tensor, MemoryDesc source, MemoryDesc layout) {
    for (Packed known : constants.values()) {
      if (known.tensor() == tensor
          && known.source().matches(source)
          && known.operand().layout().matches(layout)) {
        return known.operand();
      }
    }
    Operand operand = new Operand(new Storage(Storage.Kind.CONSTANT, layout.bytes()), layout);
    constants.put(operand.storage(), new Packed(operand, tensor, source));
    return operand;
  }

  /** New memory in the arena. */
  Operand arena(MemoryDesc layout) {
    return new Operand(new Storage(Storage.Kind.ARENA, layout.bytes()), layout);
  }

  /** Memory of an input of the network. */
  void defineInput(String value) {
    MemoryDesc layout = MemoryDesc.rowMajor(scope, shape(value));
    define(value, new Operand(new Storage(Storage.Kind.EXTERNAL, layout.bytes()), layout));
  }

  /** Says where a value is born. */
  void define(String value, Operand operand) {
    forms.computeIfAbsent(value, name -> new ArrayList<>()).add(operand);
  }

  /** Adds a primitive that computes a node's result. */
  void add(Node node, PrimitiveDesc primitive, Operand result, List<Step.Argument> reads) {
    add(
        primitive,
        result,
        reads,
        LayerReport.of(node, types, primitive.implementation(), result.layout().layout(), true));
  }

  private void add(
      PrimitiveDesc primitive, Operand result, List<Step.Argument> reads, LayerReport report) {
    List<Step.Argument> arguments = new ArrayList<>(reads);
    arguments.add(new Step.Argument(DNNL_ARG_DST, result));
    MemoryDesc scratchpad = primitive.scratchpad();
    if (scratchpad != null) {
      arguments.add(new Step.Argument(DNNL_ARG_SCRATCHPAD, arena(scratchpad)));
    }
    arguments.forEach(argument -> argument.operand().storage().touch(steps.size()));
    steps.add(new Step.Primitive(primitive, arguments, report));
  }

  /** Describes a copy from one layout to another, or null. */
  PrimitiveDesc copying(MemoryDesc from, MemoryDesc to) {
    dnnl_primitive_attr attributes = attributes();
    return PrimitiveDesc.create(
        scope,
        "a reorder",
        result ->
            dnnl_reorder_primitive_desc_create(
                result,
                from.handle(),
                OnednnRuntime.engine(),
                to.handle(),
                OnednnRuntime.engine(),
                attributes));
  }

  /** Adds a copy from one layout to another. */
  void reorder(String value, Operand from, Operand to) {
    copy(value, "reorder", from, to);
  }

  /**
   * Adds a copy of a value to memory of the same shape.
   *
   * @param value what is copied
   * @param type of the step, for the report
   */
  void copy(String value, String type, Operand from, Operand to) {
    PrimitiveDesc primitive = copying(from.layout(), to.layout());
    if (primitive == null) {
      throw new IllegalStateException(
          "oneDNN has no reorder of '" + value + "' from " + from.layout() + " to " + to.layout());
    }
    add(
        primitive,
        to,
        List.of(new Step.Argument(DNNL_ARG_FROM, from)),
        new LayerReport(
            value,
            type,
            from.layout() + " -> " + to.layout().layout(),
            primitive.implementation(),
            to.layout().layout(),
            true,
            0,
            0,
            from.layout().bytes() + to.layout().bytes()));
  }

  /** Adds a node that runs on its reference evaluator, because of the given reason. */
  void addJava(Node node, String reason) {
    List<Operand> reads = new ArrayList<>();
    for (String input : node.inputs()) {
      boolean fromMemory = !input.isEmpty() && constant(input) == null && isNative(input);
      reads.add(fromMemory ? requireRowMajor(input) : null);
    }
    List<Operand> writes = new ArrayList<>();
    for (String output : node.outputs()) {
      boolean toMemory = !output.isEmpty() && isNative(output);
      Operand operand = toMemory ? arena(MemoryDesc.rowMajor(scope, shape(output))) : null;
      if (toMemory) {
        define(output, operand);
      }
      writes.add(operand);
    }
    for (List<Operand> touched : List.of(reads, writes)) {
      touched.stream()
          .filter(Objects::nonNull)
          .forEach(operand -> operand.storage().touch(steps.size()));
    }
    steps.add(
        new Step.Java(
            node,
            reads,
            writes,
            LayerReport.of(node, types, "java reference: " + reason, "row-major", false)));
  }
}
