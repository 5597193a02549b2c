package io.sepconv.backend.plan;

import io.sepconv.backend.BackendSession;
import io.sepconv.backend.Buffers;
import io.sepconv.graph.Graph;
import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeInference;
import io.sepconv.graph.ValueType;
import io.sepconv.reference.Evaluators;
import io.sepconv.tensor.Tensor;
import java.nio.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A session over a plan: checks what it is given, hands it to the backend's steps, and keeps the
 * values that the plan has no memory for as tensors on the heap.
 *
 * <p>Runs, and closing, wait for each other. While all values have memory in the plan, {@link
 * #run(Buffer, Buffer)} allocates nothing but what {@link #execute} does.
 */
public abstract class PlannedSession implements BackendSession {
  private final Graph graph;
  private final Map<String, ValueType> types;
  private final List<ValueType> inputTypes;
  private final List<ValueType> outputTypes;
  private final int[] inputs;
  private final int[] outputs;
  private final int steps;

  /** Holders that {@link #run(Buffer, Buffer)} fills: new lists would be garbage of every run. */
  private final Buffer[] onlyInput = new Buffer[1];

  private final Buffer[] onlyOutput = new Buffer[1];
  private final List<Buffer> onlyInputs = Arrays.asList(onlyInput);
  private final List<Buffer> onlyOutputs = Arrays.asList(onlyOutput);

  /** Of the run in flight, beside the graph's constants. */
  private final Map<String, Tensor> heap = new HashMap<>();

  private boolean closed;

  /**
   * @param graph what a run computes, of static shapes
   * @param inputs per input of the graph the number of its memory in the plan, or -1 where it is a
   *     tensor
   * @param outputs per output of the graph the number of its memory in the plan, or -1 where it is
   *     a tensor
   * @param steps how many steps are timed
   */
  protected PlannedSession(Graph graph, int[] inputs, int[] outputs, int steps) {
    this.graph = graph;
    this.types = ShapeInference.infer(graph);
    this.inputTypes = graph.inputs().stream().map(input -> types.get(input.name())).toList();
    this.outputTypes = graph.outputs().stream().map(types::get).toList();
    this.inputs = inputs.clone();
    this.outputs = outputs.clone();
    this.steps = steps;
  }

  @Override
  public final synchronized void run(Buffer input, Buffer output) {
    onlyInput[0] = input;
    onlyOutput[0] = output;
    try {
      run(onlyInputs, onlyOutputs, null);
    } finally {
      onlyInput[0] = null;
      onlyOutput[0] = null;
    }
  }

  @Override
  public final synchronized void run(
      List<? extends Buffer> inputs, List<? extends Buffer> outputs) {
    run(inputs, outputs, null);
  }

  @Override
  public final synchronized long[] profile(
      List<? extends Buffer> inputs, List<? extends Buffer> outputs) {
    long[] nanos = new long[steps];
    run(inputs, outputs, nanos);
    return nanos;
  }

  private void run(List<? extends Buffer> from, List<? extends Buffer> to, long[] nanos) {
    if (closed) {
      throw new IllegalStateException("the session is closed");
    }
    Buffers.check(inputTypes, outputTypes, from, to);
    try {
      for (int i = 0; i < inputs.length; i++) {
        if (inputs[i] < 0) {
          heap.put(graph.inputs().get(i).name(), Buffers.read(inputTypes.get(i), from.get(i)));
        }
      }
      execute(from, to, nanos);
      for (int i = 0; i < outputs.length; i++) {
        if (outputs[i] < 0) {
          Buffers.write(tensor(graph.outputs().get(i)), to.get(i));
        }
      }
    } finally {
      heap.clear();
    }
  }

  /**
   * Runs the plan once, from those inputs and to those outputs that have memory in it; the others
   * are tensors. Buffers are checked, and have the order and the element types of the graph.
   *
   * @param nanos receives the time of every step, or is null where none is taken
   */
  protected abstract void execute(
      List<? extends Buffer> inputs, List<? extends Buffer> outputs, long[] nanos);

  /** A tensor with what the plan's memory of that number holds of a value. */
  protected abstract Tensor read(int number, String value);

  /** Writes a value to the plan's memory of that number. */
  protected abstract void write(int number, String value, Tensor tensor);

  /** Frees what the session owns. Called once; no run is in flight, none follows. */
  protected abstract void release();

  /** Evaluates a node; for {@link #execute}, on whichever one thread it runs. */
  protected final void evaluate(ReferenceStep step) {
    Node node = step.node();
    List<Tensor> operands = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      String value = node.inputs().get(i);
      operands.add(step.reads()[i] < 0 ? tensor(value) : read(step.reads()[i], value));
    }
    List<Tensor> results = Evaluators.evaluate(node.op(), operands);
    for (int i = 0; i < node.outputs().size(); i++) {
      String value = node.outputs().get(i);
      if (step.writes()[i] >= 0) {
        write(step.writes()[i], value, results.get(i));
      } else if (!value.isEmpty()) {
        // A result that nobody wants has the name of an absent operand.
        heap.put(value, results.get(i));
      }
    }
  }

  /** A value that is a tensor; null where an operand is absent. */
  private Tensor tensor(String value) {
    Tensor computed = heap.get(value);
    return computed != null ? computed : graph.constants().get(value);
  }

  /** The type of a value of the graph. */
  protected final ValueType type(String value) {
    return types.get(value);
  }

  /** In the order of the graph's inputs. */
  protected final List<ValueType> inputTypes() {
    return inputTypes;
  }

  /** In the order of the graph's outputs. */
  protected final List<ValueType> outputTypes() {
    return outputTypes;
  }

  @Override
  public final synchronized void close() {
    if (!closed) {
      closed = true;
      release();
    }
  }
}
