package io.sepconv.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.sepconv.testing.ChildJvm;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@link HostileModels}, and files that only a path can be hostile by, in a JVM of 256 MB: it would
 * die of anything but a refusal, and a model it hangs on has no line in what it printed.
 */
class HostileModelsTest {
  private static final long GIGA = 1L << 30;

  @TempDir private Path folder;
  private final Map<String, String> says = new LinkedHashMap<>();
  private final List<String> files = new ArrayList<>();

  @TestFactory
  Stream<DynamicTest> refusedWithinASmallHeap() throws IOException, InterruptedException {
    for (var model : HostileModels.all().entrySet()) {
      write(model.getKey(), model.getValue().says(), model.getValue().bytes());
    }
    pathsThatLeave();
    hugeFiles();
    ChildJvm.Result run =
        ChildJvm.run(
            Map.of(), List.of("-Xmx256m"), List.of(), LoadEach.class, files.toArray(String[]::new));
    Map<String, String> ends = new HashMap<>();
    run.output()
        .lines()
        .map(line -> line.split("\t", 2))
        .forEach(l -> ends.put(l[0], l[l.length - 1]));
    Stream<DynamicTest> refusals =
        says.entrySet().stream()
            .map(model -> dynamicTest(model.getKey(), () -> check(model, ends, run.output())));
    return Stream.concat(
        refusals,
        Stream.of(dynamicTest("exit", () -> assertEquals(0, run.exitCode(), run::output))));
  }

  private static void check(
      Map.Entry<String, String> model, Map<String, String> ends, String output) {
    String end = ends.getOrDefault(model.getKey() + ".onnx", "nothing; the output is " + output);
    assertTrue(end.contains(model.getValue()), () -> "expected '" + model.getValue() + "': " + end);
    assertTrue(end.length() < 2500, () -> "a message of " + end.length() + " characters");
  }

  private void write(String name, String message, byte[] bytes) throws IOException {
    Path file = folder.resolve(name + ".onnx");
    Files.write(file, bytes);
    files.add(file.toString());
    says.put(name, message);
  }

  private void pathsThatLeave() throws IOException {
    Path secret = Files.createTempFile("outside", ".bin");
    try {
      Files.write(secret, new byte[8]);
      Files.createSymbolicLink(folder.resolve("link.bin"), secret);
      Files.createSymbolicLink(folder.resolve("linked"), secret.getParent());
      String outside = "lies outside the model's folder";
      write("a path upwards", outside, external("../" + secret.getFileName(), 1, 2));
      write("an absolute path", outside, external(secret.toString(), 1, 2));
      write("a link", outside, external("link.bin", 1, 2));
      write("a linked folder", outside, external("linked/" + secret.getFileName(), 1, 2));
      write("no regular file", "is not a regular file", external(".", 1, 2));
    } finally {
      secret.toFile().deleteOnExit();
    }
  }

  private void hugeFiles() throws IOException {
    sparse(folder.resolve("huge.bin"), 4 * GIGA);
    write("a gigabyte beside it", "takes 1073741824 bytes", external("huge.bin", 1, GIGA / 4));
    write(
        "forty megabytes a hundred times",
        "external data up to",
        external("huge.bin", 100, 10_000_000));
    Path model = folder.resolve("three gigabytes.onnx");
    sparse(model, 3 * GIGA);
    files.add(model.toString());
    says.put("three gigabytes", "takes 3221225472 bytes");
  }

  private static void sparse(Path file, long bytes) throws IOException {
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(bytes);
    }
  }

  /** A model of some f32 initializers, all with the first bytes of one file for their elements. */
  private static byte[] external(String location, int tensors, long size) {
    TestModel model = TestModel.opset(13);
    for (int i = 0; i < tensors; i++) {
      model
          .graph()
          .addInitializerBuilder()
          .setName("w" + i)
          .setDataType(TestModel.FLOAT)
          .addDims(size)
          .setDataLocation(TensorProto.DataLocation.EXTERNAL)
          .addExternalData(
              StringStringEntryProto.newBuilder().setKey("location").setValue(location));
    }
    return model.node("Relu", "w0", "y").output("y").bytes();
  }
}
