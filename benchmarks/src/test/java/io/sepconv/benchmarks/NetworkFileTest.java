package io.sepconv.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sepconv.tensor.Shape;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Trained networks, from their files. */
class NetworkFileTest {
  private static final String FOUR_OUTPUTS = "blazeface_front_astronaut";
  private static final String DIRECTIONS = "ppocr_cls_upright";
  private static final String LETTERS = "ppocr_v4_rec";

  @TempDir private Path folder;

  private static String file(String name) {
    String data = System.getenv("SEPCONV_TESTDATA");
    assumeTrue(data != null, "SEPCONV_TESTDATA is not set: no trained networks");
    return Path.of(data, "golden", name, "model.onnx").toString();
  }

  @Test
  void aNameIsAPathAndSizes() {
    NetworkFile file = NetworkFile.parse("some/ic3/model.onnx@1x3x48x192");
    assertEquals(Path.of("some/ic3/model.onnx"), file.path());
    assertEquals(Shape.of(1, 3, 48, 192), file.sizes().orElseThrow());
    assertEquals(Path.of("ic3/model.onnx").toString(), file.label());
    assertEquals("model.onnx", NetworkFile.parse("model.onnx").label());
    assertFalse(Problem.isMeant("some/ic3/model.onnx"));
    assertFalse(NetworkFile.isMeant("mobilenet_v2"));
  }

  @Test
  void aFileWithOneOutputIsGivenToEnginesAsItIs() throws Exception {
    String file = file(DIRECTIONS);
    Workload work = Workload.of(file + "@2x3x48x192", 1);
    assertEquals(2, work.batch());
    assertEquals(Shape.of(2, 2), work.outputShape());
    assertTrue(work.macs() > 1_000_000);
    Path copy = folder.resolve("copy.onnx");
    work.write(copy);
    assertArrayEquals(Files.readAllBytes(Path.of(file)), Files.readAllBytes(copy));
  }

  @Test
  void severalOutputsAreOneVector() {
    Workload work = Workload.of(file(FOUR_OUTPUTS), 1);
    assertEquals(Shape.of(1, 128, 128, 3), work.input().shape());
    assertEquals(Shape.of((512 + 384) * (1 + 16)), work.outputShape());
  }

  @Test
  void whatCannotBeMeasuredIsOneClearLine() throws Exception {
    assertRefused("none.onnx", "there is no file none.onnx");
    assertRefused("none.onnx@1x0", "behind @ stand sizes like 1x3x48x192, not '1x0'");
    Path junk = Files.writeString(folder.resolve("junk.onnx"), "junk");
    assertRefused(junk.toString(), junk + ": ");
    String open = file(DIRECTIONS);
    assertRefused(
        open, "input 'x' [?, 3, ?, ?] has open sizes: give them, as in " + open + "@1x3x224x224");
    assertRefused(open + "@1x4x48x192", "input 'x' expects f32 [?, 3, ?, ?], not f32 [1, 4, 48");
    String message =
        assertThrows(IllegalArgumentException.class, () -> Workload.of(open + "@1x3x48x192", 2))
            .getMessage();
    assertTrue(message.contains("give it in the sizes"), message);
  }

  private static void assertRefused(String name, String reason) {
    StringWriter err = new StringWriter();
    int code =
        Contest.run(
            new PrintWriter(new StringWriter()), new PrintWriter(err, true), "--networks", name);
    assertEquals(2, code, err::toString);
    assertTrue(err.toString().contains(reason), err::toString);
    assertEquals(1, err.toString().strip().lines().count(), err::toString);
  }

  @Test
  void enginesAgreeOnTrainedNetworks() {
    StringWriter said = new StringWriter();
    assertEquals(0, contest(said, "ONNXRUNTIME", file(FOUR_OUTPUTS)), said::toString);
    assertTrue(said.toString().contains("blazeface_front_astronaut/model.onnx"), said::toString);
    assertEquals(0, contest(said, "ONNXRUNTIME", file(LETTERS) + "@1x3x48x160"), said::toString);
  }

  @Test
  void jmhTakesAFileToo() throws Exception {
    try (SharedFolder shared = SharedFolder.create()) {
      ModelBenchmark benchmark = new ModelBenchmark();
      benchmark.network = file(DIRECTIONS) + "@1x3x48x192";
      benchmark.engine = Engine.SEPCONV_ONEDNN_F32;
      benchmark.threads = 1;
      benchmark.batch = 1;
      benchmark.open();
      assertEquals(2, benchmark.run().remaining());
      benchmark.close();
    }
  }

  /** A rival computes the same, or refuses in a sentence that names it; it does not crash. */
  @ParameterizedTest
  @EnumSource(names = {"OPENCV", "PYTORCH", "LITERT", "TENSORFLOW"})
  void aRivalComputesTheSameOrRefuses(Engine rival) {
    assumeTrue(rival.isHere(), "not in this build");
    for (String name : List.of(file(FOUR_OUTPUTS), file(DIRECTIONS) + "@1x3x48x192")) {
      StringWriter said = new StringWriter();
      int code = contest(said, rival.name(), name);
      String refusal = "\n" + rival + " does not run this: ";
      assertTrue(code == 0 || code == 3 && said.toString().contains(refusal), said::toString);
      assertFalse(said.toString().contains("\tat "), said::toString);
      assertFalse(
          said.toString().matches("(?s).*(NullPointer|IndexOutOf|ClassCast).*"), said::toString);
    }
  }

  private static int contest(StringWriter said, String rival, String network) {
    return Contest.run(
        new PrintWriter(said, true),
        new PrintWriter(said, true),
        "--engines",
        "SEPCONV_ONEDNN_F32," + rival,
        "--networks",
        network,
        "--seconds",
        "0.05",
        "--sets",
        "1");
  }
}
