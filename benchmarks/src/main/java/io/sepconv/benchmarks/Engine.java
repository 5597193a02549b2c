package io.sepconv.benchmarks;

import io.sepconv.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What runs an ONNX file: sepconv, or a rival.
 *
 * <p>A process opens engines of one kind only: each brings threads of its own, and those of one
 * would spin beside the runs of the other.
 */
public enum Engine {
  /** sepconv on oneDNN in single precision. */
  SEPCONV_ONEDNN_F32(Accuracy.F32, true),

  /** sepconv on oneDNN in bfloat16, inputs and outputs in single precision. */
  SEPCONV_ONEDNN_BF16(Accuracy.BF16, true),

  /** sepconv in Java on the Vector API, in single precision. */
  SEPCONV_JAVA(Accuracy.F32, true),

  /** The same in a JVM without the Vector API: plain loops. */
  SEPCONV_JAVA_PLAIN(Accuracy.F32, false),

  /** ONNX Runtime's Java API on its default provider, in single precision. */
  ONNXRUNTIME(Accuracy.F32, true);

  private static final String VECTOR_API = "jdk.incubator.vector";

  private final Accuracy accuracy;
  private final boolean vectorApi;

  Engine(Accuracy accuracy, boolean vectorApi) {
    this.accuracy = accuracy;
    this.vectorApi = vectorApi;
  }

  Accuracy accuracy() {
    return accuracy;
  }

  /** Options of a JVM that this runs in; all have the Vector API but the one that does without. */
  List<String> jvmOptions() {
    String nativeAccess = "--enable-native-access=ALL-UNNAMED";
    return vectorApi ? List.of("--add-modules", VECTOR_API, nativeAccess) : List.of(nativeAccess);
  }

  /**
   * Loads a model; the caller closes it.
   *
   * @param model an ONNX file of one f32 input and one f32 output {@code [N, 1000]}
   * @param input what it will read, at every run
   * @param threads threads of one run
   * @throws IllegalArgumentException if this sepconv does not have the precision
   * @throws IllegalStateException if this JVM has the Vector API and should not, or should and has
   *     not
   */
  EngineSession open(Path model, Tensor input, int threads) throws IOException {
    boolean there = ModuleLayer.boot().findModule(VECTOR_API).isPresent();
    if (there != vectorApi) {
      throw new IllegalStateException(
          String.format(
              "%s runs in a JVM %s the module %s; with JMH: -jvmArgsAppend '%s'",
              this, vectorApi ? "with" : "without", VECTOR_API, String.join(" ", jvmOptions())));
    }
    return switch (this) {
      case SEPCONV_ONEDNN_F32, SEPCONV_ONEDNN_BF16 ->
          new SepconvSession(model, input, threads, "onednn", accuracy.name());
      case SEPCONV_JAVA, SEPCONV_JAVA_PLAIN ->
          new SepconvSession(model, input, threads, "java", accuracy.name());
      case ONNXRUNTIME -> new OnnxRuntimeSession(model, input, threads);
    };
  }
}
