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
import java.util.List;
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

  private final ZooNetwork zoo = ZooNetwork.of(NETWORK);
  private final Tensor input = zoo.input(BATCH);
  private Path model;
  private Tensor expected;

  @BeforeAll
  void computeTheReference(@TempDir Path folder) throws IOException {
    model = folder.resolve("model.onnx");
    zoo.write(model);
    RawFloats.write(folder.resolve("input.f32"), input);
    try (Model reference = Model.load(model, ModelOptions.defaults().backend("reference"))) {
      expected = reference.run(input);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "SEPCONV_JAVA_PLAIN", mode = EnumSource.Mode.EXCLUDE)
  void computesWhatItClaims(Engine engine) throws IOException {
    assumeTrue(engine != Engine.SEPCONV_ONEDNN_BF16 || hasBf16(), "no bfloat16 here");
    Path output = model.resolveSibling(engine + ".f32");
    Map<String, String> values =
        Map.of(
            "threads",
            "1",
            "shape",
            "2x3x224x224",
            "model",
            model.toString(),
            "input",
            model.resolveSibling("input.f32").toString(),
            "output",
            output.toString(),
            "plan",
            EngineProcess.NO_PLAN);
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
        assertThrows(
                IllegalStateException.class, () -> Engine.SEPCONV_JAVA_PLAIN.open(model, input, 1))
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
    try (SepconvSession session = new SepconvSession(model, input, 1, "onednn", "F32")) {
      assertEquals(zoo.macs(BATCH), session.report().macs());
    }
    assertEquals(BATCH * 56e6, zoo.macs(BATCH), BATCH * 1e6);
  }

  @Test
  void aPrecisionThatIsMissingIsNamed() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> new SepconvSession(model, input, 1, "onednn", "F8"))
            .getMessage();
    assertTrue(message.startsWith("this sepconv has no precision F8; it has [F32"), message);
  }
}
