package io.sepconv.backend.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.backend.ArenaReport;
import io.sepconv.backend.BackendSession;
import io.sepconv.backend.CompileOptions;
import io.sepconv.backend.CompiledGraph;
import io.sepconv.backend.LayerReport;
import io.sepconv.backend.Precision;
import io.sepconv.backend.ReferenceBackend;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.op.Activation;
import io.sepconv.tensor.Shape;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Of two plans one is kept and the other closed, whatever happens. */
class BatchTunerTest {
  private static final String NAME = "test";
  private static final CompileOptions TUNED = new CompileOptions(1, Precision.F32, true, false);

  /** A plan that knows whether it was closed, and may have no sessions. */
  private static final class Plan implements CompiledGraph {
    private final CompiledGraph compiled;
    private final boolean runs;
    private boolean closed;

    Plan(Graph graph, boolean runs) {
      this.compiled = new ReferenceBackend().compile(graph, TUNED);
      this.runs = runs;
    }

    @Override
    public Graph graph() {
      return compiled.graph();
    }

    @Override
    public BackendSession newSession() {
      if (!runs) {
        throw new IllegalStateException("no memory for a session");
      }
      return compiled.newSession();
    }

    @Override
    public List<LayerReport> layers() {
      return compiled.layers();
    }

    @Override
    public long weightBytes() {
      return 0;
    }

    @Override
    public long sessionBytes() {
      return 0;
    }

    @Override
    public ArenaReport arena() {
      return ArenaReport.NONE;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** Choices are kept by name. */
  private static Graph graph(String name) {
    GraphBuilder b = new GraphBuilder(name);
    return b.output(b.activation(b.input("x", Shape.of(2, 3)), Activation.RELU)).build();
  }

  @Test
  void oneIsKeptAndTheOtherClosed() {
    Graph graph = graph("kept");
    Plan whole = new Plan(graph, true);
    Plan apart = new Plan(graph, true);
    CompiledGraph kept =
        BatchTuner.faster(
            NAME, graph, TUNED, () -> whole, () -> Optional.of((CompiledGraph) apart));
    assertTrue(kept == whole || kept == apart);
    assertEquals(kept == apart, whole.closed);
    assertEquals(kept == whole, apart.closed);
    // The next model of the kind is compiled in the one way only.
    CompiledGraph again =
        BatchTuner.faster(
            NAME, graph, TUNED, () -> same(kept, whole), () -> Optional.of(same(kept, apart)));
    assertSame(kept, again);
  }

  @Test
  void anotherBackendChoosesForItself() {
    Graph graph = graph("two backends");
    BatchTuner.faster(NAME, graph, TUNED, () -> new Plan(graph, true), Optional::empty);
    Plan apart = new Plan(graph, true);
    CompiledGraph kept =
        BatchTuner.faster(
            "other", graph, TUNED, () -> new Plan(graph, true), () -> Optional.of(apart));
    assertEquals(kept != apart, apart.closed, "never compiled");
  }

  private static CompiledGraph same(CompiledGraph kept, Plan plan) {
    assertSame(kept, plan, "the slower way is compiled again");
    return plan;
  }

  @Test
  void whereThereIsNoneApartTheWholeIsTaken() {
    Graph graph = graph("whole");
    Plan whole = new Plan(graph, true);
    assertSame(whole, BatchTuner.faster(NAME, graph, TUNED, () -> whole, Optional::empty));
  }

  @Test
  void bothAreClosedWhereOneCannotRun() {
    for (boolean wholeRuns : new boolean[] {true, false}) {
      Graph graph = graph("failing " + wholeRuns);
      Plan whole = new Plan(graph, wholeRuns);
      Plan apart = new Plan(graph, !wholeRuns);
      assertThrows(
          IllegalStateException.class,
          () ->
              BatchTuner.faster(
                  NAME, graph, TUNED, () -> whole, () -> Optional.of((CompiledGraph) apart)));
      assertTrue(whole.closed && apart.closed, "a plan is left open, whole runs " + wholeRuns);
    }
  }
}
