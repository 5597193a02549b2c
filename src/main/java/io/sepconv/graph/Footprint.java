package io.sepconv.graph;

import io.sepconv.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;

/**
 * The memory that running a graph takes on any backend.
 *
 * @param constantBytes all constants
 * @param liveBytes the largest sum of inputs and results that are alive at one time: each until its
 *     last reader has run
 */
public record Footprint(long constantBytes, long liveBytes) {

  /** The footprint of a graph whose shapes are known. */
  public static Footprint of(Graph graph) {
    Map<String, ValueType> types = ShapeInference.infer(graph);
    long constants = bytes(graph.constants());
    Map<String, Integer> readers = graph.useCounts();
    Map<String, Long> alive = new HashMap<>();
    long sum = 0;
    for (GraphInput input : graph.inputs()) {
      alive.put(input.name(), types.get(input.name()).bytes());
      sum += alive.get(input.name());
    }
    long peak = sum;
    for (Node node : graph.nodes()) {
      for (String output : node.outputs()) {
        if (!output.isEmpty()) {
          alive.put(output, types.get(output).bytes());
          sum = Math.addExact(sum, alive.get(output));
        }
      }
      peak = Math.max(peak, sum);
      for (String input : node.inputs()) {
        if (readers.merge(input, -1, Integer::sum) == 0) {
          sum -= alive.getOrDefault(input, 0L);
        }
      }
    }
    return new Footprint(constants, peak);
  }

  /** The bytes of some tensors together. */
  public static long bytes(Map<String, Tensor> tensors) {
    return tensors.values().stream().mapToLong(tensor -> ValueType.of(tensor).bytes()).sum();
  }

  /** All of it. */
  public long bytes() {
    return Math.addExact(constantBytes, liveBytes);
  }
}
