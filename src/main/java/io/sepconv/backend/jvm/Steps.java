package io.sepconv.backend.jvm;

import io.sepconv.backend.LayerReport;
import io.sepconv.backend.plan.Storage;
import io.sepconv.graph.Node;
import io.sepconv.graph.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The steps of a plan under construction, and over which of them memory is used. */
final class Steps {
  private final Map<String, ValueType> types;
  private final Map<Storage, String> names = new LinkedHashMap<>();
  private final List<Step> steps = new ArrayList<>();

  /**
   * None yet.
   *
   * @param types of the values of the graph
   */
  Steps(Map<String, ValueType> types) {
    this.types = types;
  }

  List<Step> all() {
    return steps;
  }

  /** What each storage of the arena holds, in order of first use. */
  Map<Storage, String> names() {
    return names;
  }

  /** Adds a kernel; what it uses beside a named result is scratch of the same name. */
  void add(Kernel.Binding binding, List<Operand> used, Operand result, LayerReport report) {
    touch(result, report.name());
    used.forEach(operand -> touch(operand, "scratchpad of " + report.name()));
    steps.add(new Step.Compute(binding, report));
  }

  /** Adds a node on its reference evaluator. */
  void addReference(Node node, List<Operand> reads, List<Operand> writes, String reason) {
    for (int i = 0; i < writes.size(); i++) {
      if (writes.get(i) != null) {
        touch(writes.get(i), node.outputs().get(i));
      }
    }
    reads.stream().filter(Objects::nonNull).forEach(operand -> touch(operand, node.name()));
    LayerReport report = LayerReport.of(node, types, "reference: " + reason, "row-major", false);
    steps.add(new Step.Reference(node, reads, writes, report));
  }

  /** Adds a copy of a value from one layout to another of the same shape. */
  void addCopy(String value, Operand from, Operand to, int threads) {
    LayerReport report =
        new LayerReport(
            value,
            "reorder",
            from.layout() + " -> " + to.layout().name(),
            "java:copy",
            to.layout().name(),
            false,
            0,
            0,
            2L * Float.BYTES * to.layout().shape().size());
    add(StridedCopy.binding(from, to, threads), List.of(from), to, report);
  }

  /** Fills memory of a value with zeros, for what lies around its elements. */
  void addZeros(String value, Operand operand) {
    LayerReport report =
        new LayerReport(
            value,
            "border",
            operand.layout().shape().toString(),
            "java:fill",
            operand.layout().name(),
            false,
            0,
            0,
            operand.storage().bytes());
    add(Fill.binding(operand, 0), List.of(), operand, report);
  }

  /** Notes that a caller's data lies in memory before the first step. */
  void touchFirst(Operand operand, String value) {
    operand.storage().touch(0);
    names.put(operand.storage(), value);
  }

  /** Keeps memory until the last step so far. */
  void touchLast(Operand operand) {
    operand.storage().touch(Math.max(0, steps.size() - 1));
  }

  private void touch(Operand operand, String name) {
    if (!operand.isConstant()) {
      operand.storage().touch(steps.size());
      names.putIfAbsent(operand.storage(), name);
    }
  }

  /** What the report says of a kernel for one node. */
  LayerReport report(Node node, String implementation, String layout) {
    return LayerReport.of(node, types, "java:" + implementation, layout, false);
  }
}
