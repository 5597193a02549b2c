package io.sepconv.backend.jvm;

import io.sepconv.backend.ArenaReport;
import io.sepconv.backend.BackendSession;
import io.sepconv.backend.CompiledGraph;
import io.sepconv.backend.LayerReport;
import io.sepconv.backend.plan.ArenaLayout;
import io.sepconv.backend.plan.Batches;
import io.sepconv.backend.plan.ReferenceStep;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphInput;
import java.util.ArrayList;
import java.util.List;

/** A graph as kernels over an arena. */
final class JvmGraph implements CompiledGraph {
  /**
   * Kernels may read up to a vector behind the last element of a value, and drop it: never behind
   * the array.
   */
  private static final int MARGIN = 4096;

  private final Graph graph;
  private final Plan plan;
  private final List<LayerReport> layers;
  private final ArenaReport arena;
  private final PackedWeights.Lease weights;
  private final long weightBytes;
  private boolean closed;

  /**
   * What sessions run.
   *
   * @param steps of type {@link Kernel} or {@link ReferenceStep}
   * @param inputs per input of the graph its place in the arena, or -1 where it stays on the heap
   * @param outputs per output of the graph its place in the arena, or -1 where it stays on the heap
   * @param floats of an arena
   * @param threads that work on a step together
   * @param pictures how often a run goes through the steps
   * @param lanes pictures that run at the same time
   */
  record Plan(
      Object[] steps,
      int[] inputs,
      int[] outputs,
      int floats,
      int threads,
      int pictures,
      int lanes) {}

  JvmGraph(
      Batches.Run run,
      Draft draft,
      List<Operand> outputs,
      ArenaLayout arena,
      PackedWeights.Lease weights) {
    this.graph = run.graph();
    this.arena = arena.report();
    this.weights = weights;
    this.weightBytes = weights.bytes();
    this.layers =
        draft.steps().all().stream().map(step -> step.report().times(run.pictures())).toList();
    Places places = new Places(arena);
    List<Object> steps = new ArrayList<>();
    for (Step step : draft.steps().all()) {
      if (step instanceof Step.Compute compute) {
        steps.add(compute.binding().bind(places));
      } else if (step instanceof Step.Reference reference) {
        steps.add(
            new ReferenceStep(
                reference.node(),
                numbers(reference.reads(), places),
                numbers(reference.writes(), places)));
      }
    }
    List<Operand> inputs = new ArrayList<>();
    for (GraphInput input : graph.inputs()) {
      inputs.add(draft.isPlanned(input.name()) ? draft.operand(input.name()) : null);
    }
    this.plan =
        new Plan(
            steps.toArray(),
            numbers(inputs, places),
            numbers(outputs, places),
            Math.toIntExact(Places.LEAD + this.arena.bytes() / Float.BYTES + MARGIN),
            draft.threads(),
            run.pictures(),
            run.lanes());
  }

  /**
   * Checks that one array can be the arena.
   *
   * @throws IllegalArgumentException if it cannot
   */
  static void requireArray(Graph graph, ArenaLayout arena) {
    long floats = Places.LEAD + arena.report().bytes() / Float.BYTES + MARGIN;
    if (floats > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          String.format(
              "the values of '%s' that are alive at once take %,d bytes, a Java array holds %,d: run"
                  + " it on smaller inputs or on backend onednn",
              graph.name(), arena.report().bytes(), 4L * (Integer.MAX_VALUE - 8)));
    }
  }

  private static int[] numbers(List<Operand> operands, Places places) {
    return operands.stream()
        .mapToInt(operand -> operand == null ? -1 : places.of(operand).at())
        .toArray();
  }

  @Override
  public Graph graph() {
    return graph;
  }

  @Override
  public synchronized BackendSession newSession() {
    if (closed) {
      throw new IllegalStateException("the compiled graph '" + graph.name() + "' is closed");
    }
    return new JvmSession(graph, plan);
  }

  @Override
  public List<LayerReport> layers() {
    return layers;
  }

  @Override
  public long weightBytes() {
    return weightBytes;
  }

  @Override
  public long sessionBytes() {
    return (long) plan.floats() * Float.BYTES * plan.lanes();
  }

  @Override
  public ArenaReport arena() {
    return arena;
  }

  /** Open sessions keep what they use. */
  @Override
  public synchronized void close() {
    closed = true;
    weights.close();
  }
}
