package io.sepconv.benchmarks.report;

import io.sepconv.benchmarks.Measurement;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Some of the measurements of a file.
 *
 * @param all in the order in which they were made
 */
record Measurements(List<Measurement> all) {
  Measurements {
    all = List.copyOf(all);
  }

  /**
   * Checks that no two are of the same thing, of which a table could show but one.
   *
   * @throws IllegalArgumentException with what was measured twice
   */
  void checkDistinct() {
    Set<List<Object>> seen = new HashSet<>();
    for (Measurement m : all) {
      if (!seen.add(
          List.of(m.section(), m.workload(), m.batch(), m.threads(), m.callers(), m.engine()))) {
        throw new IllegalArgumentException(
            String.format(
                "%s was measured twice on %s in section %s (batch %d, threads %d, callers %d)",
                m.engine(), m.workload(), m.section(), m.batch(), m.threads(), m.callers()));
      }
    }
  }

  Measurements where(Predicate<Measurement> condition) {
    return new Measurements(all.stream().filter(condition).toList());
  }

  Measurements of(String workload) {
    return where(m -> m.workload().equals(workload));
  }

  Measurements by(String engine) {
    return where(m -> m.engine().equals(engine));
  }

  Measurements at(int threads) {
    return where(m -> m.threads() == threads);
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** The only one of an engine on a workload, where there is one. */
  Optional<Measurement> find(String workload, String engine) {
    return of(workload).by(engine).all.stream().findFirst();
  }

  List<String> workloads() {
    return all.stream().map(Measurement::workload).distinct().toList();
  }

  List<String> engines() {
    return all.stream().map(Measurement::engine).distinct().sorted(EngineStyle.ORDER).toList();
  }

  List<Integer> threads() {
    return all.stream().map(Measurement::threads).distinct().sorted().toList();
  }

  List<Integer> batches() {
    return all.stream().map(Measurement::batch).distinct().sorted().toList();
  }

  /** The engine that most of them are compared with. */
  String against() {
    Map<String, Long> often =
        all.stream().collect(Collectors.groupingBy(Measurement::against, Collectors.counting()));
    return often.keySet().stream()
        .max(Comparator.<String>comparingLong(often::get).thenComparing(name -> name))
        .orElseThrow();
  }
}
