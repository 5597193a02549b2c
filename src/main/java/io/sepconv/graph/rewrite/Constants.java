package io.sepconv.graph.rewrite;

import io.sepconv.tensor.Tensor;
import java.util.Map;

/** Adds tensors that a rewrite computed to a graph's constants. */
final class Constants {
  private Constants() {}

  /** Adds a tensor under a name that no other constant has, and returns that name. */
  static String add(Map<String, Tensor> constants, String base, Tensor tensor) {
    String name = base;
    while (constants.containsKey(name)) {
      name += "'";
    }
    constants.put(name, tensor);
    return name;
  }
}
