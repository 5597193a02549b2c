package io.sepconv.backend.onednn;

import io.sepconv.backend.Backend;
import io.sepconv.backend.BackendUnavailableException;
import io.sepconv.backend.CompileOptions;
import io.sepconv.backend.GraphCompiler;
import io.sepconv.backend.Precision;
import io.sepconv.backend.Support;
import java.util.Map;

/** Runs networks on oneDNN's CPU engine through one native call per segment. */
public final class OnednnBackend implements Backend {
  /** The name by which it is chosen. */
  public static final String NAME = "onednn";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int priority() {
    return 100;
  }

  @Override
  public void load() {
    OnednnRuntime.load();
  }

  @Override
  public Map<String, String> describe() {
    return OnednnRuntime.describe();
  }

  @Override
  public Support supports(Precision precision) {
    return switch (precision) {
      case F32 -> Support.YES;
      case BF16 -> OnednnRuntime.multipliesBf16();
    };
  }

  @Override
  public GraphCompiler newCompiler(CompileOptions options) {
    Support precision = supports(options.precision());
    if (!precision.yes()) {
      throw new BackendUnavailableException(precision.reason(), null);
    }
    return new OnednnCompiler(options);
  }
}
