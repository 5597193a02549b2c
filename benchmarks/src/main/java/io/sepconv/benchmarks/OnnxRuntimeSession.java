package io.sepconv.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.sepconv.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * ONNX Runtime, set up as <a
 * href="https://onnxruntime.ai/docs/performance/tune-performance/threading.html">its page on
 * threads</a> advises for networks without long parallel branches: threads inside an operator, one
 * operator at a time, every optimisation of the graph, and spinning left at its default, which is
 * on. Input and output are tensors over direct buffers, the output allocated beforehand, so that a
 * run copies neither.
 */
final class OnnxRuntimeSession extends EngineSession {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final OnnxTensor inputTensor;
  private final OnnxTensor outputTensor;
  private final Map<String, OnnxTensor> inputs;
  private final Map<String, OnnxTensor> outputs;

  OnnxRuntimeSession(Path file, Tensor input, int threads) {
    super(input);
    long[] inputShape = Arrays.stream(input.shape().dims()).asLongStream().toArray();
    long[] outputShape = {inputShape[0], ZooNetwork.CLASSES};
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(ExecutionMode.SEQUENTIAL);
      options.setOptimizationLevel(OptLevel.ALL_OPT);
      session = environment.createSession(file.toString(), options);
      inputTensor = OnnxTensor.createTensor(environment, this.input, inputShape);
      outputTensor = OnnxTensor.createTensor(environment, output, outputShape);
      inputs = Map.of(session.getInputNames().iterator().next(), inputTensor);
      outputs = Map.of(session.getOutputNames().iterator().next(), outputTensor);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime refuses " + file + ": " + e.getMessage(), e);
    }
  }

  /** One run. Its result holds the given output and nothing else, and closing it frees a list. */
  @Override
  void run() {
    try {
      session.run(inputs, Set.of(), outputs).close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
    }
  }

  @Override
  String description() {
    return "ONNX Runtime " + environment.getVersion() + ", CPU provider, all optimisations";
  }

  @Override
  public void close() {
    inputTensor.close();
    outputTensor.close();
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime does not close: " + e.getMessage(), e);
    }
  }
}
