package io.sepconv.backend.onednn;

import io.sepconv.backend.ArenaReport;
import io.sepconv.backend.BackendSession;
import io.sepconv.backend.CompiledGraph;
import io.sepconv.backend.LayerReport;
import io.sepconv.backend.onednn.jni.Native;
import io.sepconv.backend.onednn.jni.PlanHandle;
import io.sepconv.backend.onednn.jni.SessionHandle;
import io.sepconv.graph.Graph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A graph whose plan lies in native memory. */
final class OnednnGraph implements CompiledGraph {
  private final Graph graph;
  private final PlanHandle plan;
  private final NativeOwner owner;
  private final Layout layout;
  private final List<LayerReport> reports;
  private final int threads;
  private final long weightBytes;

  /**
   * How sessions run the plan.
   *
   * @param segments in order of execution
   * @param steps how many steps the segments have together
   * @param inputs per input of the graph its number in the plan, or -1 where it stays on the heap
   * @param outputs per output of the graph its number in the plan, or -1 where it stays on the heap
   * @param arena the arena of each lane
   * @param lanes pictures of a batch that a session runs at the same time
   */
  record Layout(
      List<Segment> segments,
      int steps,
      int[] inputs,
      int[] outputs,
      ArenaReport arena,
      int lanes) {}

  OnednnGraph(
      Graph graph,
      PlanHandle plan,
      NativeOwner owner,
      Layout layout,
      List<LayerReport> reports,
      int threads) {
    this.graph = graph;
    this.plan = plan;
    this.owner = owner;
    this.layout = layout;
    this.reports = List.copyOf(reports);
    this.threads = threads;
    this.weightBytes = Native.sepconv_plan_constant_bytes(plan);
  }

  @Override
  public Graph graph() {
    return graph;
  }

  @Override
  public synchronized BackendSession newSession() {
    requireOpen();
    SessionHandle session = new SessionHandle();
    Dnnl.checkNative(
        Native.sepconv_session_create(plan, threads, layout.lanes(), session),
        "open a session of " + sessionBytes() + " bytes");
    return new OnednnSession(graph, layout, session, threads);
  }

  @Override
  public List<LayerReport> layers() {
    return reports;
  }

  @Override
  public long weightBytes() {
    return weightBytes;
  }

  @Override
  public long sessionBytes() {
    return layout.arena().bytes() * layout.lanes();
  }

  @Override
  public ArenaReport arena() {
    return layout.arena();
  }

  @Override
  public synchronized void savePlan(Path file) throws IOException {
    requireOpen();
    for (LayerReport layer : reports) {
      if (!layer.isNative()) {
        throw new UnsupportedOperationException(
            String.format(
                "the plan of '%s' cannot be saved: %s '%s' runs in Java (%s)",
                graph.name(), layer.type(), layer.name(), layer.implementation()));
      }
    }
    if (layout.lanes() > 1) {
      throw new UnsupportedOperationException(
          String.format(
              "the plan of '%s' cannot be saved: it runs %d pictures at the same time; save it for one"
                  + " thread",
              graph.name(), layout.lanes()));
    }
    // Java's own reason where the file cannot be written.
    Files.newOutputStream(file).close();
    Dnnl.checkNative(
        Native.sepconv_plan_save(plan, threads, file.toAbsolutePath().toString()), "save a plan");
  }

  private void requireOpen() {
    if (owner.isClosed()) {
      throw new IllegalStateException("the compiled graph '" + graph.name() + "' is closed");
    }
  }

  @Override
  public synchronized void close() {
    owner.close();
  }
}
