package io.sepconv.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import io.sepconv.backend.CompileOptions;
import io.sepconv.backend.CompiledGraph;
import io.sepconv.backend.LayerReport;
import io.sepconv.backend.Precision;
import io.sepconv.backend.SlowStepException;
import io.sepconv.backend.Support;
import io.sepconv.backend.onednn.jni.Native;
import io.sepconv.backend.plan.Batches;
import io.sepconv.backend.plan.Storage;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphInput;
import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeInference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns a graph into a native plan: lowers every node, then lays out the memory. */
final class PlanCompiler {
  private PlanCompiler() {}

  /** Compiles a graph, to run whole or picture by picture. */
  static CompiledGraph compile(Graph graph, CompileOptions options, PackedConstants constants) {
    return Batches.compile(
        OnednnBackend.NAME,
        graph,
        options,
        (steps, run) -> {
          Tuner tuner = new Tuner(run.threadsPerStep(options), options.tuned());
          return compile(steps, run, options, tuner, constants);
        });
  }

  /** Compiles what is run for each picture; empty where that has steps in Java. */
  static Optional<CompiledGraph> compile(
      Graph graph,
      Batches.Run run,
      CompileOptions options,
      Tuner tuner,
      PackedConstants constants) {
    // oneDNN plans the work of a primitive for the OpenMP threads of the thread that describes it.
    int before = Native.sepconv_openmp_threads();
    Native.sepconv_set_openmp_threads(run.threadsPerStep(options));
    try (DescriptorScope scope = new DescriptorScope()) {
      PlanDraft draft =
          new PlanDraft(
              scope, graph, ShapeInference.infer(graph), type(options.precision()), tuner);
      for (GraphInput input : graph.inputs()) {
        if (draft.isNative(input.name())) {
          draft.defineInput(input.name());
        }
      }
      for (Node node : graph.nodes()) {
        if (!StemLowering.lower(node, draft)) {
          Support support = Lowerings.lower(node, draft);
          if (!support.yes()) {
            draft.addJava(node, support.reason());
          }
        }
      }
      List<Operand> outputs = outputs(graph, draft, scope);
      boolean whole =
          !outputs.contains(null)
              && draft.steps().stream().allMatch(Step.Primitive.class::isInstance);
      if (run.pictures() > 1 && !whole) {
        return Optional.empty();
      }
      if (options.strict()) {
        refuseSlowSteps(graph, draft);
      }
      return Optional.of(PlanWriter.write(draft, outputs, run, options.threads(), constants));
    } finally {
      Native.sepconv_set_openmp_threads(before);
    }
  }

  private static void refuseSlowSteps(Graph graph, PlanDraft draft) {
    List<LayerReport> slow =
        draft.steps().stream().map(Step::report).filter(LayerReport::isSlow).toList();
    if (!slow.isEmpty()) {
      throw new SlowStepException(graph.name(), slow);
    }
  }

  /** oneDNN's type for what a precision computes on. */
  private static int type(Precision precision) {
    return switch (precision) {
      case F32 -> dnnl_f32;
      case BF16 -> dnnl_bf16;
    };
  }

  /**
   * The native forms of the outputs, null for those on the heap. A caller's buffer becomes the
   * memory of the value itself where that is row-major and of no other use to a caller; else it
   * receives a copy.
   */
  private static List<Operand> outputs(Graph graph, PlanDraft draft, DescriptorScope scope) {
    List<Operand> outputs = new ArrayList<>();
    for (String output : graph.outputs()) {
      if (!draft.isNative(output) || draft.constant(output) != null) {
        outputs.add(null);
        continue;
      }
      Operand operand = draft.operand(output);
      MemoryDesc rowMajor = MemoryDesc.rowMajor(scope, draft.shape(output));
      Storage storage = operand.storage();
      if (storage.kind() != Storage.Kind.ARENA
          || storage.bytes() != rowMajor.bytes()
          || !operand.layout().matches(rowMajor)) {
        operand = draft.arena(rowMajor);
        draft.reorder(output, draft.operand(output), operand);
      }
      operand.storage().becomeExternal();
      outputs.add(operand);
    }
    return outputs;
  }
}
