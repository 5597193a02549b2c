package io.sepconv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The Java example of README.md, word for word, and that it does what the README says. */
class ReadmeTest {
  @Test
  void exampleRuns() {
    // README begin
    float[] depthwise = new float[32 * 3 * 3]; // [32, 1, 3, 3]: one 3x3 kernel per channel
    float[] pointwise = new float[64 * 32]; // [64, 32, 1, 1]
    Arrays.fill(depthwise, 1 / 9f);
    Arrays.fill(pointwise, 1 / 32f);

    GraphBuilder builder = new GraphBuilder("block");
    Value x = builder.input("x", Shape.of(1, 32, 56, 56));
    Value y =
        builder.depthwiseSeparable(
            x,
            ConvLayer.of(Tensor.of(Shape.of(32, 1, 3, 3), depthwise)).pad(1).stride(2),
            ConvLayer.of(Tensor.of(Shape.of(64, 32, 1, 1), pointwise))
                .activation(Activation.RELU6));
    Graph graph = builder.output(y).build();

    try (Model model = Model.of(graph, ModelOptions.defaults().threads(1))) {
      float[] pixels = new float[32 * 56 * 56];
      Arrays.fill(pixels, 1);
      float[] result = model.run(pixels); // [1, 64, 28, 28]
      System.out.println(result.length + " values on " + model.backend());
      System.out.println(model.report());
    }
    // README end
    assertEquals(Shape.of(1, 64, 28, 28), y.shape());
    try (Model model = Model.of(graph, ModelOptions.defaults().threads(1))) {
      float[] ones = new float[32 * 56 * 56];
      Arrays.fill(ones, 1);
      float[] result = model.run(ones);
      assertEquals(64 * 28 * 28, result.length);
      // A mean of ones is one inside; at a corner five of the nine positions are padding.
      assertEquals(1, result[28 + 1], 1e-5);
      assertEquals(4 / 9f, result[0], 1e-5);
    }
  }

  @Test
  void readmeShowsThisExample() throws Exception {
    String source = Files.readString(Path.of("src/test/java/io/sepconv/ReadmeTest.java"));
    String example =
        source
            .substring(
                source.indexOf("// README begin\n") + "// README begin\n".length(),
                source.indexOf("    // README end"))
            .stripIndent()
            .strip();
    String readme = Files.readString(Path.of("README.md"));
    assertTrue(readme.contains(example), "README.md must contain:\n" + example);
  }
}
