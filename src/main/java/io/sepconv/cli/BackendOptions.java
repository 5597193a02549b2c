package io.sepconv.cli;

import io.sepconv.Backends;
import io.sepconv.ModelOptions;
import io.sepconv.backend.Backend;
import io.sepconv.backend.Precision;
import io.sepconv.backend.ReferenceBackend;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that runs a network. */
final class BackendOptions {
  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description =
          "auto, onednn, java or reference. auto takes the best that can run here; one that is"
              + " named and cannot run is an error. Default: the property sepconv.backend, then the"
              + " variable SEPCONV_BACKEND, then auto.")
  private String backend;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of one run (default: the processors granted to this process).")
  private Integer threads;

  @Option(
      names = "--precision",
      paramLabel = "P",
      description = "Arithmetic inside the network: ${COMPLETION-CANDIDATES} (default: F32).")
  private Precision precision;

  @Mixin private KernelOptions kernels;

  /** The options for a model; what was not given keeps its default. */
  ModelOptions modelOptions() {
    ModelOptions options = ModelOptions.defaults();
    options = backend == null ? options : options.backend(backend);
    options = threads == null ? options : options.threads(threads);
    options = precision == null ? options : options.precision(precision);
    return kernels.applyTo(options);
  }

  /**
   * Lets independent runs share the processors: where {@code --threads} was not given, each run
   * gets its part of them.
   *
   * @param runs how many there are in all, at least 1
   * @return how many should run at the same time
   */
  int share(int runs) {
    int processors = Runtime.getRuntime().availableProcessors();
    if (threads == null) {
      threads = Math.max(1, processors / runs);
    }
    return Math.max(1, Math.min(runs, processors / Math.max(1, threads)));
  }

  /**
   * The backend that runs.
   *
   * @throws io.sepconv.backend.BackendUnavailableException if the one asked for cannot
   */
  Backend chosen() {
    return Backends.select(modelOptions().backend());
  }

  /**
   * The line that says which backend runs, with what, and why it is not a better one: {@code
   * backend: onednn (oneDNN 3.11.0, ISA AVX2; f32, up to 2 threads)}.
   *
   * @throws io.sepconv.backend.BackendUnavailableException if the backend asked for cannot run, or
   *     not in this precision
   */
  String headline() {
    return headline(modelOptions());
  }

  /** The same line for the given options. */
  static String headline(ModelOptions options) {
    Backend chosen = Backends.select(options.backend());
    String facts =
        chosen.describe().entrySet().stream()
            .map(fact -> fact.getKey() + " " + fact.getValue())
            .collect(Collectors.joining(", "));
    StringBuilder line = new StringBuilder("backend: ").append(chosen.name());
    line.append(" (").append(facts).append("; ");
    line.append(Backends.precision(chosen, options).name().toLowerCase(Locale.ROOT));
    if (!chosen.name().equals(ReferenceBackend.NAME)) {
      line.append(", up to ").append(options.threads());
      line.append(options.threads() == 1 ? " thread" : " threads");
    }
    line.append(')');
    if (options.backend() == null || options.backend().equals(Backends.AUTO)) {
      line.append(whyNotBetter(chosen));
    }
    return Failure.oneLine(line.toString());
  }

  /** The reasons of the backends that an automatic choice passed over. */
  private static String whyNotBetter(Backend chosen) {
    return Backends.all().stream()
        .takeWhile(status -> !status.name().equals(chosen.name()))
        .filter(status -> !status.available())
        .map(status -> "; " + status.name() + " cannot run: " + status.reason())
        .collect(Collectors.joining());
  }
}
