package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.sepconv.Model;
import io.sepconv.ModelOptions;
import io.sepconv.image.ChannelOrder;
import io.sepconv.image.Images;
import io.sepconv.image.PixelFormat;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.OnnxRuntimeNetwork;
import io.sepconv.testing.TestData;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Trained networks on the reference backend, each loaded once and run on pictures of three sizes,
 * against ONNX Runtime as its file spells it and with its optimisations.
 */
class NetworksAgainstOnnxRuntimeTest {
  private static final PixelFormat SYMMETRIC = PixelFormat.of(ChannelOrder.BGR, 0.5, 0.5);

  /**
   * The second line of the demo's page, whose letters are 27 pixels high.
   *
   * <p>Not every cut agrees: PP-OCRv4's attention can make fifty times more of any rounding. Cut
   * one row lower, at width 517, onednn is 1.6e-4 off ONNX Runtime and the reference 5.6e-5, and
   * ONNX Runtime is as far off the network summed in double.
   */
  private static final BufferedImage LINE = Images.crop(DemoPage.draw(), 36, 103, 560, 35);

  /** The backend under test. */
  String backend() {
    return "reference";
  }

  private void check(byte[] network, List<Tensor> inputs) {
    ModelOptions options = ModelOptions.defaults().backend(backend()).threads(1);
    try (Model model = Model.load(network, options);
        OnnxRuntimeNetwork plain = OnnxRuntimeNetwork.plain(network);
        OnnxRuntimeNetwork optimised = OnnxRuntimeNetwork.optimised(network)) {
      String name = model.inputs().get(0).name();
      for (Tensor input : inputs) {
        Map<String, Tensor> results = model.run(Map.of(name, input));
        check("plain", input, plain.run(Map.of(name, input)), results);
        check("optimised", input, optimised.run(Map.of(name, input)), results);
      }
    }
  }

  private void check(
      String oracle, Tensor input, Map<String, Tensor> expected, Map<String, Tensor> results) {
    assertEquals(List.copyOf(expected.keySet()), List.copyOf(results.keySet()));
    expected.forEach(
        (output, wanted) -> {
          Agreement agreement = Agreement.of(wanted, results.get(output));
          assertTrue(
              agreement.within(Agreement.F32),
              () ->
                  String.format(
                      "'%s' of %s on %s against %s ONNX Runtime: %s",
                      output, input.shape(), backend(), oracle, agreement.describe()));
        });
  }

  private static byte[] ppocr(String name) {
    return DemoModels.resource("/models/" + name + ".onnx");
  }

  /** The page as a whole, squeezed, and its first line, on which the text is large. */
  @ParameterizedTest
  @ValueSource(strings = {"ch_PP-OCRv3_det_infer", "ch_PP-OCRv4_det_infer"})
  void detectorsOnAPageOfText(String name) {
    BufferedImage page = DemoPage.draw();
    check(
        ppocr(name),
        List.of(
            TextDetector.input(Images.resize(page, 544, 480)),
            TextDetector.input(Images.resize(page, 320, 320)),
            TextDetector.input(Images.crop(page, 0, 20, 640, 96))));
  }

  /**
   * Where a photograph has no text the probabilities are below the error of ONNX Runtime's sigmoid,
   * 1e-7 whatever its result, so that its operand is compared.
   */
  @ParameterizedTest
  @ValueSource(strings = {"ch_PP-OCRv3_det_infer", "ch_PP-OCRv4_det_infer"})
  void detectorsOnPhotographs(String name) throws IOException {
    check(
        endingBeforeSigmoid(ppocr(name)),
        List.of(
            TextDetector.input(photograph("astronaut.png", 224, 224)),
            TextDetector.input(photograph("rocket.jpg", 352, 160)),
            TextDetector.input(photograph("coffee.png", 96, 256))));
  }

  private static byte[] endingBeforeSigmoid(byte[] network) throws InvalidProtocolBufferException {
    ModelProto.Builder model = ModelProto.parseFrom(network).toBuilder();
    NodeProto last =
        model.getGraph().getNodeList().stream()
            .filter(node -> node.getOutput(0).equals(model.getGraph().getOutput(0).getName()))
            .findAny()
            .orElseThrow();
    assertEquals("Sigmoid", last.getOpType());
    ValueInfoProto output =
        model.getGraph().getOutput(0).toBuilder().setName(last.getInput(0)).build();
    model.getGraphBuilder().setOutput(0, output);
    return model.build().toByteArray();
  }

  /** A line in the network's window, several in one batch, and sizes that it was not made for. */
  @Test
  void classifier() {
    List<Tensor> parts = TextDirection.inputs(LINE);
    check(
        ppocr("ch_ppocr_mobile_v2.0_cls_infer"),
        List.of(
            parts.get(0),
            stacked(parts),
            SYMMETRIC.toTensor(Images.rotate180(Images.resize(LINE, 517, 64)))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ch_PP-OCRv3_rec_infer", "ch_PP-OCRv4_rec_infer"})
  void recognisers(String name) {
    check(ppocr(name), List.of(beginning(64), beginning(320), beginning(517)));
  }

  /** As much of the line as fits a width, in proportion: {@code [1, 3, 48, width]}. */
  private static Tensor beginning(int width) {
    BufferedImage part = Images.crop(LINE, 0, 0, width * LINE.getHeight() / 48, LINE.getHeight());
    return SYMMETRIC.toTensor(Images.resize(part, width, 48));
  }

  @Test
  void blazeFace() throws IOException {
    byte[] network =
        Files.readAllBytes(TestData.shared("golden/blazeface_front_astronaut/model.onnx"));
    check(
        network,
        List.of(
            channelsLast(photograph("astronaut.png", 128, 128)),
            channelsLast(photograph("chelsea.png", 128, 128)),
            channelsLast(photograph("coffee.png", 128, 128))));
  }

  private static BufferedImage photograph(String name, int width, int height) {
    return Images.resize(Images.read(TestData.shared("images/" + name)), width, height);
  }

  private static Tensor channelsLast(BufferedImage picture) {
    Tensor planes = PixelFormat.of(ChannelOrder.RGB, 0.5, 0.5).toTensor(picture);
    int plane = picture.getWidth() * picture.getHeight();
    float[] pixels = new float[3 * plane];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = planes.floats()[i % 3 * plane + i / 3];
    }
    return Tensor.of(Shape.of(1, picture.getHeight(), picture.getWidth(), 3), pixels);
  }

  /** Tensors of one shape {@code [1, ...]} as one {@code [N, ...]}. */
  private static Tensor stacked(List<Tensor> tensors) {
    int size = tensors.get(0).size();
    float[] values = new float[tensors.size() * size];
    for (int i = 0; i < tensors.size(); i++) {
      System.arraycopy(tensors.get(i).floats(), 0, values, i * size, size);
    }
    int[] dims = tensors.get(0).shape().dims();
    dims[0] = tensors.size();
    return Tensor.of(Shape.of(dims), values);
  }
}
