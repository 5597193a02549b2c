package io.sepconv.cli;

import io.sepconv.ModelOptions;
import picocli.CommandLine.Option;

/** Options on how implementations are chosen, for every command that runs a network. */
final class KernelOptions {
  @Option(
      names = "--allow-f32",
      description = "Compute in F32 where the backend cannot compute in the --precision given.")
  private boolean allowF32;

  @Option(
      names = "--strict",
      description =
          "Refuse a network with a step that only a slow implementation runs: a plain loop (ref), a"
              + " matrix copy (gemm), or the reference beside faster code.")
  private boolean strict;

  @Option(
      names = "--no-tuning",
      description =
          "Do not choose implementations by their time on this machine; two runs of the command"
              + " then compute alike to the last bit.")
  private boolean untuned;

  /** These options on others. */
  ModelOptions applyTo(ModelOptions options) {
    return options.f32Fallback(allowF32).strict(strict).tuned(!untuned);
  }
}
