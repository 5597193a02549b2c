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
 * One run of a convolution or of a block, without copies, by sepconv and by its rivals.
 *
 * <p>Times are sampled: the row {@code p0.50} is the median of single runs, which one pause of the
 * machine does not move as it moves a mean. A run takes microseconds and more, the clock some tens
 * of nanoseconds.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 3,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class ConvolutionBenchmark {
  /** MobileNetV1's first layer, and one size of its layers in every kind of convolution. */
  @Param({
    "mb1ic3ih224oc32oh112kh3sh2ph1n\"mobilenet:conv1\"",
    "mb1ic128ih56oc128oh56kh3ph1n\"direct\"",
    "g32mb1ic128ih56oc128oh56kh3ph1n\"resnext50:grouped\"",
    "g128mb1ic128ih56oc128oh56kh3ph1n\"mobilenet:depthwise\"",
    "mb1ic128ih56oc128oh56kh1n\"mobilenet:1x1\"",
    "g128mb1ic128ih56oc128oh56kh3ph1n\"mobilenet:depthwise\""
        + " + mb1ic128ih56oc128oh56kh1n\"mobilenet:1x1\""
  })
  public String problem;

  /** What runs it; rivals are by request. */
  @Param({"SEPCONV_ONEDNN_F32", "SEPCONV_JAVA", "SEPCONV_REFERENCE"})
  public Engine engine;

  /** Threads of one run; the reference has one whatever this says. */
  @Param("1")
  public int threads;

  private CheckedSessions sessions;
  private EngineSession session;
  private long flop;

  /** Loads, runs once, and lets nothing be timed that differs from the reference. */
  @Setup(Level.Trial)
  public void open() throws IOException {
    Problem parsed = Problem.parse(problem);
    flop = Arithmetic.flop(parsed.macs());
    sessions = CheckedSessions.againstReference(Workload.of(problem, 1), engine, threads);
    session = sessions.get(0);
  }

  /**
   * One run.
   *
   * @return the result, which JMH takes, so that no compiler may leave the work out
   */
  @Benchmark
  public FloatBuffer run(Arithmetic done) {
    session.run();
    done.flop += flop;
    return session.output;
  }

  /** Compares the last timed result too, then frees what was opened. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    sessions.close();
  }
}
