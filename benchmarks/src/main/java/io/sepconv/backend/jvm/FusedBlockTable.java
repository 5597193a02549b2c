package io.sepconv.backend.jvm;

import io.sepconv.benchmarks.Contests;
import io.sepconv.benchmarks.Machine;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.annotations.Param;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The blocks of {@link FusedBlockBenchmark} in one process, where kernel after kernel and every
 * size of a block of rows take turns, so that a drift of the machine hits all alike.
 *
 * <pre>{@code
 * java --add-modules jdk.incubator.vector -cp benchmarks/target/benchmarks.jar \
 *   io.sepconv.backend.jvm.FusedBlockTable --threads 1,2
 * }</pre>
 */
@Command(
    name = "FusedBlockTable",
    description =
        "Prints how many times as fast blocks are as one kernel than kernel after kernel, by"
            + " medians of runs in turns: after a run of the same, and after the caches were"
            + " filled with something else.")
public final class FusedBlockTable implements Callable<Integer> {
  private static final long WARM_UP_NANOS = 1_500_000_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--threads",
      paramLabel = "N",
      split = ",",
      defaultValue = "1",
      description = "Threads of one run (default: ${DEFAULT-VALUE}).")
  private List<Integer> threads;

  @Option(
      names = "--rows",
      paramLabel = "N",
      split = ",",
      defaultValue = "4,8,16",
      description = "Rows that are computed at a time (default: ${DEFAULT-VALUE}).")
  private List<Integer> rows;

  @Option(
      names = "--shape",
      paramLabel = "BLOCK",
      description =
          "A block in benchdnn's notation, any number of times (default: the benchmark's).")
  private List<String> shapes = List.of(defaultShapes());

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "200",
      description = "Timed runs of each (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  private boolean help;

  private FusedBlockTable() {}

  /** Prints the table. */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true);
    System.exit(run(out, new PrintWriter(System.err, true), args));
  }

  /** Prints the table and returns the exit code. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    return Contests.execute(new FusedBlockTable(), out, err, args);
  }

  private static String[] defaultShapes() {
    try {
      return FusedBlockBenchmark.class.getField("shape").getAnnotation(Param.class).value();
    } catch (NoSuchFieldException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Machine.describe().forEach((name, fact) -> out.printf("%-8s %s%n", name, fact));
    out.printf("%-24s %7s %7s %10s", "block", "threads", "caches", "apart, us");
    rows.forEach(count -> out.printf(" %7s", count + " rows"));
    out.println();
    for (int count : threads) {
      Crew crew = Crew.borrow(count);
      for (String text : shapes) {
        BlockShape shape = BlockShape.parse(text);
        List<BlockPlan> plans = plans(shape, count);
        warmUp(plans, crew);
        line(out, shape, count, "warm", time(plans, crew, null));
        line(out, shape, count, "emptied", time(plans, crew, new OtherData()));
      }
      crew.giveBack();
    }
    return 0;
  }

  /** Kernel after kernel, then every number of rows. */
  private List<BlockPlan> plans(BlockShape shape, int threads) {
    List<BlockPlan> plans = new ArrayList<>();
    plans.add(BlockPlan.of(shape, 0, threads));
    rows.forEach(count -> plans.add(BlockPlan.of(shape, count, threads)));
    return plans;
  }

  /** Warms up, and refuses results that differ. */
  private static void warmUp(List<BlockPlan> plans, Crew crew) {
    for (BlockPlan plan : plans) {
      long start = System.nanoTime();
      while (System.nanoTime() - start < WARM_UP_NANOS) {
        plan.run(crew);
      }
      plan.clearResult();
      plan.run(crew);
      FusedBlockBenchmark.requireEqual(plans.get(0).result(), plan.result());
    }
  }

  /** Medians in nanoseconds. */
  private double[] time(List<BlockPlan> plans, Crew crew, OtherData other) {
    double[][] nanos = new double[plans.size()][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int turn = 0; turn < plans.size(); turn++) {
        // Not always the same one before.
        int i = (turn * (1 + round % 2 * (plans.size() - 2)) + round) % plans.size();
        if (other == null) {
          plans.get(i).run(crew);
        } else {
          crew.run(other, null);
        }
        long start = System.nanoTime();
        plans.get(i).run(crew);
        nanos[i][round] = System.nanoTime() - start;
      }
    }
    return Arrays.stream(nanos).mapToDouble(FusedBlockTable::median).toArray();
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
  }

  private static void line(
      PrintWriter out, BlockShape shape, int threads, String caches, double[] medians) {
    out.printf("%-24s %7d %7s %10.1f", shape.label(), threads, caches, medians[0] / 1e3);
    for (int i = 1; i < medians.length; i++) {
      out.printf(" %7.2f", medians[0] / medians[i]);
    }
    out.println();
  }

  /** Writes more than the caches hold, on all threads of a crew. */
  private static final class OtherData implements Kernel {
    private static final int PARTS = 64;

    private final float[] data = new float[PARTS << 18];

    @Override
    public int parts() {
      return PARTS;
    }

    @Override
    public void run(float[] arena, int part, int worker) {
      for (int i = part << 18; i < (part + 1) << 18; i++) {
        data[i] += 1;
      }
    }
  }
}
