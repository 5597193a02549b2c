package io.sepconv.benchmarks.opencv;

import io.sepconv.benchmarks.Engine;
import io.sepconv.benchmarks.EngineModel;
import io.sepconv.benchmarks.Rival;
import io.sepconv.benchmarks.Task;
import java.io.IOException;

/** Finds {@link OpenCvModel}. */
public final class OpenCvRival implements Rival {
  @Override
  public Engine engine() {
    return Engine.OPENCV;
  }

  @Override
  public EngineModel load(Task task) throws IOException {
    return new OpenCvModel(task);
  }
}
