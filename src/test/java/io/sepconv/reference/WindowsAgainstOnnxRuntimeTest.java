package io.sepconv.reference;

import static io.sepconv.reference.OnnxRuntimeAgreement.CLOSE;
import static io.sepconv.reference.OnnxRuntimeAgreement.EQUAL;
import static io.sepconv.reference.OnnxRuntimeAgreement.check;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sepconv.op.Activation;
import io.sepconv.op.AutoPad;
import io.sepconv.op.ConvTranspose;
import io.sepconv.op.MaxPoolIndices;
import io.sepconv.op.Pool;
import io.sepconv.op.Window;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.TestData;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WindowsAgainstOnnxRuntimeTest {
  private static ConvTranspose op(
      AutoPad autoPad, int stride, int outputPadding, List<Integer> outputShape) {
    List<Integer> zeros = List.of(0, 0);
    Window window =
        new Window(List.of(3, 2), List.of(stride, stride), List.of(1, 2), zeros, zeros, autoPad);
    List<Integer> behind = Collections.nCopies(2, outputPadding);
    return new ConvTranspose(window, 1, behind, outputShape, Activation.NONE);
  }

  private static void agrees(ConvTranspose op) {
    TestData data = new TestData(21);
    Tensor x = data.integers(Shape.of(2, 3, 5, 6));
    Tensor weights = data.integers(Shape.of(3, 4, 3, 2));
    Tensor bias = data.integers(Shape.of(4));
    check("seed 21", EQUAL, op, 13, List.of(x, weights, bias));
  }

  @ParameterizedTest
  @EnumSource(AutoPad.class)
  void padsOfConvTranspose(AutoPad autoPad) {
    for (int stride : new int[] {1, 2, 3}) {
      agrees(op(autoPad, stride, 0, List.of()));
      for (List<Integer> shape : List.of(List.of(5, 6), List.of(6, 5), List.of(3, 4))) {
        List<Integer> scaled = shape.stream().map(size -> size * (stride + 1) / 2).toList();
        agrees(op(autoPad, stride, stride - 1, scaled));
      }
    }
  }

  /** What no input element reaches is the bias alone, behind the rest. */
  @Test
  void anOutputLargerThanWhatIsReached() {
    ConvTranspose shaped =
        new ConvTranspose(Window.of(1), 1, List.of(0), List.of(3), Activation.NONE);
    Tensor x = Tensor.of(Shape.of(1, 1, 1), 2f);
    Tensor weights = Tensor.of(Shape.of(1, 1, 1), 3f);
    Tensor bias = Tensor.of(Shape.of(1), 10f);
    Tensor expected = Tensor.of(Shape.of(1, 1, 3), 16f, 10, 10);
    assertEquals(expected, Evaluators.evaluate(shaped, List.of(x, weights, bias)).get(0));
    // SAME with a stride beyond the kernel: the size is stride times the input all the same
    Window same =
        new Window(List.of(1), List.of(3), List.of(1), List.of(0), List.of(0), AutoPad.SAME_UPPER);
    ConvTranspose spread = new ConvTranspose(same, 1, List.of(0), Activation.NONE);
    assertEquals(expected, Evaluators.evaluate(spread, List.of(x, weights, bias)).get(0));
  }

  @ParameterizedTest
  @CsvSource({"1, false", "1, true", "2, false", "2, true", "3, false", "3, true"})
  void placesOfMaxima(int rank, boolean columnMajor) {
    int[] dims = {2, 3, 7, 5, 6};
    Shape shape = Shape.of(Arrays.copyOf(dims, rank + 2));
    for (int dilation = 1; dilation <= 2; dilation++) {
      // ONNX Runtime 1.17 keeps a last window that starts behind the input, newer ones drop it.
      for (boolean ceil : new boolean[] {false, true}) {
        Window window = Window.uniform(Collections.nCopies(rank, 2), 2, dilation, ceil ? 0 : 1);
        Pool pool = new Pool(Pool.Kind.MAX, window, ceil, false);
        // Integers: where elements are equal, the first one is the maximum.
        Tensor x = new TestData(22).integers(shape);
        check("seed 22, x " + shape, CLOSE, new MaxPoolIndices(pool, columnMajor), 12, List.of(x));
      }
    }
  }
}
