package io.sepconv;

import io.sepconv.graph.Graph;
import io.sepconv.tensor.Tensor;
import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps what the rewrites computed for several input shapes of one model, such as weights with a
 * batch normalisation folded in, once. Backends share packed weights by the identity of tensors.
 * Safe for any thread.
 */
final class SharedConstants {
  /** By name: a rewrite names the same constant of another compilation alike. */
  private final Map<String, WeakReference<Tensor>> known = new ConcurrentHashMap<>();

  /** The graph with its constants replaced by equal ones of graphs before it. */
  Graph share(Graph graph) {
    Map<String, Tensor> shared = new LinkedHashMap<>(graph.constants());
    shared.replaceAll(this::share);
    return graph.with(shared, graph.nodes());
  }

  private Tensor share(String name, Tensor tensor) {
    WeakReference<Tensor> reference = known.get(name);
    Tensor earlier = reference == null ? null : reference.get();
    if (tensor.equals(earlier)) {
      return earlier;
    }
    known.put(name, new WeakReference<>(tensor));
    return tensor;
  }
}
