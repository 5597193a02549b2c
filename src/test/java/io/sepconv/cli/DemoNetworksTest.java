package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.Model;
import io.sepconv.ModelOptions;
import io.sepconv.graph.Graph;
import io.sepconv.op.ConvKind;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The networks that the demo builds: their counts and what they compute. */
class DemoNetworksTest {
  private static final ModelOptions REFERENCE = ModelOptions.defaults().backend("reference");

  private static Tensor run(Graph graph, Tensor input) {
    try (Model model = Model.of(graph, REFERENCE)) {
      return model.run(input);
    }
  }

  @Test
  void theArticlesLayerHasTheArticlesCounts() {
    LayerPair pair = LayerPair.article();

    assertEquals(List.of(45_630L), Multiplications.of(pair.direct(pair.composed())).perNode());
    Multiplications split = Multiplications.of(pair.separable());
    assertEquals(List.of(4_563L, 5_070L), split.perNode());
    assertEquals("9,633", split.sum());
    assertEquals("21.1 %", split.shareOf(Multiplications.of(pair.direct(pair.unrelated()))));
  }

  @Test
  void sobelCountsBothDirections() {
    Shape grey = Shape.of(1, 1, 15, 15);

    // The article's single kernel: 1,521 against 585 for the columns and 507 for the rows.
    assertEquals(2 * 1_521, Multiplications.of(DemoEdges.direct(grey)).total());
    assertEquals(
        List.of(2 * 585L, 2 * 507L), Multiplications.of(DemoEdges.separable(grey)).perNode());
  }

  @Test
  void sobelIsTheSameSplit() {
    float[] pixels = new float[11 * 13];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i * 73 % 256;
    }
    Tensor grey = Tensor.of(Shape.of(1, 1, 11, 13), pixels);

    Tensor whole = run(DemoEdges.direct(grey.shape()), grey);

    assertEquals(Shape.of(1, 2, 9, 11), whole.shape());
    assertEquals(whole, run(DemoEdges.separable(grey.shape()), grey));
  }

  @Test
  void sobelMeasuresASlope() {
    // Brightness rises by 10 to the right and by 1 downwards: 8 times that, as the taps add up to.
    float[] pixels = new float[16];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i % 4 * 10 + i / 4;
    }
    Tensor grey = Tensor.of(Shape.of(1, 1, 4, 4), pixels);

    Tensor gradient = run(DemoEdges.direct(grey.shape()), grey);

    assertArrayEquals(new float[] {80, 80, 80, 80, 8, 8, 8, 8}, gradient.floats());
    float length = (float) Math.hypot(80, 8);
    assertEquals(
        Tensor.of(Shape.of(1, 1, 2, 2), length, length, length, length),
        DemoEdges.strength(gradient));
  }

  @Test
  void aDirectLayerOfProductsEqualsThePair() {
    LayerPair pair = LayerPair.article();

    Tensor separable = run(pair.separable(), pair.sample());

    Agreement products = Agreement.of(separable, run(pair.direct(pair.composed()), pair.sample()));
    Agreement unrelated =
        Agreement.of(separable, run(pair.direct(pair.unrelated()), pair.sample()));
    assertTrue(products.ratio() < 1e-6, products.describe());
    assertTrue(unrelated.ratio() > 0.1, unrelated.describe());
  }

  @Test
  void kindsAreCounted() {
    assertEquals(
        Map.of(ConvKind.DEPTHWISE, 1, ConvKind.POINTWISE, 1),
        DemoTable.kinds(LayerPair.mobileNet().separable()));
    assertEquals(
        Map.of(ConvKind.DIRECT, 1, ConvKind.DEPTHWISE, 1),
        DemoTable.kinds(DemoEdges.separable(Shape.of(1, 1, 9, 9))));
  }
}
