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

/**
 * One run of a network, without copies, by sepconv and by its rivals from the same ONNX file.
 *
 * <p>JMH measures one engine after the other, minutes apart; {@link Contest} measures them in turns
 * and is the one to quote ratios from. This one has JMH's profilers: {@code -prof gc} shows what a
 * run allocates.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 3,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class ModelBenchmark {
  /** A network of the zoo, or an ONNX file: path/model.onnx, path/model.onnx@1x3x48x192. */
  @Param({
    "mobilenet_v1",
    "mobilenet_v2",
    "mobilenet_v3_large",
    "mobilenet_v3_small",
    "efficientnet_lite0",
    "xception",
    "shufflenet_v2_x1_0",
    "squeezenet1_1",
    "resnet50"
  })
  public String network;

  /**
   * What runs it. bfloat16 is by request, since few processors have it, and so is a JVM without the
   * Vector API, since it needs other options than those above.
   */
  @Param({"SEPCONV_ONEDNN_F32", "SEPCONV_JAVA", "ONNXRUNTIME"})
  public Engine engine;

  /** Threads of one run. */
  @Param("1")
  public int threads;

  /** Pictures of one run. */
  @Param("1")
  public int batch;

  private CheckedSessions sessions;
  private EngineSession session;

  /** Loads, runs once, and lets nothing be timed that differs from what another engine computed. */
  @Setup(Level.Trial)
  public void open() throws IOException {
    sessions = CheckedSessions.againstOthers(Workload.of(network, batch), engine, threads, 1);
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
