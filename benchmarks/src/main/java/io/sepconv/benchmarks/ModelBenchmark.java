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
 * One run of a network, without copies, by sepconv and by its rivals from the same ONNX file.
 *
 * <p>JMH measures one engine after the other, minutes apart; {@link Contest} measures them in turns
 * and is the one to quote ratios from. This one has JMH's profilers: {@code -prof gc} shows what a
 * run allocates.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ModelBenchmark extends SessionBenchmark {
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

  /** Pictures of one run. */
  @Param("1")
  public int batch;

  @Override
  CheckedSessions load() throws IOException {
    return CheckedSessions.againstOthers(Workload.of(network, batch), engine, threads, 1);
  }

  /**
   * One run.
   *
   * @return the result, which JMH takes, so that no compiler may leave the work out
   */
  @Benchmark
  public FloatBuffer run() {
    return runOnce();
  }
}
