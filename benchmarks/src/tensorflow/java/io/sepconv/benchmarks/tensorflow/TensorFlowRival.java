package io.sepconv.benchmarks.tensorflow;

import io.sepconv.benchmarks.Engine;
import io.sepconv.benchmarks.EngineModel;
import io.sepconv.benchmarks.Rival;
import io.sepconv.benchmarks.Task;
import java.io.IOException;

/** Names TensorFlow as a rival. */
public final class TensorFlowRival implements Rival {
  @Override
  public Engine engine() {
    return Engine.TENSORFLOW;
  }

  @Override
  public EngineModel load(Task task) throws IOException {
    return new TensorFlowModel(task);
  }
}
