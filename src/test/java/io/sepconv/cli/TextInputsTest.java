package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextInputsTest {
  private static BufferedImage black(int width, int height) {
    return new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
  }

  @Test
  void theDetectorTakesMultiplesOf32() {
    assertEquals(Shape.of(1, 3, 480, 640), TextDetector.input(black(640, 480)).shape());
    assertEquals(Shape.of(1, 3, 416, 608), TextDetector.input(black(600, 410)).shape());
    assertEquals(Shape.of(1, 3, 32, 32), TextDetector.input(black(3, 5)).shape());
  }

  @Test
  void theDetectorTakesAtMost960() {
    assertEquals(Shape.of(1, 3, 480, 960), TextDetector.input(black(1280, 640)).shape());
    assertEquals(Shape.of(1, 3, 960, 32), TextDetector.input(black(10, 5000)).shape());
  }

  @Test
  void blackIsNegativeInUnitsOfTheDeviation() {
    Tensor x = TextDetector.input(black(32, 32));

    assertEquals(-0.485f / 0.229f, x.floats()[0], 1e-6f);
    assertEquals(-0.406f / 0.225f, x.floats()[3 * 32 * 32 - 1], 1e-6f);
  }

  @Test
  void aShortLineIsFilledWithZeros() {
    List<Tensor> inputs = TextDirection.inputs(black(40, 20));

    assertEquals(1, inputs.size());
    assertEquals(Shape.of(1, 3, 48, 192), inputs.get(0).shape());
    float[] values = inputs.get(0).floats();
    assertEquals(-1, values[95]);
    assertEquals(0, values[96]);
    assertEquals(0, values[191]);
    assertEquals(-1, values[192]);
  }

  @Test
  void aLongLineIsCutIntoEqualParts() {
    // Four times the height fits, this is ten times.
    List<Tensor> inputs = TextDirection.inputs(black(200, 20));

    assertEquals(3, inputs.size());
    for (Tensor input : inputs) {
      float[] values = input.floats();
      int filled = 0;
      while (values[filled] == -1) {
        filled++;
      }
      assertTrue(filled >= 158 && filled <= 161, "filled " + filled);
    }
  }

  @Test
  void slenderLinesAreNoTrouble() {
    assertEquals(1, TextDirection.inputs(black(1, 500)).size());
    assertEquals(125, TextDirection.inputs(black(500, 1)).size());
  }

  @Test
  void theRecognizerTakesMultiplesOf64From320() {
    assertEquals(Shape.of(1, 3, 48, 320), TextRecognizer.input(black(1, 500)).shape());
    assertEquals(Shape.of(1, 3, 48, 320), TextRecognizer.input(black(160, 24)).shape());
    assertEquals(Shape.of(1, 3, 48, 384), TextRecognizer.input(black(161, 24)).shape());
    assertEquals(Shape.of(1, 3, 48, 2560), TextRecognizer.input(black(900, 1)).shape());
  }

  @Test
  void theRecognizersLineIsInProportionAndFilledWithZeros() {
    Tensor input = TextRecognizer.input(black(40, 20));

    float[] values = input.floats();
    assertEquals(-1, values[95]);
    assertEquals(0, values[96]);
    assertEquals(0, values[319]);
    assertEquals(-1, values[320]);
  }

  @Test
  void aLineIsCutWithAMarginAndTurned() {
    BufferedImage picture = black(100, 60);
    picture.setRGB(14, 19, 0xFFFFFF);
    TextBox box = new TextBox(20, 20, 50, 20, 1);

    BufferedImage upright = TextReader.upright(picture, box, new TextDirection(false, 1));
    BufferedImage turned = TextReader.upright(picture, box, new TextDirection(true, 0.91));
    BufferedImage unsure = TextReader.upright(picture, box, new TextDirection(true, 0.9));

    // 0.3 of its height on either side, 0.05 above and below, rounded up.
    assertEquals(62, upright.getWidth());
    assertEquals(22, upright.getHeight());
    assertEquals(0xFFFFFF, upright.getRGB(0, 0) & 0xFFFFFF);
    assertEquals(0xFFFFFF, turned.getRGB(61, 21) & 0xFFFFFF);
    assertEquals(0xFFFFFF, unsure.getRGB(0, 0) & 0xFFFFFF);
  }

  @Test
  void aMarginEndsAtThePicture() {
    BufferedImage picture = black(100, 60);
    TextBox box = new TextBox(2, 0, 98, 60, 1);

    BufferedImage line = TextReader.upright(picture, box, new TextDirection(false, 1));

    assertEquals(100, line.getWidth());
    assertEquals(60, line.getHeight());
  }
}
