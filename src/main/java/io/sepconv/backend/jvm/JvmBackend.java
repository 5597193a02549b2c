package io.sepconv.backend.jvm;

import io.sepconv.backend.Backend;
import io.sepconv.backend.BackendUnavailableException;
import io.sepconv.backend.CompileOptions;
import io.sepconv.backend.GraphCompiler;
import io.sepconv.backend.Support;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Runs networks in Java: on the Vector API where the module jdk.incubator.vector is there, in plain
 * loops otherwise. Needs no native code.
 */
public final class JvmBackend implements Backend {
  /** The name by which it is chosen. */
  public static final String NAME = "java";

  private final Supplier<MicroKernels> micro;

  /** The best kernels that can run here. */
  public JvmBackend() {
    this.micro = Tiers::best;
  }

  /** Kernels of one tier. */
  JvmBackend(MicroKernels micro) {
    this.micro = () -> micro;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int priority() {
    return 50;
  }

  @Override
  public void load() {
    micro.get();
  }

  @Override
  public Map<String, String> describe() {
    Map<String, String> description = new LinkedHashMap<>();
    description.put("kernels", micro.get().name());
    if (!Tiers.usesVectorApi().yes()) {
      description.put("vector API", "not used: " + Tiers.usesVectorApi().reason());
    }
    return description;
  }

  @Override
  public GraphCompiler newCompiler(CompileOptions options) {
    Support precision = supports(options.precision());
    if (!precision.yes()) {
      throw new BackendUnavailableException(precision.reason(), null);
    }
    return new JvmCompiler(micro.get(), options);
  }
}
