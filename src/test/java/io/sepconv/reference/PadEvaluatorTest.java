package io.sepconv.reference;

import static io.sepconv.reference.OnnxRuntimeAgreement.EQUAL;
import static io.sepconv.reference.OnnxRuntimeAgreement.check;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.op.Pad;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.TestData;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PadEvaluatorTest {
  private static Tensor pad(Pad.Mode mode, Tensor... operands) {
    return Evaluators.evaluate(new Pad(mode), Arrays.asList(operands)).get(0);
  }

  private static Tensor line(Pad.Mode mode, long begin, long end) {
    return pad(mode, Tensor.vector(1, 2, 3, 4), Tensor.vector(begin, end));
  }

  @Test
  void everyModeAlongALine() {
    assertEquals(Tensor.vector(0, 0, 1, 2, 3, 4, 0), line(Pad.Mode.CONSTANT, 2, 1));
    assertEquals(Tensor.vector(1, 1, 1, 2, 3, 4, 4), line(Pad.Mode.EDGE, 2, 1));
    assertEquals(Tensor.vector(3, 2, 1, 2, 3, 4, 3), line(Pad.Mode.REFLECT, 2, 1));
    assertEquals(Tensor.vector(3, 4, 1, 2, 3, 4, 1), line(Pad.Mode.WRAP, 2, 1));
  }

  /** As NumPy's pad does it: mirrored or repeated as often as it takes. */
  @Test
  void padsLongerThanTheOperand() {
    Tensor two = Tensor.vector(1, 2);
    Tensor five = Tensor.vector(5, 0);
    assertEquals(Tensor.vector(2, 1, 2, 1, 2, 1, 2), pad(Pad.Mode.REFLECT, two, five));
    assertEquals(Tensor.vector(2, 1, 2, 1, 2, 1, 2), pad(Pad.Mode.WRAP, two, five));
    assertEquals(
        Tensor.vector(7, 7, 7), pad(Pad.Mode.REFLECT, Tensor.vector(7), Tensor.vector(1, 1)));
    assertEquals(
        Tensor.vector(2, 3, 4, 3, 2, 1, 2, 3, 4, 3, 2, 1, 2), line(Pad.Mode.REFLECT, 5, 4));
  }

  @Test
  void negativePadsCropBeforeTheRestIsPadded() {
    assertEquals(Tensor.vector(2, 3, 4, 0), line(Pad.Mode.CONSTANT, -1, 1));
    assertEquals(Tensor.vector(3, 4, 3), line(Pad.Mode.REFLECT, -2, 1));
    assertEquals(Tensor.vector(2, 3), line(Pad.Mode.WRAP, -1, -1));
    assertEquals(Tensor.vector(3, 4, 3, 4), line(Pad.Mode.WRAP, -2, 2));
    assertEquals(Tensor.vector(), line(Pad.Mode.EDGE, -3, -1));
    assertEquals(Tensor.vector(0, 0), line(Pad.Mode.CONSTANT, -4, 2));
  }

  @Test
  void everyTypeAndItsValue() {
    Tensor one = Tensor.vector(1, 0);
    Pad.Mode mode = Pad.Mode.CONSTANT;
    assertEquals(
        Tensor.of(Shape.of(2), true, false),
        pad(mode, Tensor.of(Shape.of(1), false), one, Tensor.of(Shape.of(1), true)));
    assertEquals(
        Tensor.of(Shape.of(2), 5, 7),
        pad(mode, Tensor.of(Shape.of(1), 7), one, Tensor.of(Shape.of(), 5)));
    assertEquals(
        Tensor.of(Shape.of(2), 5f, 7f),
        pad(mode, Tensor.of(Shape.of(1), 7f), one, Tensor.scalar(5)));
    assertEquals(Tensor.scalar(7), pad(mode, Tensor.scalar(7), Tensor.vector()));
  }

  @Test
  void axes() {
    Tensor x = Tensor.of(Shape.of(1, 2, 1), 1L, 2L);
    assertEquals(
        Tensor.of(Shape.of(1, 3, 2), 0L, 1, 0, 2, 0, 0),
        pad(Pad.Mode.CONSTANT, x, Tensor.vector(1, 0, 0, 1), null, Tensor.vector(-1, 1)));
  }

  @ParameterizedTest
  @EnumSource(Pad.Mode.class)
  void agreesWithOnnxRuntime(Pad.Mode mode) {
    Tensor x = new TestData(16).floats(Shape.of(2, 3, 4, 5));
    for (long[] pads :
        new long[][] {
          {0, 0, 1, 2, 0, 0, 3, 4}, {1, 2, 0, 0, 0, 1, 0, 0}, {0, -1, 2, -2, 0, 0, -1, 1}
        }) {
      int opset = mode == Pad.Mode.WRAP ? 19 : 13;
      List<Tensor> operands = List.of(x, Tensor.vector(pads), Tensor.scalar(0.5f));
      check(Arrays.toString(pads), EQUAL, new Pad(mode), opset, operands);
    }
    List<Tensor> along = Arrays.asList(x, Tensor.vector(1, 2, 0, 1), null, Tensor.vector(-1, 1));
    check("axes -1 and 1", EQUAL, new Pad(mode), mode == Pad.Mode.WRAP ? 19 : 18, along);
  }

  @Test
  void padsThatDoNotFitAreRefused() {
    refused("two values for each of 1", Tensor.vector(1, 2), Tensor.vector(1));
    refused("crop more", Tensor.vector(1, 2), Tensor.vector(-2, -1));
    refused("nothing to pad with", Tensor.vector(), Tensor.vector(1, 0));
    refused("one element of i64", Tensor.vector(1), Tensor.vector(0, 0), Tensor.scalar(1));
    Tensor square = Tensor.of(Shape.of(1, 1), 1f);
    Tensor zeros = Tensor.vector(0, 0, 0, 0);
    refused("axis 1 twice", square, zeros, null, Tensor.vector(1, -1));
    refused("outside", square, zeros, null, Tensor.vector(0, 2));
  }

  private static void refused(String words, Tensor... operands) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> pad(Pad.Mode.EDGE, operands));
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }
}
