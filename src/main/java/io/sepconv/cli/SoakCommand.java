package io.sepconv.cli;

import io.sepconv.ModelOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code soak}: whether memory grows. */
@Command(
    name = "soak",
    description = {
      "Runs an ONNX model many times, opens and closes it many times meanwhile, and watches the"
          + " memory of its own process.",
      "The check fails where the resident memory at the end lies more than --limit above that at a"
          + " tenth of the way, or where a result is not that of the first run, bit by bit."
    },
    optionListHeading = "%nOptions:%n",
    footer = {
      "%nResident memory is VmRSS of /proc/self/status: soak works on Linux only. Every sample is"
          + " taken after a",
      "garbage collection and while a model is open. A Java heap grows as it likes up to its bound,"
          + " so ./sepconv",
      "starts soak with a heap of 512 MiB that is resident from the start (-Xms512m -Xmx512m"
          + " -XX:+AlwaysPreTouch);",
      "SEPCONV_JAVA_OPTS='-Xms2g -Xmx2g' makes it larger. 'outside heap' is what is resident beside"
          + " it: native code",
      "and its data, and what the JVM needs for itself.",
      "%nOne run in ten goes through Model.run, the others through a session of each caller.",
      "%nExamples:",
      "  sepconv soak model.onnx",
      "  sepconv soak model.onnx --runs 20000 --models 50 --threads 1 --callers 4"
    })
final class SoakCommand implements Callable<Integer> {
  private static final long SEED = 1;
  private static final int MIN_SAMPLES = 10;

  private final Supplier<MemorySample> memory;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
  private Path file;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Runs in all (default: ${DEFAULT-VALUE}).")
  private long runs;

  @Option(
      names = "--models",
      paramLabel = "N",
      defaultValue = "100",
      description = "How often the model is opened and closed (default: ${DEFAULT-VALUE}).")
  private int models;

  @Option(
      names = "--callers",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads that run the model at the same time (default: ${DEFAULT-VALUE}).")
  private int callers;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "20",
      description = "Points of the curve, from 10 on (default: ${DEFAULT-VALUE}).")
  private int samples;

  @Option(
      names = "--limit",
      paramLabel = "PERCENT",
      defaultValue = "2",
      description = "How much the resident memory may grow (default: ${DEFAULT-VALUE} %%).")
  private double limit;

  @Mixin private ShapeOptions sizes;

  @Mixin private BackendOptions backend;

  @Mixin private LimitOptions limits;

  SoakCommand() {
    this(MemorySample::take);
  }

  /** Watches another memory than that of this process. */
  SoakCommand(Supplier<MemorySample> memory) {
    this.memory = memory;
  }

  @Override
  public Integer call() throws IOException {
    requireAtLeast("--callers", 1, callers);
    requireAtLeast("--samples", MIN_SAMPLES, samples);
    requireAtLeast("--models", 1, models);
    requireAtLeast("--runs", Math.max(models, samples), runs);
    if (!(limit >= 0)) {
      throw new IllegalArgumentException("--limit must not be negative, as " + limit);
    }
    memory.get(); // where there is none to be read, that is said before the work
    PrintWriter out = spec.commandLine().getOut();
    ModelOptions options = limits.applyTo(backend.modelOptions());
    out.println(backend.headline());
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    if (heap.getCommitted() != heap.getMax()) {
      out.println("the heap is not fixed (-Xms = -Xmx, -XX:+AlwaysPreTouch), and may grow as well");
    }
    MemoryCurve curve = new MemoryCurve(samples, limit);
    long start = System.nanoTime();
    try (SoakLoad load = new SoakLoad(file, options, sizes.shapes(), sizes.batch(), callers);
        Progress progress = Progress.start(out, models + samples)) {
      progress.println(MemoryCurve.HEADING);
      soak(load, curve, progress);
    }
    curve.chart().forEach(out::println);
    out.println(
        String.format(
            Locale.ROOT,
            "%d runs by %d callers and %d models in %.0f s",
            runs,
            callers,
            models,
            (System.nanoTime() - start) / 1e9));
    out.println(curve.verdict());
    return curve.passed() ? ExitCode.DONE : ExitCode.CHECK_FAILED;
  }

  /** Models and samples divide the runs evenly, each in its own way. */
  private void soak(SoakLoad load, MemoryCurve curve, Progress progress) throws IOException {
    int model = 1;
    int sample = 1;
    long done = 0;
    while (done < runs) {
      if (!load.isOpen()) {
        load.open(SEED);
      }
      long endOfModel = runs * model / models;
      long endOfSample = runs * sample / samples;
      long next = Math.min(endOfModel, endOfSample);
      load.run(next - done);
      done = next;
      if (done == endOfSample) {
        MemorySample taken = memory.get();
        curve.add(taken);
        progress.println(MemoryCurve.line(done, model, taken));
        progress.step();
        sample++;
      }
      if (done == endOfModel) {
        load.closeModel();
        progress.step();
        model++;
      }
    }
  }

  private static void requireAtLeast(String option, long least, long given) {
    if (given < least) {
      throw new IllegalArgumentException(option + " must be at least " + least + ", not " + given);
    }
  }
}
