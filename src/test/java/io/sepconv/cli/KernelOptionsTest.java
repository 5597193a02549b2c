package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.onnx.OnnxWriter;
import io.sepconv.op.Cast;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.testing.ChildJvm;
import io.sepconv.testing.NativeTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user meets who asks for a precision, or for fast kernels only. */
class KernelOptionsTest {
  @TempDir Path folder;

  private Path model(byte[] bytes) throws Exception {
    return OnnxFiles.write(folder.resolve("model.onnx"), bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "bench", "profile"})
  void aPrecisionThatABackendLacksIsRefused(String command) throws Exception {
    Path model = model(OnnxFiles.convolution());
    Cli.run(command, "--backend", "reference", "--precision", "bf16", model)
        .assertRefused("backend reference", "F32 only", "--allow-f32");
  }

  @Test
  void allowF32RunsInstead() throws Exception {
    Path model = model(OnnxFiles.convolution());
    Cli cli =
        Cli.run("run", "--backend", "reference", "--precision", "bf16", "--allow-f32", model)
            .assertDone();
    assertTrue(cli.lines().get(0).contains("; f32"), cli.out());
  }

  @Test
  @NativeTest
  void anOlderProcessorIsNamed() throws Exception {
    Path model = model(OnnxFiles.convolution());
    ChildJvm.Result refused = child("run", "--precision", "bf16", model.toString());
    assertEquals(ExitCode.BAD_INPUT, refused.exitCode(), refused.output());
    assertEquals(1, refused.output().lines().count(), refused.output());
    for (String part : List.of("sepconv: backend onednn", "BF16", "is AVX2,", "--allow-f32")) {
      assertTrue(refused.output().contains(part), part + " is not in " + refused.output());
    }
    ChildJvm.Result done = child("run", "--precision", "bf16", "--allow-f32", model.toString());
    assertEquals(ExitCode.DONE, done.exitCode(), done.output());
    assertTrue(
        done.output().contains("ISA AVX2") && done.output().contains("; f32"), done.output());
  }

  private static ChildJvm.Result child(String... args) throws Exception {
    return ChildJvm.run(
        Map.of("ONEDNN_MAX_CPU_ISA", "AVX2", "SEPCONV_BACKEND", "onednn"),
        List.of("--enable-native-access=ALL-UNNAMED"),
        List.of(),
        Main.class,
        args);
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "bench", "profile"})
  @NativeTest
  void aSlowStepFailsAStrictRun(String command) throws Exception {
    Path model = model(OnnxFiles.tile());
    Cli cli = Cli.run(command, "--backend", "onednn", "--strict", model);
    assertEquals(ExitCode.CHECK_FAILED, cli.exitCode(), cli.out() + cli.err());
    cli.assertOneLine("slow steps", "strict", "Tile", "java reference");
  }

  /** Kernels in Java are what the backend java is for; only its steps on the reference are slow. */
  @Test
  void aStrictRunInJavaRefusesTheReferenceOnly() throws Exception {
    Cli.run("run", "--backend", "java", "--strict", model(OnnxFiles.convolution())).assertDone();
    GraphBuilder b = new GraphBuilder("whole");
    Value x = b.input("x", Shape.of(2, 3));
    Path whole = folder.resolve("whole.onnx");
    OnnxWriter.write(whole, b.output(b.apply(new Cast(DataType.INT64), x)).build());
    Cli cli = Cli.run("run", "--backend", "java", "--strict", whole);
    assertEquals(ExitCode.CHECK_FAILED, cli.exitCode(), cli.out() + cli.err());
    cli.assertOneLine("slow steps", "strict", "Cast", "reference: ");
  }

  @Test
  @NativeTest
  void aStrictRunOfFastStepsSucceeds() throws Exception {
    Cli.run("run", "--backend", "onednn", "--strict", model(OnnxFiles.difference())).assertDone();
  }
}
