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
 * One run of a 3x3 layer in each of its forms, at equal input and output: what separable
 * convolutions save in time beside what they save in arithmetic.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 3,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class BlockBenchmark {
  /** How the layer is built. */
  @Param public BlockForm form;

  /** What runs it; rivals are by request. */
  @Param({"SEPCONV_ONEDNN_F32", "SEPCONV_JAVA"})
  public Engine engine;

  /** Channels of input and output. */
  @Param("128")
  public int channels;

  /** Height and width of input and output. */
  @Param("28")
  public int size;

  /** Threads of one run. */
  @Param("1")
  public int threads;

  private CheckedSessions sessions;
  private EngineSession session;
  private long flop;

  /** Loads, runs once, and lets nothing be timed that differs from the reference. */
  @Setup(Level.Trial)
  public void open() throws IOException {
    Problem block = form.at(channels, size);
    flop = Arithmetic.flop(block.macs());
    sessions = CheckedSessions.againstReference(Workload.of(block.toString(), 1), engine, threads);
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
