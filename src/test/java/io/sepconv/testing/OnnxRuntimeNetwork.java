package io.sepconv.testing;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.sepconv.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** A whole network in ONNX Runtime, on one thread. */
public final class OnnxRuntimeNetwork implements AutoCloseable {
  private final OrtSession session;

  private OnnxRuntimeNetwork(OrtSession session) {
    this.session = session;
  }

  /** The network node by node, as its file spells it. */
  public static OnnxRuntimeNetwork plain(byte[] model) {
    return load(model, OptLevel.NO_OPT);
  }

  /** The network with everything that ONNX Runtime knows to make it faster. */
  public static OnnxRuntimeNetwork optimised(byte[] model) {
    return load(model, OptLevel.ALL_OPT);
  }

  private static OnnxRuntimeNetwork load(byte[] model, OptLevel level) {
    try (OrtSession.SessionOptions options = OnnxRuntimeOracle.options(level)) {
      return new OnnxRuntimeNetwork(OrtEnvironment.getEnvironment().createSession(model, options));
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime refuses the network: " + e.getMessage(), e);
    }
  }

  /** Every output by name, in the network's order, for a tensor for every input by name. */
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    Map<String, OnnxTensor> operands = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
        OnnxTensor operand =
            OnnxRuntimeOracle.toOnnx(OrtEnvironment.getEnvironment(), input.getValue());
        operands.put(input.getKey(), operand);
      }
      try (OrtSession.Result results = session.run(operands)) {
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        results.forEach(
            entry ->
                outputs.put(
                    entry.getKey(), OnnxRuntimeOracle.fromOnnx((OnnxTensor) entry.getValue())));
        return outputs;
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime fails on " + inputs + ": " + e.getMessage(), e);
    } finally {
      operands.values().forEach(OnnxTensor::close);
    }
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
