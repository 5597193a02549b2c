package io.sepconv.benchmarks.pytorch;

import io.sepconv.benchmarks.Engine;
import io.sepconv.benchmarks.EngineModel;
import io.sepconv.benchmarks.Rival;
import io.sepconv.benchmarks.Task;
import java.io.IOException;

/** Finds {@link PyTorchModel}. */
public final class PyTorchRival implements Rival {
  @Override
  public Engine engine() {
    return Engine.PYTORCH;
  }

  @Override
  public EngineModel load(Task task) throws IOException {
    return new PyTorchModel(task);
  }
}
