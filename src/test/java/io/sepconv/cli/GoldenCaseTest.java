package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenCaseTest {
  @TempDir Path root;

  private Path touch(String file) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, "");
  }

  @Test
  void dataSetsAndTensorsAreOrderedByNumber() throws IOException {
    for (String file : List.of("input_10.pb", "input_9.pb", "input_0.pb", "input_x.pb", "a.pb")) {
      touch("test_data_set_2/" + file);
    }
    touch("test_data_set_11/output_0.pb");
    touch("test_data_set/output_0.pb");
    GoldenCase golden = new GoldenCase("case", root);
    assertEquals(List.of("test_data_set_2", "test_data_set_11"), names(golden.dataSets()));
    assertEquals(
        List.of("input_0.pb", "input_9.pb", "input_10.pb"),
        names(GoldenCase.tensors(root.resolve("test_data_set_2"), "input")));
  }

  private static List<String> names(List<Path> paths) {
    return paths.stream().map(path -> path.getFileName().toString()).toList();
  }

  @Test
  void casesAreNamedByTheirPathBelowTheRoot() throws IOException {
    touch("b/model.onnx");
    touch("b/deeper/model.onnx");
    touch("a/c/test_data_set_0/input_0.pb");
    assertEquals(List.of("a/c", "b"), found(root));
    assertEquals(List.of("b", "c"), found(root.resolve("b"), root.resolve("a")));
  }

  private static List<String> found(Path... roots) throws IOException {
    return GoldenCase.find(List.of(roots)).stream().map(GoldenCase::name).toList();
  }
}
