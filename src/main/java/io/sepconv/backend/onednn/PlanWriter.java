package io.sepconv.backend.onednn;

import io.sepconv.backend.CompiledGraph;
import io.sepconv.backend.LayerReport;
import io.sepconv.backend.onednn.jni.Native;
import io.sepconv.backend.onednn.jni.PlanHandle;
import io.sepconv.backend.plan.ArenaLayout;
import io.sepconv.backend.plan.Batches;
import io.sepconv.backend.plan.ReferenceStep;
import io.sepconv.backend.plan.Storage;
import io.sepconv.graph.GraphInput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes a finished draft to a native plan: places in the arena, packed constants, steps. */
final class PlanWriter {
  private final PlanHandle plan;
  private final PlanDraft draft;
  private final PackedConstants constants;
  private final List<PackedConstants.Lease> leases;
  private final ArenaLayout arena;
  private final Map<Storage, Integer> roots = new HashMap<>();
  private final Map<Operand, Integer> numbers = new HashMap<>();

  private PlanWriter(
      PlanHandle plan,
      PlanDraft draft,
      PackedConstants constants,
      List<PackedConstants.Lease> leases) {
    this.plan = plan;
    this.draft = draft;
    this.constants = constants;
    this.leases = leases;
    this.arena = layOut(draft);
  }

  /**
   * Writes the plan.
   *
   * @param outputs the native forms of the graph's outputs, null for those on the heap
   * @param run how sessions run it
   * @param constants where packed weights come from
   */
  static CompiledGraph write(
      PlanDraft draft,
      List<Operand> outputs,
      Batches.Run run,
      int threads,
      PackedConstants constants) {
    PlanHandle handle = new PlanHandle();
    Dnnl.checkNative(Native.sepconv_plan_create(handle), "create a plan");
    List<PackedConstants.Lease> leases = new ArrayList<>();
    NativeOwner owner =
        new NativeOwner(
            "a compiled graph",
            () -> {
              Native.sepconv_plan_release(handle);
              leases.forEach(PackedConstants.Lease::close);
            });
    try {
      PlanWriter writer = new PlanWriter(handle, draft, constants, leases);
      // Whole inputs first: a step may read parts of one, which are views of it.
      List<Operand> inputs = new ArrayList<>();
      for (GraphInput input : run.graph().inputs()) {
        inputs.add(draft.isNative(input.name()) ? draft.operand(input.name()) : null);
      }
      int[] inputNumbers = writer.numbers(inputs);
      Segments segments = writer.writeSteps();
      OnednnGraph.Layout layout =
          new OnednnGraph.Layout(
              segments.segments(),
              segments.reports().size(),
              inputNumbers,
              writer.numbers(outputs),
              writer.arena.report(),
              run.lanes());
      Dnnl.checkNative(
          Native.sepconv_plan_finish(handle, writer.arena.report().bytes(), run.pictures()),
          "finish a plan");
      List<LayerReport> reports =
          segments.reports().stream().map(report -> report.times(run.pictures())).toList();
      return new OnednnGraph(run.graph(), handle, owner, layout, reports, threads);
    } catch (RuntimeException | Error e) {
      owner.close();
      throw e;
    }
  }

  private static ArenaLayout layOut(PlanDraft draft) {
    List<Storage> touched =
        draft.steps().stream()
            .flatMap(step -> operands(step).stream())
            .map(Operand::storage)
            .toList();
    return ArenaLayout.of(touched, StorageNames.of(draft)::get);
  }

  private static List<Operand> operands(Step step) {
    List<Operand> operands = new ArrayList<>();
    if (step instanceof Step.Primitive primitive) {
      primitive.arguments().forEach(argument -> operands.add(argument.operand()));
    } else if (step instanceof Step.Java java) {
      operands.addAll(java.reads());
      operands.addAll(java.writes());
      operands.removeIf(operand -> operand == null);
    }
    return operands;
  }

  /** What a session runs, and what the report says of it. */
  private record Segments(List<Segment> segments, List<LayerReport> reports) {}

  private Segments writeSteps() {
    List<Segment> segments = new ArrayList<>();
    List<LayerReport> reports = new ArrayList<>();
    int primitives = 0;
    int start = 0;
    for (Step step : draft.steps()) {
      if (step instanceof Step.Primitive primitive) {
        write(primitive);
        primitives++;
      } else if (step instanceof Step.Java java) {
        if (primitives > start) {
          segments.add(new Segment.Run(start, primitives));
          start = primitives;
        }
        segments.add(
            new Segment.Java(
                new ReferenceStep(java.node(), numbers(java.reads()), numbers(java.writes()))));
      }
      boolean open = step instanceof Step.Primitive;
      reports.add(step.report().inSegment(segments.size() - (open ? 0 : 1)));
    }
    if (primitives > start) {
      segments.add(new Segment.Run(start, primitives));
    }
    return new Segments(segments, reports);
  }

  private int[] numbers(List<Operand> operands) {
    return operands.stream().mapToInt(operand -> operand == null ? -1 : number(operand)).toArray();
  }

  private void write(Step.Primitive step) {
    int count = step.arguments().size();
    int[] roles = new int[count];
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      roles[i] = step.arguments().get(i).role();
      values[i] = number(step.arguments().get(i).operand());
    }
    Dnnl.checkNative(
        Native.sepconv_plan_add_step(plan, step.primitive().handle(), count, roles, values),
        "add " + step.report().type() + " '" + step.report().name() + "' to the plan");
    for (int role : step.primitive().free()) {
      Dnnl.checkNative(Native.sepconv_plan_leave_layout(plan, role), "note a free layout");
    }
  }

  /**
   * The number of an operand in the native plan; the first of a storage is what others are views
   * of.
   */
  private int number(Operand operand) {
    Integer known = numbers.get(operand);
    if (known != null) {
      return known;
    }
    Storage storage = operand.storage();
    if (storage.kind() == Storage.Kind.CONSTANT && !roots.containsKey(storage)) {
      Operand packed = draft.packed(storage).operand();
      if (!packed.equals(operand)) {
        number(packed);
      }
    }
    int[] number = new int[1];
    Integer root = roots.get(storage);
    int status =
        root != null
            ? Native.sepconv_plan_add_view(plan, root, operand.layout().handle(), number)
            : addRoot(operand, number);
    Dnnl.checkNative(status, "add a value " + operand.layout() + " to the plan");
    roots.putIfAbsent(storage, number[0]);
    numbers.put(operand, number[0]);
    return number[0];
  }

  private int addRoot(Operand operand, int[] number) {
    MemoryDesc layout = operand.layout();
    return switch (operand.storage().kind()) {
      case ARENA ->
          Native.sepconv_plan_add_arena(
              plan, layout.handle(), arena.offset(operand.storage()), number);
      case EXTERNAL -> Native.sepconv_plan_add_external(plan, layout.handle(), number);
      case CONSTANT -> {
        PackedConstants.Lease lease = constants.acquire(draft.packed(operand.storage()));
        leases.add(lease);
        yield Native.sepconv_plan_add_constant(plan, lease.handle(), number);
      }
    };
  }
}
