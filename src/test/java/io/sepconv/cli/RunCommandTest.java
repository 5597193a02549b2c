package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.onnx.NamedTensor;
import io.sepconv.onnx.OnnxTensors;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
  @TempDir Path folder;
  private Path difference;
  private Path twoOutputs;
  private Path a;
  private Path b;

  @BeforeEach
  void writeFiles() throws IOException {
    difference = OnnxFiles.write(folder.resolve("difference.onnx"), OnnxFiles.difference());
    twoOutputs = OnnxFiles.write(folder.resolve("two.onnx"), OnnxFiles.twoOutputs());
    a = folder.resolve("a.npy");
    NpyFile.write(a, Tensor.of(Shape.of(1, 3), 10f, 20f, 30f));
    b = folder.resolve("b=1.pb");
    OnnxTensors.write(b, "whatever", Tensor.of(Shape.of(1, 3), 1f, 2f, 30f));
  }

  private static Cli run(Object... args) {
    Object[] all = new Object[args.length + 3];
    System.arraycopy(new Object[] {"run", "--backend", "reference"}, 0, all, 0, 3);
    System.arraycopy(args, 0, all, 3, args.length);
    return Cli.run(all);
  }

  @Test
  void inputsGoByOrder() {
    Cli cli = run(difference, "--input", a, "--input", b).assertDone();
    assertTrue(cli.out().contains("output y  f32 [1, 3]  min 0"), cli.out());
    assertTrue(cli.out().contains("max 18.0000  mean 9.00000"), cli.out());
    assertTrue(cli.out().contains("best: [1] 18.0000, [0] 9.00000, [2] 0"), cli.out());
    assertTrue(cli.out().startsWith("backend: reference ("), cli.out());
  }

  @Test
  void inputsGoByName() {
    String forward = run(difference, "--input", "b=" + b, "--input", a).assertDone().out();
    assertTrue(forward.contains("max 18.0000"), forward);
    String swapped = run(difference, "--input", "b=" + a, "--input", "a=" + b).assertDone().out();
    assertTrue(swapped.contains("min -18.0000"), swapped);
  }

  @Test
  void wrongInputsAreRefused() throws IOException {
    run(difference, "--input", a).assertRefused("no --input for 'b'");
    run(difference, "--input", a, "--input", b, "--input", a).assertRefused("one --input too many");
    run(difference, "--input", "c=" + a).assertRefused("no input 'c'", "[a, b]");
    run(difference, "--input", "a=" + a, "--input", "a=" + a).assertRefused("twice");
    run(difference, "--input", a, "--input", folder.resolve("no.npy"))
        .assertRefused("no such file");
    Path text = Files.writeString(folder.resolve("x.txt"), "1 2 3");
    run(difference, "--input", a, "--input", text).assertRefused("x.txt", ".npy");
    Path garbage = Files.write(folder.resolve("x.pb"), new byte[] {1, 2, 3});
    run(difference, "--input", a, "--input", garbage).assertRefused();
  }

  @Test
  void limitsAreOptions() throws IOException {
    run(difference, "--max-bytes", "40").assertRefused("reading the file takes", "--max-bytes");
    run(difference, "--max-bytes", "1k").assertRefused("as objects in memory");
    run(difference, "--max-bytes", "1m", "--max-nodes", "1", "--max-steps", "1").assertDone();
    run(difference, "--max-bytes", "1.5g").assertRefused("'1.5g' is no size like 500m or 4g");
    Path convolution = OnnxFiles.write(folder.resolve("conv.onnx"), OnnxFiles.convolution());
    Path many = OnnxFiles.write(folder.resolve("many.onnx"), OnnxFiles.twoOutputs());
    run(many, "--max-nodes", "1").assertRefused("2 nodes, more than the 1 allowed");
    assertEquals(0, Cli.run("run", convolution, "--max-bytes", "1g").exitCode());
  }

  @Test
  void withoutInputsDataAreRandomButTheSame() {
    String[] outputs = new String[3];
    for (int i = 0; i < 3; i++) {
      outputs[i] =
          run(difference, "--seed", i == 2 ? 8 : 7).assertDone().out().replaceAll("in \\S+ ms", "");
    }
    assertEquals(outputs[0], outputs[1]);
    assertTrue(!outputs[0].equals(outputs[2]), outputs[2]);
  }

  @Test
  void openSizesAreAskedForAndChecked() {
    run(twoOutputs).assertRefused("'x' [?, 3, ?, ?]", "--shape x=1x3x224x224");
    run(twoOutputs, "--shape", "1x4x2x2").assertRefused("[?, 3, ?, ?]", "[1, 4, 2, 2]");
    run(twoOutputs, "--shape", "q=1x3x2x2").assertRefused("no input 'q'");
    run(twoOutputs, "--shape", "1x3x-2").assertRefused("'1x3x-2'");
    run(twoOutputs, "--shape", "1x3x2x99999999999").assertRefused("99999999999");
    run(twoOutputs, "--shape", "1x3x2x99999999999999999999").assertRefused("99999999999999999999");
    run(difference, "--shape", "1x3").assertRefused("[a, b]");
    Cli cli = run(twoOutputs, "--shape", "x=2x3x4x5", "--report").assertDone();
    assertTrue(cli.out().contains("output z  f32 [2, 3, 4, 5]"), cli.out());
    assertTrue(cli.out().contains("Relu"), cli.out());
  }

  @Test
  void outputsAreSaved() throws IOException {
    Path out = folder.resolve("new/out");
    run(difference, "--input", a, "--input", b, "--save", out).assertDone();
    Tensor expected = Tensor.of(Shape.of(1, 3), 9f, 18f, 0f);
    assertEquals(expected, NpyFile.read(out.resolve("output_0_y.npy")));
    run(difference, "--input", a, "--input", b, "--save", out, "--format", "pb").assertDone();
    NamedTensor named = OnnxTensors.read(out.resolve("output_0_y.pb"));
    assertEquals("y", named.name());
    assertEquals(expected, named.tensor());
    run(difference, "--save", a).assertRefused("folder", "a.npy");
  }

  @Test
  void aPictureIsAnInput() throws IOException {
    BufferedImage picture = new BufferedImage(4, 2, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(1, 0, 0xff8000);
    Path file = folder.resolve("p.PNG");
    ImageIO.write(picture, "png", file.toFile());
    Cli plain = run(twoOutputs, "--input", file, "--save", folder).assertDone();
    assertTrue(plain.out().contains("input x  f32 [1, 3, 2, 4]  min -1"), plain.out());
    Tensor y = NpyFile.read(folder.resolve("output_0_y.npy"));
    assertEquals(1, y.get(1));
    assertEquals(128 / 127.5 - 1, y.get(9), 1e-6);
    assertEquals(0, y.get(17));
    run(twoOutputs, "--input", file, "--bgr", "--mean", "0", "--std", "1,2,4", "--save", folder)
        .assertDone();
    y = NpyFile.read(folder.resolve("output_0_y.npy"));
    assertEquals(0, y.get(1));
    assertEquals(128 / 255.0 / 2, y.get(9), 1e-6);
    assertEquals(0.25, y.get(17), 1e-6);
    Cli scaled = run(twoOutputs, "--input", file, "--shape", "1x3x6x8").assertDone();
    assertTrue(scaled.out().contains("input x  f32 [1, 3, 6, 8]"), scaled.out());
    run(twoOutputs, "--input", file, "--std", "0").assertRefused("std");
    run(twoOutputs, "--input", file, "--mean", "1,2").assertRefused("--mean");
    run(difference, "--input", file, "--input", file).assertRefused("takes no picture");
    Files.write(file, new byte[] {1, 2, 3});
    run(twoOutputs, "--input", file).assertRefused("p.PNG");
  }
}
