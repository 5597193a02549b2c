package io.sepconv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.sepconv.backend.Backend;
import io.sepconv.backend.BackendSession;
import io.sepconv.backend.CompileOptions;
import io.sepconv.backend.CompiledGraph;
import io.sepconv.backend.jvm.JvmTiers;
import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.graph.rewrite.GraphOptimizer;
import io.sepconv.op.Activation;
import io.sepconv.tensor.Shape;
import io.sepconv.testing.ChildJvm;
import io.sepconv.testing.NativeTest;
import io.sepconv.testing.TestData;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run leaves to the garbage collector. */
class AllocationTest {
  private static final int RUNS = 1000;

  /**
   * How long the JIT compiler may take on a busy machine: until it is done, vectors are objects.
   */
  private static final long LIMIT_NANOS = 60_000_000_000L;

  private static final Shape INPUT = Shape.of(1, 8, 13, 13);
  private static final Shape OUTPUT = Shape.of(1, 5, 4, 4);

  /** Names of threads that work for a caller. */
  private static final Set<String> TEAMS = Set.of("sepconv-team", "sepconv-crew");

  /** Runs a session on direct buffers. */
  private interface Run {
    void run(FloatBuffer in, FloatBuffer out);
  }

  @NativeTest
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aRunOnDirectBuffersAllocatesNothing(int threads) {
    try (Model model =
            Model.of(block(), ModelOptions.defaults().backend("onednn").threads(threads));
        Session session = model.newSession()) {
      allocatesNothing(session::run);
    }
  }

  /**
   * In a process of its own: what other tests have done to the JIT compiler's profiles may leave it
   * with a vector that it does not see through. Objects of Java code it may not see through at all.
   */
  @ParameterizedTest
  @CsvSource({"1, true", "2, true", "1, false", "2, false"})
  void norDoesOneInJava(int threads, boolean vector) throws Exception {
    List<String> options =
        List.of("-XX:-DoEscapeAnalysis", "--add-modules", "jdk.incubator.vector", "-Xmx1g");
    ChildJvm.Result result =
        ChildJvm.run(
            Map.of(),
            options,
            List.of(),
            InJava.class,
            String.valueOf(threads),
            String.valueOf(vector));
    assertEquals(0, result.exitCode(), result.output());
  }

  /** Fails unless a run on the Java backend allocates nothing. */
  static final class InJava {
    private InJava() {}

    public static void main(String[] args) {
      Backend backend = Boolean.parseBoolean(args[1]) ? JvmTiers.vector() : JvmTiers.plain();
      Graph graph = GraphOptimizer.optimize(block());
      int threads = Integer.parseInt(args[0]);
      try (CompiledGraph compiled = backend.compile(graph, CompileOptions.f32(threads));
          BackendSession session = compiled.newSession()) {
        allocatesNothing(session::run);
      }
    }
  }

  /** A separable block, of as many pixels as all kernels in Java want, and of few. */
  private static Graph block() {
    TestData data = new TestData(1);
    GraphBuilder builder = new GraphBuilder("block");
    Value x = builder.input("x", INPUT);
    Value y =
        builder.depthwiseSeparable(
            x,
            ConvLayer.of(data.floats(Shape.of(8, 1, 3, 3))).pad(1),
            ConvLayer.of(data.floats(Shape.of(8, 8, 1, 1))).activation(Activation.RELU6));
    y = builder.conv(builder.add(x, y), ConvLayer.of(data.floats(Shape.of(5, 8, 3, 3))).stride(3));
    return builder.output(y).build();
  }

  private static void allocatesNothing(Run session) {
    FloatBuffer in = direct(INPUT);
    FloatBuffer out = direct(OUTPUT);
    long least = Long.MAX_VALUE;
    long start = System.nanoTime();
    // What a run allocates shows in every round; the JVM itself allocates now and then, while it
    // links calls or gives up compiled code.
    while (least > 0 && System.nanoTime() - start < LIMIT_NANOS) {
      least = Math.min(least, allocated(session, in, out));
    }
    assertEquals(0, least, "bytes of " + RUNS + " runs");
  }

  private static FloatBuffer direct(Shape shape) {
    return ByteBuffer.allocateDirect((int) shape.size() * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /** Bytes that the caller and, where it has one, its team allocate meanwhile. */
  private static long allocated(Run session, FloatBuffer in, FloatBuffer out) {
    session.run(in, out);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] running =
        Thread.getAllStackTraces().keySet().stream()
            .filter(t -> t == Thread.currentThread() || TEAMS.contains(t.getName()))
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
