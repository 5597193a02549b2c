package io.sepconv.backend;

import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphInput;
import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeInference;
import io.sepconv.graph.ValueType;
import io.sepconv.reference.Evaluators;
import io.sepconv.tensor.Tensor;
import java.nio.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A graph that runs node by node on {@link Evaluators}. */
final class ReferenceGraph implements CompiledGraph {
  private final Graph graph;
  private final Map<String, ValueType> types;

  ReferenceGraph(Graph graph) {
    this.graph = graph;
    this.types = ShapeInference.infer(graph);
  }

  @Override
  public Graph graph() {
    return graph;
  }

  @Override
  public BackendSession newSession() {
    return new ReferenceSession();
  }

  @Override
  public List<LayerReport> layers() {
    List<LayerReport> layers = new ArrayList<>();
    for (Node node : graph.nodes()) {
      layers.add(LayerReport.of(node, types, ReferenceBackend.NAME, "row-major", false));
    }
    return layers;
  }

  @Override
  public long weightBytes() {
    return 0;
  }

  @Override
  public long sessionBytes() {
    return 0;
  }

  @Override
  public ArenaReport arena() {
    return ArenaReport.NONE;
  }

  @Override
  public void close() {
    // Only heap objects: the garbage collector owns them.
  }

  /**
   * Values are dropped after their last reader, so a run needs little more than its widest step.
   */
  private final class ReferenceSession implements BackendSession {
    private final List<ValueType> inputTypes =
        graph.inputs().stream().map(input -> types.get(input.name())).toList();
    private final List<ValueType> outputTypes = graph.outputs().stream().map(types::get).toList();
    private boolean closed;

    @Override
    public void run(List<? extends Buffer> inputs, List<? extends Buffer> outputs) {
      profile(inputs, outputs);
    }

    @Override
    public synchronized long[] profile(
        List<? extends Buffer> inputs, List<? extends Buffer> outputs) {
      if (closed) {
        throw new IllegalStateException("the session is closed");
      }
      Buffers.check(inputTypes, outputTypes, inputs, outputs);
      Map<String, Integer> left = graph.useCounts();
      Map<String, Tensor> values = new HashMap<>(graph.constants());
      for (int i = 0; i < inputs.size(); i++) {
        GraphInput input = graph.inputs().get(i);
        values.put(input.name(), Buffers.read(types.get(input.name()), inputs.get(i)));
      }
      long[] nanos = new long[graph.nodes().size()];
      int step = 0;
      for (Node node : graph.nodes()) {
        long start = System.nanoTime();
        List<Tensor> operands = new ArrayList<>();
        node.inputs().forEach(input -> operands.add(values.get(input)));
        List<Tensor> results = Evaluators.evaluate(node.op(), operands);
        for (int i = 0; i < node.outputs().size(); i++) {
          // A result that nobody wants has the name of an absent operand.
          if (!node.outputs().get(i).isEmpty()) {
            values.put(node.outputs().get(i), results.get(i));
          }
        }
        for (String input : node.inputs()) {
          if (left.merge(input, -1, Integer::sum) == 0) {
            values.remove(input);
          }
        }
        nanos[step++] = System.nanoTime() - start;
      }
      for (int i = 0; i < outputs.size(); i++) {
        Buffers.write(values.get(graph.outputs().get(i)), outputs.get(i));
      }
      return nanos;
    }

    @Override
    public synchronized void close() {
      closed = true;
    }
  }
}
