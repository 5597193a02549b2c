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
 * One run of a convolution or of a block, without copies, by sepconv and by its rivals.
 *
 * <p>Times are sampled: the row {@code p0.50} is the median of single runs, which one pause of the
 * machine does not move as it moves a mean. A run takes microseconds and more, the clock some tens
 * of nanoseconds.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ConvolutionBenchmark extends SessionBenchmark {
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

  private long flop;

  @Override
  CheckedSessions load() throws IOException {
    Problem parsed = Problem.parse(problem);
    flop = Arithmetic.flop(parsed.macs());
    return CheckedSessions.againstReference(Workload.of(problem, 1), engine, threads);
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
