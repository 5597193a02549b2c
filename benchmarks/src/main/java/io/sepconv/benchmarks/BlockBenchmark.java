package io.sepconv.benchmarks;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;

/**
 * One run of a 3x3 layer in each of its forms, at equal input and output: what separable
 * convolutions save in time beside what they save in arithmetic.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class BlockBenchmark extends SessionBenchmark {
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

  private long flop;

  @Override
  CheckedSessions load() throws IOException {
    Problem block = form.at(channels, size);
    flop = Arithmetic.flop(block.macs());
    return CheckedSessions.againstReference(Workload.of(block.toString(), 1), engine, threads);
  }

  /**
   * One run.
   *
   * @return the result, which JMH takes, so that no compiler may leave the work out
   */
  @Benchmark
  public FloatBuffer run(Arithmetic done) {
    FloatBuffer output = runOnce();
    done.flop += flop;
    return output;
  }
}
