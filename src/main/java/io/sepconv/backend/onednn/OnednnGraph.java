package io.sepconv.backend.onednn;

import io.sepconv.backend.BackendSession;
import io.sepconv.backend.CompiledGraph;
import io.sepconv.backend.LayerReport;
import io.sepconv.backend.onednn.jni.Native;
import io.sepconv.backend.onednn.jni.PlanHandle;
import io.sepconv.backend.onednn.jni.SessionHandle;
import io.sepconv.graph.Graph;
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
   * @param arenaBytes size of a session's arena
   */
  record Layout(List<Segment> segments, int steps, int[] inputs, int[] outputs, long arenaBytes) {}

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
    if (owner.isClosed()) {
      throw new IllegalStateException("the compiled graph '" + graph.name() + "' is closed");
    }
    SessionHandle session = new SessionHandle();
    Dnnl.checkNative(
        Native.sepconv_session_create(plan, threads, 1, session),
        "open a session with an arena of " + layout.arenaBytes() + " bytes");
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
    return layout.arenaBytes();
  }

  @Override
  public synchronized void close() {
    owner.close();
  }
}
