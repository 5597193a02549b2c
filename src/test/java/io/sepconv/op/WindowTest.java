package io.sepconv.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {
  private static Window of(
      int kernel, int stride, int dilation, int begin, int end, AutoPad autoPad) {
    return new Window(
        List.of(kernel), List.of(stride), List.of(dilation), List.of(begin), List.of(end), autoPad);
  }

  @ParameterizedTest
  @CsvSource({
    // input, kernel, stride, dilation, begin, end; floor((i + pads - extent) / s) + 1; with ceil
    "5, 3, 1, 1, 0, 0, 3, 3", // (5 - 3) / 1 + 1
    "6, 3, 2, 1, 0, 0, 2, 3", // 3 / 2 + 1
    "7, 3, 2, 1, 1, 1, 4, 4", // 6 / 2 + 1
    "9, 3, 1, 3, 0, 0, 3, 3", // extent 7: 2 / 1 + 1
    "5, 1, 4, 1, 0, 0, 2, 2", // 4 / 4 + 1
    "4, 1, 4, 1, 0, 0, 1, 1", // the second window would start at 4, behind the input
    "3, 2, 3, 1, 0, 1, 1, 1", // the second would start at 3, in the padding behind it
    "3, 2, 3, 1, 1, 0, 1, 2", // the second starts at 3 - 1 = 2, the last element
    "3, 5, 1, 1, 1, 1, 1, 1", // a window as large as the padded input
    "13, 3, 2, 1, 0, -2, 5, 5", // (11 - 3) / 2 + 1: the last two elements are not read
    "13, 3, 2, 1, -3, 0, 4, 5", // (10 - 3) / 2 + 1: the first three are not read
    "0, 2, 1, 1, 1, 1, 1, 1", // nothing but padding
  })
  void outputSize(int i, int k, int s, int d, int begin, int end, int floor, int ceil) {
    Window window = of(k, s, d, begin, end, AutoPad.NOTSET);
    assertEquals(floor, window.outputSize(0, i, false));
    assertEquals(ceil, window.outputSize(0, i, true));
  }

  @Test
  void refusesAKernelThatDoesNotFit() {
    Window window = of(3, 1, 2, 1, 0, AutoPad.NOTSET);
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> window.outputSize(0, 3, false));
    assertEquals(
        "a kernel of 3 (dilation 2) does not fit an input of 3 padded by 1 and 0", e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    // pads = max(0, (ceil(i / s) - 1) * s + extent - i)
    "5, 3, 2, 1, 1, 1, 1, 1, 3", // 2 * 2 + 3 - 5 = 2
    "6, 3, 2, 1, 0, 1, 1, 0, 3", // 2 * 2 + 3 - 6 = 1, on one side or the other
    "4, 2, 1, 2, 1, 1, 1, 1, 4", // 3 * 1 + 3 - 4 = 2
    "4, 4, 1, 1, 1, 2, 2, 1, 4", // 3 * 1 + 4 - 4 = 3
    "4, 1, 2, 1, 0, 0, 0, 0, 2", // 1 * 2 + 1 - 4 < 0
  })
  void automaticPadding(
      int i, int k, int s, int d, int begin, int end, int lowerBegin, int lowerEnd, int output) {
    Window upper = of(k, s, d, 0, 0, AutoPad.SAME_UPPER).resolve(i);
    assertEquals(of(k, s, d, begin, end, AutoPad.NOTSET), upper);
    assertEquals(output, upper.outputSize(0, i, false));
    assertEquals(output, upper.outputSize(0, i, true));
    Window lower = of(k, s, d, 0, 0, AutoPad.SAME_LOWER).resolve(i);
    assertEquals(of(k, s, d, lowerBegin, lowerEnd, AutoPad.NOTSET), lower);
    Window valid = of(k, s, d, 0, 0, AutoPad.VALID).resolve(i);
    assertEquals(of(k, s, d, 0, 0, AutoPad.NOTSET), valid);
  }

  @Test
  void explicitPaddingIsKept() {
    Window window = of(3, 1, 1, 5, 7, AutoPad.NOTSET);
    assertEquals(window, window.resolve(4));
  }

  @Test
  void derivedFacts() {
    Window window = Window.uniform(List.of(1, 2, 3), 1, 2, 0);
    assertEquals(3, window.rank());
    assertEquals(6, window.volume());
    assertEquals(1, window.extent(0));
    assertEquals(3, window.extent(1));
    assertEquals(5, window.extent(2));
    assertEquals(false, window.isPointwise());
    assertEquals(true, window.isDilated());
    assertEquals(true, Window.of(1, 1).isPointwise());
    assertEquals(false, Window.of(1, 1).isDilated());
  }

  @Test
  void refusesNonsense() {
    assertThrows(IllegalArgumentException.class, () -> Window.of());
    assertThrows(IllegalArgumentException.class, () -> Window.of(1, 1, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> Window.of(0));
    assertThrows(IllegalArgumentException.class, () -> of(1, 0, 1, 0, 0, AutoPad.NOTSET));
    assertThrows(IllegalArgumentException.class, () -> of(1, 1, 0, 0, 0, AutoPad.NOTSET));
    List<Integer> one = List.of(1);
    List<Integer> two = List.of(1, 1);
    assertThrows(
        IllegalArgumentException.class, () -> new Window(two, two, one, two, two, AutoPad.NOTSET));
  }

  /** Sizes from a model file must not wrap around. */
  @Test
  void refusesWhatOverflows() {
    assertThrows(
        IllegalArgumentException.class, () -> of(1 << 16, 1, 1 << 16, 0, 0, AutoPad.NOTSET));
    assertThrows(IllegalArgumentException.class, () -> Window.of(1 << 16, 1 << 15));
    assertEquals(1L << 30, Window.of(1 << 15, 1 << 15).volume());
    Window padded = of(1, 1, 1, Integer.MAX_VALUE, Integer.MAX_VALUE, AutoPad.NOTSET);
    assertThrows(IllegalArgumentException.class, () -> padded.outputSize(0, 5, false));
    Window same = of(1 << 30, 1 << 30, 2, 0, 0, AutoPad.SAME_UPPER);
    assertEquals(Integer.MAX_VALUE - 1, same.extent(0) - 1);
    Window resolved = same.resolve(Integer.MAX_VALUE);
    assertEquals(1 << 29, resolved.padBegin().get(0));
    assertThrows(
        IllegalArgumentException.class, () -> resolved.outputSize(0, Integer.MAX_VALUE, false));
  }

  /** Where the positions that a window visits would not fit an int, it is refused. */
  @Test
  void positionsFitAnInt() {
    int max = Integer.MAX_VALUE;
    Window far = of(1, max - 10, 1, 2, 2, AutoPad.NOTSET);
    assertEquals(1, far.outputSize(0, 5, false));
    assertThrows(IllegalArgumentException.class, () -> far.outputSize(0, 6, false));
    ConvTranspose wide =
        new ConvTranspose(of(3, 1 << 30, 1, 5, 0, AutoPad.NOTSET), 1, List.of(0), Activation.NONE);
    assertEquals((1 << 30) - 2, wide.outputSize(0, 2));
    assertThrows(IllegalArgumentException.class, () -> wide.outputSize(0, 3));
  }

  @Test
  void poolingPadsAreSmallerThanTheWindow() {
    Window wide = Window.uniform(List.of(2, 2), 1, 1, 2);
    assertThrows(IllegalArgumentException.class, () -> new Pool(Pool.Kind.MAX, wide, false, false));
    Window negative = of(2, 1, 1, 0, -1, AutoPad.NOTSET);
    assertThrows(
        IllegalArgumentException.class, () -> new Pool(Pool.Kind.MAX, negative, false, false));
  }
}
