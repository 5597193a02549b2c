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
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;

/** The price of a run itself: of graphs that have next to nothing to compute. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OverheadBenchmark extends SessionBenchmark {
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

  @Override
  CheckedSessions load() throws IOException {
    return CheckedSessions.againstReference(work.load(), engine, threads);
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
