package io.sepconv.benchmarks.litert;

import io.sepconv.benchmarks.Engine;
import io.sepconv.benchmarks.EngineModel;
import io.sepconv.benchmarks.Rival;
import io.sepconv.benchmarks.Task;
import java.io.IOException;

/** Names LiteRT as a rival. */
public final class LiteRt implements Rival {
  @Override
  public Engine engine() {
    return Engine.LITERT;
  }

  @Override
  public EngineModel load(Task task) throws IOException {
    return new LiteRtModel(task);
  }
}
