package io.sepconv.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sepconv.op.AutoPad;
import io.sepconv.op.GlobalPool;
import io.sepconv.op.Pool;
import io.sepconv.op.Window;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoolEvaluatorTest {
  private static final float NAN = Float.NaN;

  private static Tensor line(float... values) {
    return Tensor.of(Shape.of(1, 1, values.length), values);
  }

  private static Window window(int kernel, int stride, int dilation, int begin, int end) {
    return new Window(
        List.of(kernel),
        List.of(stride),
        List.of(dilation),
        List.of(begin),
        List.of(end),
        AutoPad.NOTSET);
  }

  private static Tensor max(Window window, boolean ceil, Tensor x) {
    return Evaluators.evaluate(new Pool(Pool.Kind.MAX, window, ceil, false), List.of(x)).get(0);
  }

  private static Tensor mean(Window window, boolean ceil, boolean countPad, Tensor x) {
    Pool op = new Pool(Pool.Kind.AVERAGE, window, ceil, countPad);
    return Evaluators.evaluate(op, List.of(x)).get(0);
  }

  @Test
  void maximum() {
    assertEquals(line(3, 5), max(window(3, 2, 1, 0, 0), false, line(1, 3, 2, 5, 4, 9)));
    // 1 2 4, 3 5 9: every second element
    assertEquals(line(4, 9), max(window(3, 1, 2, 0, 0), false, line(1, 3, 2, 5, 4, 9)));
  }

  @Test
  void paddingIsNeverTheMaximum() {
    assertEquals(line(-5, -3, -3), max(window(2, 1, 1, 1, 1), false, line(-5, -3)));
  }

  @Test
  void ceilModeAddsAWindow() {
    assertEquals(line(2, 4), max(window(2, 2, 1, 0, 0), false, line(1, 2, 3, 4, 5)));
    assertEquals(line(2, 4, 5), max(window(2, 2, 1, 0, 0), true, line(1, 2, 3, 4, 5)));
    // A third window would start at 4, in the padding behind the input.
    assertEquals(line(2, 4), max(window(2, 2, 1, 0, 1), true, line(1, 2, 3, 4)));
  }

  @Test
  void nanIsTheMaximumAndTheMean() {
    assertEquals(line(NAN, NAN, 3), max(window(2, 1, 1, 0, 0), false, line(1, NAN, 2, 3)));
    assertEquals(
        line(NAN, NAN, 2.5f), mean(window(2, 1, 1, 0, 0), false, false, line(1, NAN, 2, 3)));
  }

  @Test
  void aWindowOfPaddingAloneIsEmpty() {
    // Elements -1 and 1 of an input of one: neither is there.
    Window gap = window(2, 1, 2, 1, 1);
    assertEquals(line(Float.NEGATIVE_INFINITY), max(gap, false, line(7)));
    assertEquals(line(0), mean(gap, false, false, line(7)));
  }

  @Test
  void mean() {
    assertEquals(
        line((1 + 3 + 2) / 3f, (2 + 5 + 4) / 3f),
        mean(window(3, 2, 1, 0, 0), false, false, line(1, 3, 2, 5, 4, 9)));
  }

  @Test
  void paddingCountsOnlyIfAsked() {
    Window window = window(3, 2, 1, 1, 1);
    Tensor x = line(6, 2, 7);
    assertEquals(line((6 + 2) / 2f, (2 + 7) / 2f), mean(window, false, false, x));
    assertEquals(line((0 + 6 + 2) / 3f, (2 + 7 + 0) / 3f), mean(window, false, true, x));
  }

  @Test
  void whatHangsOverNeverCounts() {
    Window window = window(2, 2, 1, 0, 0);
    assertEquals(line(1.5f, 3.5f, 5), mean(window, true, true, line(1, 2, 3, 4, 5)));
    assertEquals(line(1.5f, 3.5f, 5), mean(window, true, false, line(1, 2, 3, 4, 5)));
    // Padded: 0 1 2 3 4 5 6 0. The third window starts at the 6 and hangs over by two.
    Window padded = window(4, 3, 1, 1, 1);
    assertEquals(
        line((0 + 1 + 2 + 3) / 4f, (3 + 4 + 5 + 6) / 4f, (6 + 0) / 2f),
        mean(padded, true, true, line(1, 2, 3, 4, 5, 6)));
  }

  @Test
  void twoAndThreeDimensions() {
    Tensor square = Tensor.of(Shape.of(1, 1, 2, 3), 1f, 2f, 3f, 4f, 5f, 6f);
    assertEquals(Tensor.of(Shape.of(1, 1, 1, 2), 5f, 6f), max(Window.of(2, 2), false, square));
    assertEquals(
        Tensor.of(Shape.of(1, 1, 1, 2), (1 + 2 + 4 + 5) / 4f, (2 + 3 + 5 + 6) / 4f),
        mean(Window.of(2, 2), false, false, square));
    Tensor cube = Tensor.of(Shape.of(1, 1, 2, 2, 1), 1f, 2f, 3f, 4f);
    assertEquals(
        Tensor.of(Shape.of(1, 1, 1, 1, 1), 10 / 4f), mean(Window.of(2, 2, 1), false, false, cube));
  }

  @Test
  void channelsAreApart() {
    Tensor x = Tensor.of(Shape.of(2, 2, 2), 1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f);
    assertEquals(Tensor.of(Shape.of(2, 2, 1), 2f, 4f, 6f, 8f), max(Window.of(2), false, x));
  }

  @Test
  void global() {
    Tensor x = Tensor.of(Shape.of(1, 2, 1, 3), 1f, 2f, 6f, -4f, -5f, -9f);
    assertEquals(
        Tensor.of(Shape.of(1, 2, 1, 1), 9 / 3f, -18 / 3f),
        Evaluators.evaluate(new GlobalPool(Pool.Kind.AVERAGE), List.of(x)).get(0));
    assertEquals(
        Tensor.of(Shape.of(1, 2, 1, 1), 6f, -4f),
        Evaluators.evaluate(new GlobalPool(Pool.Kind.MAX), List.of(x)).get(0));
  }
}
