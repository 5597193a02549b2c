package io.sepconv.benchmarks;

import io.sepconv.backend.Precision;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;

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

  /** sepconv's oracle, which adds in double precision on one thread. */
  SEPCONV_REFERENCE(Accuracy.F32, true),

  /** ONNX Runtime's Java API on its default provider, in single precision. */
  ONNXRUNTIME(Accuracy.F32, true),

  /** OpenCV's DNN module, through its JavaCPP preset. */
  OPENCV(Accuracy.F32, true),

  /** PyTorch's C++ library, through its JavaCPP preset. */
  PYTORCH(Accuracy.F32, true),

  /** LiteRT, formerly TensorFlow Lite, with XNNPACK, through its JavaCPP preset. */
  LITERT(Accuracy.F32, true),

  /** TensorFlow's Java API. */
  TENSORFLOW(Accuracy.F32, true);

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

  /** Whether this is no sepconv. */
  boolean isRival() {
    return !name().startsWith("SEPCONV_");
  }

  /** Whether it is in this build: rivals but ONNX Runtime stand in Maven profiles. */
  boolean isHere() {
    return !isRival() || this == ONNXRUNTIME || rival().isPresent();
  }

  private Optional<Rival> rival() {
    return ServiceLoader.load(Rival.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(rival -> rival.engine() == this)
        .findFirst();
  }

  /**
   * Throws where it is not in this build.
   *
   * @throws IllegalArgumentException with the way to build with it
   */
  void requireHere() {
    if (!isHere()) {
      throw new IllegalArgumentException(
          String.format(
              "%s is not in this build: add -P%s to 'mvn -f benchmarks/pom.xml package'",
              this, name().toLowerCase(Locale.ROOT)));
    }
  }

  /**
   * Loads a model; the caller closes it.
   *
   * @throws IllegalArgumentException if it is not in this build
   * @throws IllegalStateException if this JVM has the Vector API and should not, or should and has
   *     not; or if it refuses the model
   */
  EngineModel load(Task task) throws IOException {
    boolean there = ModuleLayer.boot().findModule(VECTOR_API).isPresent();
    if (there != vectorApi) {
      throw new IllegalStateException(
          String.format(
              "%s runs in a JVM %s the module %s; with JMH: -jvmArgsAppend '%s'",
              this, vectorApi ? "with" : "without", VECTOR_API, String.join(" ", jvmOptions())));
    }
    requireHere();
    return switch (this) {
      case SEPCONV_ONEDNN_F32 -> new SepconvModel(task, "onednn", Precision.F32);
      case SEPCONV_ONEDNN_BF16 -> new SepconvModel(task, "onednn", Precision.BF16);
      case SEPCONV_JAVA, SEPCONV_JAVA_PLAIN -> new SepconvModel(task, "java", Precision.F32);
      case SEPCONV_REFERENCE -> new SepconvModel(task, "reference", Precision.F32);
      case ONNXRUNTIME -> new OnnxRuntimeModel(task);
      default -> rival().orElseThrow().load(task);
    };
  }
}
