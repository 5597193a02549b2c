package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sepconv.Model;
import io.sepconv.ModelOptions;
import io.sepconv.backend.Precision;
import io.sepconv.backend.Support;
import io.sepconv.backend.onednn.OnednnBackend;
import io.sepconv.onnx.OnnxTensors;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.NativeTest;
import io.sepconv.testing.TestData;
import java.awt.image.BufferedImage;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Trained networks in bfloat16 come to the same answers as in f32. */
@NativeTest
class Bf16NetworksTest {
  private static final ModelOptions F32 = ModelOptions.defaults().backend("onednn").threads(1);
  private static final ModelOptions BF16 = F32.precision(Precision.BF16);

  @BeforeEach
  void multiplies() {
    Support support = new OnednnBackend().supports(Precision.BF16);
    assumeTrue(support.yes(), support.reason());
  }

  private static Tensor input(Path golden) throws Exception {
    return OnnxTensors.read(golden.resolve("test_data_set_0/input_0.pb")).tensor();
  }

  /** A face in pixels of the network's 128 x 128, with the logit of its score. */
  private record Face(double score, List<Double> box) {}

  @Test
  void blazeFaceFindsTheSameFace() throws Exception {
    Path golden = TestData.shared("golden/blazeface_front_astronaut");
    Face expected = face(golden, F32);
    Face actual = face(golden, BF16);
    assertTrue(expected.score() > 0.8, "a face, of score " + expected.score());
    assertEquals(expected.score(), actual.score(), 0.02);
    for (int i = 0; i < 4; i++) {
      assertEquals(expected.box().get(i), actual.box().get(i), 1, expected + " and " + actual);
    }
  }

  private static Face face(Path golden, ModelOptions options) throws Exception {
    try (Model model = Model.load(golden.resolve("model.onnx"), options)) {
      assertEquals(options.precision(), model.precision());
      Map<String, Tensor> outputs = model.run(Map.of(model.inputs().get(0).name(), input(golden)));
      return face(ofLength(outputs, 1), ofLength(outputs, 16));
    }
  }

  /** The rows of the fine grid, then those of the coarse one. */
  private static float[] ofLength(Map<String, Tensor> outputs, int length) {
    FloatBuffer all = FloatBuffer.allocate(896 * length);
    outputs.values().stream()
        .filter(tensor -> tensor.shape().dim(-1) == length)
        .sorted(Comparator.comparingInt(tensor -> -tensor.size()))
        .forEach(tensor -> all.put(tensor.floats()));
    assertEquals(0, all.remaining());
    return all.array();
  }

  /**
   * The best of MediaPipe's anchors: two per cell of 16 x 16, then six per cell of 8 x 8; numbers
   * are pixels from the middle of the cell.
   */
  private static Face face(float[] scores, float[] boxes) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    boolean fine = best < 2 * 16 * 16;
    int cells = fine ? 16 : 8;
    int cell = fine ? best / 2 : (best - 2 * 16 * 16) / 6;
    double middleX = (cell % cells + 0.5) * 128 / cells;
    double middleY = (cell / cells + 0.5) * 128 / cells;
    return new Face(
        1 / (1 + Math.exp(-scores[best])),
        List.of(
            middleX + boxes[16 * best],
            middleY + boxes[16 * best + 1],
            (double) boxes[16 * best + 2],
            (double) boxes[16 * best + 3]));
  }

  @Test
  void theRecogniserReadsTheSame() throws Exception {
    Path golden = TestData.shared("golden/ppocr_v4_rec");
    TextReading expected = read(golden, F32);
    TextReading actual = read(golden, BF16);
    assertTrue(expected.text().length() > 3, expected.text());
    assertEquals(expected.text(), actual.text());
    assertEquals(expected.confidence(), actual.confidence(), 0.02);
  }

  private static TextReading read(Path golden, ModelOptions options) throws Exception {
    try (Model model = Model.load(golden.resolve("model.onnx"), options)) {
      return CtcDecoder.of(model.metadata()).decode(model.run(input(golden)));
    }
  }

  @Test
  void theDemosPageReadsTheSame() {
    BufferedImage page = DemoPage.draw();
    assertEquals(lines(page, F32), lines(page, BF16));
    assertEquals(DemoPage.LINES.stream().map(DemoPage.Line::text).toList(), lines(page, BF16));
  }

  private static List<String> lines(BufferedImage page, ModelOptions options) {
    DemoModels models = DemoModels.load();
    try (Model detector = Model.load(models.detector(), options);
        Model classifier = Model.load(models.classifier(), options);
        Model recognizer = Model.load(models.recognizer(), options)) {
      return new TextReader(detector, classifier, new TextRecognizer(recognizer))
          .read(page).lines().stream().map(line -> line.reading().text()).toList();
    }
  }
}
