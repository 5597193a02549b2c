package io.sepconv.onnx;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Names of which none is given twice. */
final class Names {
  private final Set<String> taken = new HashSet<>();

  /** Where to go on counting, so that a million equal wishes do not take a million steps each. */
  private final Map<String, Integer> next = new HashMap<>();

  /** Takes a name; false if it was taken before. */
  boolean take(String name) {
    return taken.add(name);
  }

  boolean isTaken(String name) {
    return taken.contains(name);
  }

  /** Takes {@code wish}, with a number behind it if it was taken before. */
  String unique(String wish) {
    if (taken.add(wish)) {
      return wish;
    }
    int number = next.getOrDefault(wish, 2);
    while (!taken.add(wish + "_" + number)) {
      number++;
    }
    next.put(wish, number + 1);
    return wish + "_" + number;
  }
}
