package io.sepconv.backend.jvm;

import java.util.Arrays;
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
 * One run of a block in Java on the Vector API, fused by blocks of rows or kernel after kernel. Its
 * memory stays in the caches from run to run; {@link FusedBlockTable} takes turns, and empties them
 * as well.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 3,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class FusedBlockBenchmark {
  /** Blocks of MobileNetV1, then of MobileNetV2. */
  @Param({
    "g32mb1ic32ih112oc32oh112kh3ph1 + mb1ic32ih112oc64oh112kh1",
    "g64mb1ic64ih112oc64oh56kh3sh2ph1 + mb1ic64ih56oc128oh56kh1",
    "g128mb1ic128ih56oc128oh56kh3ph1 + mb1ic128ih56oc128oh56kh1",
    "g256mb1ic256ih28oc256oh28kh3ph1 + mb1ic256ih28oc256oh28kh1",
    "mb1ic16ih112oc96oh112kh1 + g96mb1ic96ih112oc96oh56kh3sh2ph1 + mb1ic96ih56oc24oh56kh1",
    "mb1ic24ih56oc144oh56kh1 + g144mb1ic144ih56oc144oh56kh3ph1 + mb1ic144ih56oc24oh56kh1",
    "mb1ic32ih28oc192oh28kh1 + g192mb1ic192ih28oc192oh28kh3ph1 + mb1ic192ih28oc32oh28kh1",
    "mb1ic64ih14oc384oh14kh1 + g384mb1ic384ih14oc384oh14kh3ph1 + mb1ic384ih14oc64oh14kh1"
  })
  public String shape;

  /** Rows that are computed at a time; 0 is kernel after kernel, as in the library. */
  @Param({"0", "4", "8", "16"})
  public int rows;

  /** Threads of one run. */
  @Param({"1", "2"})
  public int threads;

  private BlockPlan plan;
  private Crew crew;
  private float[] expected;

  /** Runs once, and lets nothing be timed that differs from the library's kernels in any bit. */
  @Setup(Level.Trial)
  public void open() {
    BlockShape block = BlockShape.parse(shape);
    crew = Crew.borrow(threads);
    BlockPlan separate = BlockPlan.of(block, 0, threads);
    separate.run(crew);
    expected = separate.result();
    plan = BlockPlan.of(block, rows, threads);
    plan.run(crew);
    requireEqual(expected, plan.result());
  }

  /**
   * Compares bit by bit.
   *
   * @throws IllegalStateException if an element differs
   */
  static void requireEqual(float[] expected, float[] actual) {
    int at = Arrays.mismatch(expected, actual);
    if (at >= 0) {
      throw new IllegalStateException(
          String.format(
              "element %d is %s and not %s as from kernel after kernel, so it is not timed",
              at, actual[at], expected[at]));
    }
  }

  /** One run. */
  @Benchmark
  public void run() {
    plan.run(crew);
  }

  /** Compares the last timed result too. */
  @TearDown(Level.Trial)
  public void close() {
    crew.giveBack();
    requireEqual(expected, plan.result());
  }
}
