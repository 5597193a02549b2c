package io.sepconv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.sepconv.backend.Buffers;
import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.tensor.Shape;
import io.sepconv.testing.NativeTest;
import io.sepconv.testing.TestData;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run leaves to the garbage collector. */
@NativeTest
class AllocationTest {
  private static final int RUNS = 1000;
  private static final int ROUNDS = 10;

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aRunOnDirectBuffersAllocatesNothing(int threads) {
    TestData data = new TestData(1);
    GraphBuilder builder = new GraphBuilder("block");
    Value y =
        builder.depthwiseSeparable(
            builder.input("x", Shape.of(1, 8, 7, 7)),
            ConvLayer.of(data.floats(Shape.of(8, 1, 3, 3))).pad(1),
            ConvLayer.of(data.floats(Shape.of(5, 8, 1, 1))).activation(Activation.RELU6));
    Graph graph = builder.output(y).build();
    try (Model model = Model.of(graph, ModelOptions.defaults().backend("onednn").threads(threads));
        Session session = model.newSession()) {
      FloatBuffer in = (FloatBuffer) Buffers.allocateDirect(session.inputs().get(0));
      FloatBuffer out = (FloatBuffer) Buffers.allocateDirect(session.outputs().get(0));
      long least = Long.MAX_VALUE;
      // What a run allocates shows in every round; the JVM itself allocates now and then, while it
      // links calls or gives up compiled code.
      for (int round = 0; round < ROUNDS; round++) {
        least = Math.min(least, allocated(session, in, out));
      }
      assertEquals(0, least, "bytes of " + RUNS + " runs");
    }
  }

  /** Bytes that the caller and, where it has one, its team allocate meanwhile. */
  private static long allocated(Session session, FloatBuffer in, FloatBuffer out) {
    session.run(in, out);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] running =
        Thread.getAllStackTraces().keySet().stream()
            .filter(t -> t == Thread.currentThread() || t.getName().equals("sepconv-team"))
            .mapToLong(Thread::getId)
            .toArray();
    long[] before = new long[running.length];
    long[] after = new long[running.length];
    read(threads, running, before);
    for (int i = 0; i < RUNS; i++) {
      session.run(in, out);
    }
    read(threads, running, after);
    long sum = 0;
    for (int i = 0; i < running.length; i++) {
      // -1 where it has ended meanwhile: then it was the idle team of another test.
      sum += after[i] < 0 ? 0 : after[i] - before[i];
    }
    return sum;
  }

  private static void read(ThreadMXBean threads, long[] running, long[] bytes) {
    for (int i = 0; i < running.length; i++) {
      bytes[i] = threads.getThreadAllocatedBytes(running[i]);
    }
  }
}
