package io.sepconv.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sepconv.op.Activation;
import io.sepconv.op.AutoPad;
import io.sepconv.op.ConvTranspose;
import io.sepconv.op.Window;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConvTransposeEvaluatorTest {
  private static Tensor line(float... values) {
    return Tensor.of(Shape.of(1, 1, values.length), values);
  }

  private static Tensor evaluate(ConvTranspose op, Tensor... operands) {
    return Evaluators.evaluate(op, Arrays.asList(operands)).get(0);
  }

  private static ConvTranspose op(int stride, int dilation, int begin, int end, int outputPadding) {
    Window window =
        new Window(
            List.of(3),
            List.of(stride),
            List.of(dilation),
            List.of(begin),
            List.of(end),
            AutoPad.NOTSET);
    return new ConvTranspose(window, 1, List.of(outputPadding), Activation.NONE);
  }

  @Test
  void everyElementAddsTheKernel() {
    // 10 * (2 3 5 .) + 20 * (. 2 3 5)
    assertEquals(
        line(10 * 2, 10 * 3 + 20 * 2, 10 * 5 + 20 * 3, 20 * 5),
        evaluate(op(1, 1, 0, 0, 0), line(10, 20), line(2, 3, 5)));
  }

  @Test
  void strideSpreads() {
    // 10 * (2 3 5 . .) + 20 * (. . 2 3 5)
    assertEquals(
        line(10 * 2, 10 * 3, 10 * 5 + 20 * 2, 20 * 3, 20 * 5),
        evaluate(op(2, 1, 0, 0, 0), line(10, 20), line(2, 3, 5)));
  }

  @Test
  void dilationSpreadsTheKernel() {
    // 10 * (2 . 3 . 5 .) + 20 * (. 2 . 3 . 5)
    assertEquals(
        line(20, 40, 30, 60, 50, 100), evaluate(op(1, 2, 0, 0, 0), line(10, 20), line(2, 3, 5)));
  }

  @Test
  void padsCutOffAndOutputPaddingAppends() {
    // Of 20 30 90 60 100 one at the beginning; behind, one off and two on.
    assertEquals(
        line(30, 90, 60, 100, 0), evaluate(op(2, 1, 1, 1, 2), line(10, 20), line(2, 3, 5)));
  }

  @Test
  void groupsBiasAndActivation() {
    ConvTranspose op = new ConvTranspose(Window.of(1), 2, List.of(0), Activation.RELU);
    Tensor x = Tensor.of(Shape.of(1, 4, 1), 1f, 2f, 3f, 4f);
    // [C, O / groups]: channels 0 and 1 go to outputs 0 and 1, channels 2 and 3 to 2 and 3
    Tensor weights = Tensor.of(Shape.of(4, 2, 1), 1f, 10f, 2f, 20f, 3f, 30f, 4f, 40f);
    Tensor bias = Tensor.of(Shape.of(4), 100f, 200f, 300f, -1000f);
    assertEquals(
        Tensor.of(
            Shape.of(1, 4, 1),
            100 + 1 * 1 + 2 * 2f,
            200 + 1 * 10 + 2 * 20f,
            300 + 3 * 3 + 4 * 4f,
            0f), // -1000 + 3 * 30 + 4 * 40 < 0
        evaluate(op, x, weights, bias));
  }

  @Test
  void twoDimensions() {
    ConvTranspose op =
        new ConvTranspose(
            Window.uniform(List.of(2, 2), 2, 1, 0), 1, List.of(0, 0), Activation.NONE);
    Tensor x = Tensor.of(Shape.of(1, 1, 1, 2), 1f, 10f);
    Tensor weights = Tensor.of(Shape.of(1, 1, 2, 2), 2f, 3f, 5f, 7f);
    assertEquals(
        Tensor.of(Shape.of(1, 1, 2, 4), 2f, 3f, 20f, 30f, 5f, 7f, 50f, 70f),
        evaluate(op, x, weights));
  }
}
