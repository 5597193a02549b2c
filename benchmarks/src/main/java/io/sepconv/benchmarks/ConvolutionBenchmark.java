package io.sepconv.benchmarks;

import io.sepconv.Model;
import io.sepconv.ModelOptions;
import io.sepconv.ModelReport;
import io.sepconv.Session;
import io.sepconv.backend.LayerReport;
import io.sepconv.graph.Graph;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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
 * One run of a convolution or of a separable block, without copies, on each backend.
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

  /** Always by name: auto would hide which one ran. */
  @Param({"onednn", "java", "reference"})
  public String backend;

  /** Threads of one run; the reference has one whatever this says. */
  @Param("1")
  public int threads;

  private Tensor expected;
  private Model model;
  private Session session;
  private FloatBuffer input;
  private FloatBuffer output;

  /** Compiles, runs once, and lets nothing be timed that differs from the reference. */
  @Setup(Level.Trial)
  public void open() throws IOException {
    Problem parsed = Problem.parse(problem);
    Graph graph = parsed.graph();
    Tensor x = parsed.input();
    ModelOptions options = ModelOptions.defaults().threads(threads);
    try (Model reference = Model.of(graph, options.backend("reference"))) {
      expected = reference.run(x);
    }
    model = Model.of(graph, options.backend(backend));
    session = model.newSession();
    input = direct(x.size()).put(x.floats()).rewind();
    output = direct(expected.size());
    for (int i = 0; i < output.capacity(); i++) {
      output.put(i, Float.NaN);
    }
    session.run(input, output);
    Agreement agreement = requireAgreement(expected, output);
    System.out.printf(
        Locale.ROOT,
        "%n# sepconv %s, %s: %s; %,d MACs; against the reference: %s%n",
        BenchmarkMain.commit(),
        backend,
        implementations(model.report()),
        parsed.macs(),
        agreement.describe());
  }

  private static FloatBuffer direct(int elements) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(elements, Float.BYTES))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /** The kernels that run, in order; a layer that oneDNN left to the reference shows here. */
  private static String implementations(ModelReport report) {
    return report.layers().stream()
        .map(LayerReport::implementation)
        .collect(Collectors.joining(" + "));
  }

  /**
   * How near a result is to the reference's.
   *
   * @throws IllegalStateException if it is not near enough
   */
  static Agreement requireAgreement(Tensor expected, FloatBuffer output) {
    float[] actual = new float[output.remaining()];
    output.duplicate().get(actual);
    Agreement agreement = Agreement.of(expected, Tensor.of(expected.shape(), actual));
    if (!agreement.within(Agreement.F32)) {
      throw new IllegalStateException(
          "the result differs from the reference, so it is not timed: " + agreement.describe());
    }
    return agreement;
  }

  /**
   * One run.
   *
   * @return the result, which JMH takes, so that no compiler may leave the work out
   */
  @Benchmark
  public FloatBuffer run() {
    session.run(input, output);
    return output;
  }

  /** Compares the last timed result too, then frees the native memory. */
  @TearDown(Level.Trial)
  public void close() {
    try (Model closedLast = model;
        Session closedFirst = session) {
      requireAgreement(expected, output);
    }
  }
}
