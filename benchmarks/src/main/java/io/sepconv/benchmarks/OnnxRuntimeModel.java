package io.sepconv.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.sepconv.tensor.Shape;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * ONNX Runtime, set up as <a
 * href="https://onnxruntime.ai/docs/performance/tune-performance/threading.html">its page on
 * threads</a> advises for networks without long parallel branches: threads inside an operator, one
 * operator at a time, every optimisation of the graph, and spinning left at its default, which is
 * on. Input and output are tensors over direct buffers, the output allocated beforehand, so that a
 * run copies neither. Callers share the one session, as its users' do, and with it the threads.
 */
final class OnnxRuntimeModel implements EngineModel {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final Task task;
  private final OrtSession session;

  OnnxRuntimeModel(Task task) {
    this.task = task;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(task.threads());
      options.setInterOpNumThreads(1);
      options.setExecutionMode(ExecutionMode.SEQUENTIAL);
      options.setOptimizationLevel(OptLevel.ALL_OPT);
      session = environment.createSession(task.model().toString(), options);
    } catch (OrtException e) {
      throw new IllegalStateException(
          "ONNX Runtime refuses " + task.model() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public EngineSession newSession() {
    try {
      return new Caller();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime has no tensor for it: " + e.getMessage(), e);
    }
  }

  private final class Caller extends EngineSession {
    private final OnnxTensor inputTensor;
    private final OnnxTensor outputTensor;
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxTensor> outputs;

    private Caller() throws OrtException {
      super(task);
      inputTensor = OnnxTensor.createTensor(environment, input, dims(task.input().shape()));
      outputTensor = OnnxTensor.createTensor(environment, output, dims(task.outputShape()));
      inputs = Map.of(session.getInputNames().iterator().next(), inputTensor);
      outputs = Map.of(session.getOutputNames().iterator().next(), outputTensor);
    }

    /** Its result holds the given output and nothing else, and closing it frees a list. */
    @Override
    protected void run() {
      try {
        session.run(inputs, Set.of(), outputs).close();
      } catch (OrtException e) {
        throw new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
      }
    }

    @Override
    public void close() {
      inputTensor.close();
      outputTensor.close();
    }
  }

  private static long[] dims(Shape shape) {
    return Arrays.stream(shape.dims()).asLongStream().toArray();
  }

  @Override
  public String description() {
    return "ONNX Runtime " + environment.getVersion() + ", CPU provider, all optimisations";
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime does not close: " + e.getMessage(), e);
    }
  }
}
