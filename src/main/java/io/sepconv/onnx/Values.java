package io.sepconv.onnx;

import io.sepconv.graph.Limits;
import io.sepconv.graph.ModelFormatException;
import io.sepconv.graph.ValueType;
import io.sepconv.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The named values of a model while it is read: where they come from and what is known of them. */
final class Values {
  private final Names names = new Names();
  private final Set<String> used = new HashSet<>();
  private final Map<String, String> refused = new HashMap<>();
  private final Map<String, Tensor> constants = new LinkedHashMap<>();
  private final Map<String, List<Integer>> dims = new HashMap<>();
  private final Map<String, Integer> ranks = new HashMap<>();
  private final Limits limits;
  private long constantBytes;

  Values(Limits limits) {
    this.limits = limits;
  }

  /**
   * Registers a name's one origin.
   *
   * @param origin describes it; asked only if something is wrong, because a hostile file can have a
   *     node with a million operands and a name of a million characters
   */
  void define(String name, Supplier<String> origin) {
    if (name.isEmpty()) {
      throw new ModelFormatException(origin.get() + " has an empty name");
    }
    if (!names.take(name)) {
      throw new ModelFormatException(
          "value '" + name + "' is defined twice, again by " + origin.get());
    }
  }

  /** Registers that a value is needed; {@code reader} describes where, as in {@link #define}. */
  void use(String name, Supplier<String> reader) {
    if (!names.isTaken(name)) {
      throw new ModelFormatException(
          "'"
              + name
              + "' of "
              + reader.get()
              + " is no input, no initializer and computed by no node");
    }
    used.add(name);
  }

  boolean isUsed(String name) {
    return used.contains(name);
  }

  /** Keeps why a value cannot be represented; only what reads it fails. */
  void refuse(String name, String reason) {
    refused.put(name, reason);
  }

  /** Why a value cannot be represented, or null. */
  String refusal(String name) {
    return refused.get(name);
  }

  /** Adds a constant, as long as all of them together stay within the limit. */
  void constant(String name, Tensor tensor) {
    constantBytes += ValueType.of(tensor).bytes();
    limits.requireTotal("the model's constants up to '" + name + "'", constantBytes);
    constants.put(name, tensor);
    dims(name, Arrays.stream(tensor.shape().dims()).boxed().toList());
  }

  /** The tensor of a constant, or null. */
  Tensor constant(String name) {
    return constants.get(name);
  }

  Map<String, Tensor> constants() {
    return constants;
  }

  /** Keeps the sizes of a value, {@link io.sepconv.graph.GraphInput#UNKNOWN} among them. */
  void dims(String name, List<Integer> sizes) {
    dims.put(name, sizes);
    ranks.put(name, sizes.size());
  }

  /** The sizes of a constant or an input, or null for what nodes compute. */
  List<Integer> dims(String name) {
    return dims.get(name);
  }

  void rank(String name, int rank) {
    ranks.put(name, rank);
  }

  int rank(String name) {
    return ranks.getOrDefault(name, Ranks.UNKNOWN);
  }

  /** A new name that no value has, starting with {@code wish}. */
  String fresh(String wish) {
    return names.unique(wish);
  }
}
