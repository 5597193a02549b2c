package io.sepconv.backend.jvm;

import io.sepconv.backend.CompileOptions;
import io.sepconv.backend.CompiledGraph;
import io.sepconv.backend.GraphCompiler;
import io.sepconv.backend.LayerReport;
import io.sepconv.backend.SlowStepException;
import io.sepconv.backend.Support;
import io.sepconv.backend.plan.ArenaLayout;
import io.sepconv.backend.plan.Batches;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphInput;
import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeInference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compiles graphs to kernels over one arena; they share what was packed alike. */
final class JvmCompiler implements GraphCompiler {
  private final MicroKernels micro;
  private final CompileOptions options;
  private final PackedWeights weights = new PackedWeights();

  JvmCompiler(MicroKernels micro, CompileOptions options) {
    this.micro = micro;
    this.options = options;
  }

  @Override
  public CompiledGraph compile(Graph graph) {
    // Not by time: of two plans the first would pay for the compiling of kernels that both run.
    CompileOptions untimed =
        new CompileOptions(options.threads(), options.precision(), false, options.strict());
    return Batches.compile(JvmBackend.NAME, graph, untimed, this::compile);
  }

  private Optional<CompiledGraph> compile(Graph steps, Batches.Run run) {
    PackedWeights.Lease lease = weights.lease();
    try {
      Optional<CompiledGraph> compiled = compile(steps, run, lease);
      if (compiled.isEmpty()) {
        lease.close();
      }
      return compiled;
    } catch (RuntimeException | Error e) {
      lease.close();
      throw e;
    }
  }

  private Optional<CompiledGraph> compile(Graph graph, Batches.Run run, PackedWeights.Lease lease) {
    Draft draft =
        new Draft(graph, ShapeInference.infer(graph), micro, run.threadsPerStep(options), lease);
    for (GraphInput input : graph.inputs()) {
      if (draft.isPlanned(input.name())) {
        draft.defineInput(input.name());
      }
    }
    for (Node node : graph.nodes()) {
      Support support = Lowerings.lower(node, draft);
      if (!support.yes()) {
        draft.addReference(node, support.reason());
      }
    }
    List<Operand> outputs = new ArrayList<>();
    for (String output : graph.outputs()) {
      boolean planned = draft.isPlanned(output) && draft.constant(output) == null;
      outputs.add(planned ? draft.rowMajor(output) : null);
    }
    draft.keep(outputs);
    boolean whole =
        !outputs.contains(null)
            && draft.steps().all().stream().allMatch(Step.Compute.class::isInstance);
    if (run.pictures() > 1 && !whole) {
      return Optional.empty();
    }
    if (options.strict()) {
      refuseSlowSteps(graph, draft);
    }
    ArenaLayout arena = ArenaLayout.of(draft.steps().names().keySet(), draft.steps().names()::get);
    JvmGraph.requireArray(graph, arena);
    return Optional.of(new JvmGraph(run, draft, outputs, arena, lease));
  }

  private static void refuseSlowSteps(Graph graph, Draft draft) {
    List<LayerReport> slow =
        draft.steps().all().stream()
            .filter(Step.Reference.class::isInstance)
            .map(Step::report)
            .toList();
    if (!slow.isEmpty()) {
      throw new SlowStepException(graph.name(), slow);
    }
  }

  @Override
  public long weightBytes() {
    return weights.bytes();
  }

  @Override
  public void close() {
    // Every packed constant is let go of by the last graph that uses it.
  }
}
