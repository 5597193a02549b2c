package io.sepconv.benchmarks;

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
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * Runs per second of a network that serves several callers at the same time. They share one model,
 * and each has a session and a thread of its own; JMH's option {@code -t} says how many they are.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 3,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class ThroughputBenchmark {
  /** A network of the zoo, or an ONNX file: path/model.onnx, path/model.onnx@1x3x48x192. */
  @Param("mobilenet_v2")
  public String network;

  /** What runs it. */
  @Param({"SEPCONV_ONEDNN_F32", "SEPCONV_JAVA", "ONNXRUNTIME"})
  public Engine engine;

  /** Threads of one run. */
  @Param({"1", "2"})
  public int threads;

  private CheckedSessions sessions;

  /** One of those that run at the same time. */
  @State(Scope.Thread)
  public static class Caller {
    private EngineSession session;

    /** Takes the session of its number. */
    @Setup(Level.Trial)
    public void join(ThroughputBenchmark all, ThreadParams self) {
      session = all.sessions.get(self.getThreadIndex());
    }
  }

  /**
   * Loads, has each session run once, and lets nothing be timed that differs from another's or from
   * what another engine computed.
   */
  @Setup(Level.Trial)
  public void open(BenchmarkParams params) throws IOException {
    sessions =
        CheckedSessions.againstOthers(
            Workload.of(network, 1), engine, threads, params.getThreads());
  }

  /**
   * One run of one caller.
   *
   * @return the result, which JMH takes, so that no compiler may leave the work out
   */
  @Benchmark
  public FloatBuffer run(Caller caller) {
    caller.session.run();
    return caller.session.output;
  }

  /** Compares every caller's last result too, then frees what was opened. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    sessions.close();
  }
}
