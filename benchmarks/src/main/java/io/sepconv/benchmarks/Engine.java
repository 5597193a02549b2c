package io.sepconv.benchmarks;

import io.sepconv.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What runs an ONNX file: sepconv, or a rival.
 *
 * <p>A process opens engines of one kind only: each brings threads of its own, and those of one
 * would spin beside the runs of the other.
 */
public enum Engine {
  /** sepconv on oneDNN in single precision. */
  SEPCONV_ONEDNN_F32(Accuracy.F32),

  /** sepconv on oneDNN in bfloat16, inputs and outputs in single precision. */
  SEPCONV_ONEDNN_BF16(Accuracy.BF16),

  /** ONNX Runtime's Java API on its default provider, in single precision. */
  ONNXRUNTIME(Accuracy.F32);

  private final Accuracy accuracy;

  Engine(Accuracy accuracy) {
    this.accuracy = accuracy;
  }

  Accuracy accuracy() {
    return accuracy;
  }

  /**
   * Loads a model; the caller closes it.
   *
   * @param model an ONNX file of one f32 input and one f32 output {@code [N, 1000]}
   * @param input what it will read, at every run
   * @param threads threads of one run
   * @throws IllegalArgumentException if this sepconv does not have the precision
   */
  EngineSession open(Path model, Tensor input, int threads) throws IOException {
    return switch (this) {
      case SEPCONV_ONEDNN_F32, SEPCONV_ONEDNN_BF16 ->
          new SepconvSession(model, input, threads, accuracy.name());
      case ONNXRUNTIME -> new OnnxRuntimeSession(model, input, threads);
    };
  }
}
