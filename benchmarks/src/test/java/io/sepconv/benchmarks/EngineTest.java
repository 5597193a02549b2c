package io.sepconv.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sepconv.Model;
import io.sepconv.ModelOptions;
import io.sepconv.backend.Precision;
import io.sepconv.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every engine against sepconv's reference, each in a process of its own. */
@TestInstance(Lifecycle.PER_CLASS)
class EngineTest {
  private static final String NETWORK = "mobilenet_v3_small";
  private static final int BATCH = 2;

  private final Workload work = Workload.of(NETWORK, BATCH);
  private final Tensor input = work.input();
  private Path model;
  private Tensor expected;

  @BeforeAll
  void computeTheReference(@TempDir Path folder) throws IOException {
    model = folder.resolve("model.onnx");
    work.write(model);
    RawFloats.write(folder.resolve("input.f32"), input);
    try (Model reference = Model.load(model, ModelOptions.defaults().backend("reference"))) {
      expected = reference.run(input);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "SEPCONV_JAVA_PLAIN", mode = EnumSource.Mode.EXCLUDE)
  void computesWhatItClaims(Engine engine) throws IOException {
    assumeTrue(engine.isHere(), "not in this build");
    computes(engine, 1);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "SEPCONV_ONEDNN_F32",
        "SEPCONV_JAVA",
        "ONNXRUNTIME",
        "OPENCV",
        "PYTORCH",
        "LITERT",
        "TENSORFLOW"
      })
  void callersAtTheSameTimeGetTheSame(Engine engine) throws IOException {
    assumeTrue(engine.isHere(), "not in this build");
    computes(engine, 3);
  }

  private void computes(Engine engine, int callers) throws IOException {
    assumeTrue(engine != Engine.SEPCONV_ONEDNN_BF16 || hasBf16(), "no bfloat16 here");
    Path output = model.resolveSibling(engine + ".f32");
    Map<String, String> values = new HashMap<>();
    values.put("threads", "1");
    values.put("callers", String.valueOf(callers));
    values.put("shape", "2x3x224x224");
    values.put("outputShape", "2x1000");
    values.put("model", model.toString());
    values.put("input", model.resolveSibling("input.f32").toString());
    values.put("output", output.toString());
    values.put("plan", EngineProcess.NO_PLAN);
    List<String> command = Contestant.of(engine).command(values);
    Path log = model.resolveSibling(engine + ".log");
    try (Participant participant = Participant.start(engine.name(), command, log)) {
      assertEquals(engine.accuracy(), participant.accuracy());
      assertTrue(participant.turn(1).length >= 1);
      participant.finish();
    }
    engine.accuracy().require(expected, RawFloats.read(output, expected.shape()), engine.name());
  }

  /** In sepconv and in the processor. */
  private static boolean hasBf16() throws IOException {
    return Stream.of(Precision.values()).anyMatch(precision -> precision.name().equals("BF16"))
        && Files.readString(Path.of("/proc/cpuinfo")).matches("(?s).*(avx512_bf16|amx_bf16).*");
  }

  /** The process of these tests has the Vector API; one without has no figure to call its own. */
  @Test
  void aJvmWithAnotherTierIsRefused() {
    String message =
        assertThrows(IllegalStateException.class, () -> Engine.SEPCONV_JAVA_PLAIN.load(task()))
            .getMessage();
    assertTrue(message.startsWith("SEPCONV_JAVA_PLAIN runs in a JVM without the mod"), message);
    for (Engine engine : Engine.values()) {
      assertEquals(
          engine != Engine.SEPCONV_JAVA_PLAIN,
          Contestant.of(engine).command().contains("jdk.incubator.vector"));
    }
  }

  @Test
  void whatIsCompiledHasTheCostOfTheNetwork() throws IOException {
    try (SepconvModel compiled = new SepconvModel(task(), "onednn", Precision.F32)) {
      assertEquals(work.macs(), compiled.report().macs());
    }
    assertEquals(BATCH * 56e6, work.macs(), BATCH * 1e6);
  }

  private Task task() {
    return work.task(model, 1, 1);
  }

  @Test
  void aRivalThatIsNotInTheBuildSaysHowToGetIt() {
    for (Engine engine : Engine.values()) {
      if (!engine.isHere()) {
        String message =
            assertThrows(IllegalArgumentException.class, engine::requireHere).getMessage();
        String profile = engine.name().toLowerCase(Locale.ROOT);
        assertTrue(message.contains("add -P" + profile + " to 'mvn"), message);
      }
    }
  }
}
