package io.sepconv.benchmarks;

import io.sepconv.graph.GraphBuilder;
import io.sepconv.op.Identity;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The price of a run itself: of graphs that have next to nothing to compute. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 3,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class OverheadBenchmark {
  /** What next to nothing is. */
  public enum Work {
    /** One element is copied: a single step on oneDNN, none in Java. */
    IDENTITY {
      @Override
      Workload load() {
        Shape one = Shape.of(1);
        GraphBuilder builder = new GraphBuilder("identity");
        builder.output(builder.apply(new Identity(), builder.input("x", one)));
        return new Workload("identity", builder.build(), Tensor.of(one, 0.5f));
      }
    },

    /** The smallest convolution that fills a vector of eight channels. */
    CONVOLUTION {
      @Override
      Workload load() {
        return Workload.of("mb1ic8ih4oc8oh4kh1", 1);
      }
    };

    abstract Workload load();
  }

  /** What is run. */
  @Param public Work work;

  /** What runs it. */
  @Param({"SEPCONV_ONEDNN_F32", "SEPCONV_JAVA", "ONNXRUNTIME"})
  public Engine engine;

  /** Threads of one run. */
  @Param("1")
  public int threads;

  private CheckedSessions sessions;
  private EngineSession session;

  /** Loads, runs once, and lets nothing be timed that differs from the reference. */
  @Setup(Level.Trial)
  public void open() throws IOException {
    sessions = CheckedSessions.againstReference(work.load(), engine, threads);
    session = sessions.get(0);
  }

  /**
   * One run.
   *
   * @return the result, which JMH takes, so that no compiler may leave the work out
   */
  @Benchmark
  public FloatBuffer run() {
    session.run();
    return session.output;
  }

  /** Compares the last timed result too, then frees what was opened. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    sessions.close();
  }
}
