package io.sepconv.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sepconv.op.Activation;
import io.sepconv.op.AutoPad;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvKind;
import io.sepconv.op.Window;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.ConvProblem;
import io.sepconv.testing.TestData;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConvEvaluatorTest {
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

  private static Tensor conv(Window window, int groups, Tensor... operands) {
    return Evaluators.evaluate(new Conv(window, groups, Activation.NONE), Arrays.asList(operands))
        .get(0);
  }

  @Test
  void isACrossCorrelation() {
    // The kernel is not turned round: 2 * 10 + 3 * 20 + 5 * 30, ...
    assertEquals(
        line(2 * 10 + 3 * 20 + 5 * 30, 2 * 20 + 3 * 30 + 5 * 40),
        conv(window(3, 1, 1, 0, 0), 1, line(10, 20, 30, 40), line(2, 3, 5)));
  }

  @Test
  void paddingIsZero() {
    assertEquals(
        line(5 * 10, 3 * 10 + 5 * 20, 2 * 10 + 3 * 20, 2 * 20),
        conv(window(3, 1, 1, 2, 2), 1, line(10, 20), line(2, 3, 5)));
  }

  @Test
  void strideAndDilation() {
    // windows start at 0, 3; elements 0, 2, 4 of each
    assertEquals(
        line(2 * 1 + 3 * 3 + 5 * 5, 2 * 4 + 3 * 6 + 5 * 8),
        conv(window(3, 3, 2, 0, 0), 1, line(1, 2, 3, 4, 5, 6, 7, 8), line(2, 3, 5)));
  }

  @Test
  void negativePaddingSkipsTheEdges() {
    // Elements 1, 2, 3 alone are read.
    assertEquals(
        line(2 * 20 + 3 * 30, 2 * 30 + 3 * 40),
        conv(window(2, 1, 1, -1, -1), 1, line(10, 20, 30, 40, 50), line(2, 3)));
    // A 1x1 kernel, moved by one: 0, 10, 20.
    assertEquals(line(0, 10, 20), conv(window(1, 1, 1, 1, -1), 1, line(10, 20, 30), line(1)));
    // Of the same size as its input, but with gaps: 10, 30 and padding.
    assertEquals(line(10, 30, 0), conv(window(1, 2, 1, 0, 2), 1, line(10, 20, 30), line(1)));
  }

  @Test
  void sumsOverChannelsAndAddsTheBias() {
    Tensor x = Tensor.of(Shape.of(1, 2, 2), 1f, 2f, 3f, 4f);
    Tensor weights = Tensor.of(Shape.of(3, 2, 1), 1f, 10f, 2f, 20f, 3f, 30f);
    Tensor bias = Tensor.of(Shape.of(3), 100f, 200f, 300f);
    assertEquals(
        Tensor.of(
            Shape.of(1, 3, 2),
            100 + 1 + 10 * 3f,
            100 + 2 + 10 * 4f,
            200 + 2 + 20 * 3f,
            200 + 2 * 2 + 20 * 4f,
            300 + 3 + 30 * 3f,
            300 + 3 * 2 + 30 * 4f),
        conv(window(1, 1, 1, 0, 0), 1, x, weights, bias));
  }

  @Test
  void groupsSeeTheirOwnChannels() {
    Tensor x = Tensor.of(Shape.of(1, 4, 1), 1f, 2f, 3f, 4f);
    Tensor weights = Tensor.of(Shape.of(2, 2, 1), 10f, 20f, 30f, 40f);
    assertEquals(
        Tensor.of(Shape.of(1, 2, 1), 10 * 1 + 20 * 2f, 30 * 3 + 40 * 4f),
        conv(window(1, 1, 1, 0, 0), 2, x, weights));
    // Depthwise with multiplier 2: outputs 0 and 1 read channel 0.
    Tensor pair = Tensor.of(Shape.of(1, 2, 1), 3f, 7f);
    Tensor four = Tensor.of(Shape.of(4, 1, 1), 1f, 2f, 10f, 20f);
    assertEquals(
        Tensor.of(Shape.of(1, 4, 1), 1 * 3f, 2 * 3f, 10 * 7f, 20 * 7f),
        conv(window(1, 1, 1, 0, 0), 2, pair, four));
  }

  @Test
  void twoDimensions() {
    Tensor x = Tensor.of(Shape.of(1, 1, 2, 3), 1f, 2f, 3f, 4f, 5f, 6f);
    Tensor weights = Tensor.of(Shape.of(1, 1, 2, 2), 1f, 10f, 100f, 1000f);
    assertEquals(
        Tensor.of(Shape.of(1, 1, 1, 2), 1 + 10 * 2 + 100 * 4 + 5000f, 2 + 10 * 3 + 100 * 5 + 6000f),
        conv(Window.of(2, 2), 1, x, weights));
  }

  @Test
  void threeDimensions() {
    Tensor x = Tensor.of(Shape.of(1, 1, 2, 1, 2), 1f, 2f, 3f, 4f);
    Tensor weights = Tensor.of(Shape.of(1, 1, 2, 1, 2), 1f, 10f, 100f, 1000f);
    assertEquals(
        Tensor.of(Shape.of(1, 1, 1, 1, 1), 1 + 10 * 2 + 100 * 3 + 1000 * 4f),
        conv(Window.of(2, 1, 2), 1, x, weights));
  }

  @Test
  void automaticPaddingIsResolved() {
    Window same =
        new Window(List.of(2), List.of(1), List.of(1), List.of(0), List.of(0), AutoPad.SAME_UPPER);
    assertEquals(line(2 * 10 + 3 * 20, 2 * 20 + 3 * 0), conv(same, 1, line(10, 20), line(2, 3)));
  }

  @Test
  void theActivationComesAfterTheBias() {
    Conv op = new Conv(window(1, 1, 1, 0, 0), 1, Activation.RELU6);
    Tensor bias = Tensor.of(Shape.of(1), -2f);
    // -3 - 2 < 0, 4 - 2 = 2, 9 - 2 > 6
    assertEquals(
        line(0, 2, 6), Evaluators.evaluate(op, List.of(line(-3, 4, 9), line(1), bias)).get(0));
  }

  @Test
  void sumsAreRoundedOnce() {
    // In f32 2^24 + 1 is 2^24, and the ones would be lost one by one.
    Tensor x = Tensor.of(Shape.of(1, 3, 1), 0x1p24f, 1f, 1f);
    Tensor weights = Tensor.of(Shape.of(1, 3, 1), 1f, 1f, 1f);
    assertEquals(line(0x1p24f + 2), conv(window(1, 1, 1, 0, 0), 1, x, weights));
  }

  @Test
  void infinityInPaddingIsNotRead() {
    Tensor weights = line(Float.POSITIVE_INFINITY, 1);
    // Zero padding is not multiplied, it is not there: no 0 * infinity.
    assertEquals(line(10), conv(window(2, 2, 1, 1, 0), 1, line(10), weights));
  }

  @ParameterizedTest
  @EnumSource(ConvKind.class)
  void equalsItsDefinition(ConvKind kind) {
    for (int rank = 1; rank <= 3; rank++) {
      for (long seed = 100; seed < 140; seed++) {
        ConvProblem problem = ConvProblem.random(seed, kind, rank);
        Tensor actual = Evaluators.evaluate(problem.op(), problem.operands()).get(0);
        assertEquals(definition(problem, actual.shape()), actual, problem::toString);
      }
    }
  }

  /** Negative pads, which ONNX has not, so that no other implementation can check them. */
  @ParameterizedTest
  @CsvSource({"-2, -1", "-3, 2", "1, -2", "2, -3", "0, -4"})
  void equalsItsDefinitionWithNegativePads(int begin, int end) {
    TestData data = new TestData(31);
    for (int kernel = 1; kernel <= 3; kernel++) {
      for (int stride = 1; stride <= 3; stride++) {
        List<Integer> pads = List.of(begin, begin);
        Window window =
            new Window(
                List.of(kernel, kernel),
                List.of(stride, stride),
                List.of(1, 1),
                pads,
                List.of(end, end),
                AutoPad.NOTSET);
        ConvProblem problem =
            new ConvProblem(
                31,
                new Conv(window, 1, Activation.NONE),
                data.integers(Shape.of(1, 2, 9, 8)),
                data.integers(Shape.of(3, 2, kernel, kernel)),
                null,
                true);
        Tensor actual = Evaluators.evaluate(problem.op(), problem.operands()).get(0);
        assertEquals(definition(problem, actual.shape()), actual, problem::toString);
      }
    }
  }

  /** Each element of the result from the text-book formula, in the order of the formula. */
  private static Tensor definition(ConvProblem problem, Shape shape) {
    Window window = problem.op().window();
    int outPerGroup = shape.dim(1) / problem.op().groups();
    int inPerGroup = problem.weights().shape().dim(1);
    int[] kernel = window.kernel().stream().mapToInt(Integer::intValue).toArray();
    int[] out = new int[shape.rank()];
    float[] y = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < y.length; i++, next(out, shape.dims())) {
      double sum = problem.bias() == null ? 0 : problem.bias().floats()[out[1]];
      for (int c = 0; c < inPerGroup; c++) {
        int[] k = new int[kernel.length];
        for (long tap = 0; tap < window.volume(); tap++, next(k, kernel)) {
          int channel = out[1] / outPerGroup * inPerGroup + c;
          double x = input(problem.x(), out, channel, k, window);
          int w = (int) ((out[1] * inPerGroup + c) * window.volume() + tap);
          sum += problem.weights().floats()[w] * x;
        }
      }
      y[i] = (float) sum;
    }
    return Tensor.of(shape, y);
  }

  private static double input(Tensor x, int[] out, int channel, int[] k, Window window) {
    int offset = out[0] * x.shape().dim(1) + channel;
    for (int a = 0; a < k.length; a++) {
      int position =
          out[a + 2] * window.stride().get(a)
              + k[a] * window.dilation().get(a)
              - window.padBegin().get(a);
      if (position < 0 || position >= x.shape().dim(a + 2)) {
        return 0;
      }
      offset = offset * x.shape().dim(a + 2) + position;
    }
    return x.floats()[offset];
  }

  private static void next(int[] index, int[] dims) {
    for (int a = dims.length - 1; a >= 0 && ++index[a] == dims[a]; a--) {
      index[a] = 0;
    }
  }
}
