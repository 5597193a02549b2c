package io.sepconv.onnx;

import io.sepconv.Model;
import io.sepconv.ModelOptions;
import io.sepconv.graph.ModelFormatException;
import io.sepconv.graph.UnsupportedOperatorException;
import java.io.IOException;
import java.nio.file.Path;

/** Loads one model after the other with the default limits, and says how each ended. */
final class LoadEach {
  private LoadEach() {}

  /** Prints a line for each file: its name, a tab, and the refusal; anything else ends the JVM. */
  public static void main(String[] files) throws IOException {
    ModelOptions reference = ModelOptions.defaults().backend("reference");
    for (String file : files) {
      String end = HostileModels.LOADS;
      try {
        Model.load(Path.of(file), reference).close();
      } catch (ModelFormatException | UnsupportedOperatorException e) {
        end = e.getMessage();
      }
      System.out.println(Path.of(file).getFileName() + "\t" + end.replaceAll("\\s+", " "));
    }
  }
}
