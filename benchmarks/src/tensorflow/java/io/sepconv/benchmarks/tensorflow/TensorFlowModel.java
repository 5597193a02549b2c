package io.sepconv.benchmarks.tensorflow;

import io.sepconv.benchmarks.EngineModel;
import io.sepconv.benchmarks.EngineSession;
import io.sepconv.benchmarks.Task;
import io.sepconv.benchmarks.nhwc.Axes;
import io.sepconv.benchmarks.nhwc.Rebuild;
import io.sepconv.tensor.Tensor;
import java.io.IOException;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.TensorFlow;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/**
 * TensorFlow, with the numbers of threads that its <a
 * href="https://www.tensorflow.org/api_docs/python/tf/config/threading">page on threads</a> names:
 * those within an operator as the task asks, and one operator at a time for each caller. The rest
 * is left as its users have it, the optimisations of its graph among it, which join convolution,
 * bias and ReLU. Callers share the one session.
 *
 * <p>It is fed {@code [N, H, W, C]} and its result is read after the time is taken, as its users
 * have it: no run pays for the order of the axes.
 */
final class TensorFlowModel implements EngineModel {
  private final Task task;
  private final Graph graph = new Graph();
  private final TensorFlowGraph network = new TensorFlowGraph(Ops.create(graph));
  private final Session session;

  TensorFlowModel(Task task) throws IOException {
    this.task = task;
    try {
      Rebuild.into(network, task);
      ConfigProto threads =
          ConfigProto.newBuilder()
              .setIntraOpParallelismThreads(task.threads())
              .setInterOpParallelismThreads(task.callers())
              .build();
      session = new Session(graph, threads);
    } catch (TensorFlowException e) {
      graph.close();
      throw new IllegalStateException(
          "TensorFlow refuses " + task.model() + ": " + e.getMessage(), e);
    } catch (RuntimeException | IOException e) {
      graph.close();
      throw e;
    }
  }

  @Override
  public EngineSession newSession() {
    return new Caller();
  }

  private final class Caller extends EngineSession {
    private final TFloat32 x;
    private Result last;

    private Caller() {
      super(task);
      Tensor values = Axes.channelsLast(task.input());
      Shape shape = TensorFlowGraph.shape(values.shape());
      x = TFloat32.tensorOf(shape, DataBuffers.of(values.floats(), true, false));
    }

    @Override
    protected void run() {
      closeLast();
      try {
        last = session.runner().feed(network.input(), x).fetch(network.output()).run();
      } catch (TensorFlowException e) {
        throw new IllegalStateException("TensorFlow failed: " + e.getMessage(), e);
      }
    }

    @Override
    protected void fetch() {
      float[] values = new float[output.capacity()];
      last.get(0).asRawTensor().data().asFloats().read(values);
      Tensor y = Tensor.of(Axes.channelsLast(task.outputShape()), values);
      output.put(0, Axes.channelsSecond(y).floats());
    }

    private void closeLast() {
      if (last != null) {
        last.close();
        last = null;
      }
    }

    @Override
    public void close() {
      closeLast();
      x.close();
    }
  }

  @Override
  public String description() {
    return "TensorFlow " + TensorFlow.version() + ", its optimisations of the graph";
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
