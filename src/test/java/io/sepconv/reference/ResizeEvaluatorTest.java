package io.sepconv.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sepconv.op.Resize;
import io.sepconv.op.Resize.Coordinates;
import io.sepconv.op.Resize.Mode;
import io.sepconv.op.Resize.Rounding;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ResizeEvaluatorTest {
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  private static Tensor line(float... values) {
    return Tensor.of(Shape.of(values.length), values);
  }

  private static Tensor nearest(Coordinates coordinates, Rounding rounding, float scale) {
    Resize op = new Resize(Mode.NEAREST, coordinates, rounding);
    return evaluate(op, line(0, 1, 2, 3), line(scale));
  }

  private static Tensor linear(Coordinates coordinates, Tensor x, long size) {
    Resize op = new Resize(Mode.LINEAR, coordinates, Rounding.FLOOR);
    return evaluate(op, x, null, Tensor.vector(size));
  }

  private static Tensor evaluate(Resize op, Tensor... operands) {
    return Evaluators.evaluate(op, Arrays.asList(operands)).get(0);
  }

  /** The value of each sample is its position. */
  @Test
  void nearestUp() {
    // x / 2 = 0, .5, 1, 1.5, 2, 2.5, 3, 3.5
    assertEquals(line(0, 0, 1, 1, 2, 2, 3, 3), nearest(Coordinates.ASYMMETRIC, Rounding.FLOOR, 2));
    assertEquals(line(0, 1, 1, 2, 2, 3, 3, 3), nearest(Coordinates.ASYMMETRIC, Rounding.CEIL, 2));
    assertEquals(
        line(0, 0, 1, 1, 2, 2, 3, 3),
        nearest(Coordinates.ASYMMETRIC, Rounding.ROUND_PREFER_FLOOR, 2));
    assertEquals(
        line(0, 1, 1, 2, 2, 3, 3, 3),
        nearest(Coordinates.ASYMMETRIC, Rounding.ROUND_PREFER_CEIL, 2));
    // (x + .5) / 2 - .5 = -.25, .25, .75, 1.25, ...
    assertEquals(
        line(0, 0, 1, 1, 2, 2, 3, 3),
        nearest(Coordinates.HALF_PIXEL, Rounding.ROUND_PREFER_FLOOR, 2));
    assertEquals(line(0, 0, 0, 1, 1, 2, 2, 3), nearest(Coordinates.HALF_PIXEL, Rounding.FLOOR, 2));
    // x * 3 / 7 = 0, .43, .86, 1.29, 1.71, 2.14, 2.57, 3
    assertEquals(
        line(0, 0, 0, 1, 1, 2, 2, 3), nearest(Coordinates.ALIGN_CORNERS, Rounding.FLOOR, 2));
  }

  @Test
  void nearestDown() {
    // (x + .5) * 2 - .5 = .5, 2.5
    assertEquals(line(0, 2), nearest(Coordinates.HALF_PIXEL, Rounding.ROUND_PREFER_FLOOR, 0.5f));
    assertEquals(line(1, 3), nearest(Coordinates.HALF_PIXEL, Rounding.ROUND_PREFER_CEIL, 0.5f));
    // one element: (0 + .5) * 4 - .5 = 1.5, but PyTorch takes 0
    assertEquals(line(1), nearest(Coordinates.HALF_PIXEL, Rounding.FLOOR, 0.25f));
    assertEquals(line(0), nearest(Coordinates.PYTORCH_HALF_PIXEL, Rounding.CEIL, 0.25f));
    assertEquals(line(0), nearest(Coordinates.ALIGN_CORNERS, Rounding.CEIL, 0.25f));
  }

  /** 4 * 1.4 = 5.6 gives 5 elements; positions still are x / 1.4 and not x * 4 / 5. */
  @Test
  void theGivenScaleCounts() {
    // x / 1.4 = 0, .71, 1.43, 2.14, 2.86; x * .8 = 0, .8, 1.6, 2.4, 3.2
    assertEquals(line(0, 0, 1, 2, 2), nearest(Coordinates.ASYMMETRIC, Rounding.FLOOR, 1.4f));
  }

  @Test
  void linearUp() {
    // -.25 (clamped to 0), .25, .75, 1.25 (clamped to 1)
    assertEquals(
        line(10, 10 * 0.75f + 20 * 0.25f, 10 * 0.25f + 20 * 0.75f, 20),
        linear(Coordinates.HALF_PIXEL, line(10, 20), 4));
    // 0, .5, 1, 1.5 (clamped)
    assertEquals(line(10, 15, 20, 20), linear(Coordinates.ASYMMETRIC, line(10, 20), 4));
    // 0, .5, 1, 1.5, 2
    assertEquals(line(10, 15, 20, 40, 60), linear(Coordinates.ALIGN_CORNERS, line(10, 20, 60), 5));
  }

  @Test
  void linearDown() {
    // .5, 2.5: no sample is left out on the way to half
    assertEquals(line(15, 35), linear(Coordinates.HALF_PIXEL, line(10, 20, 30, 40), 2));
    // 0 * 2, 1 * 2
    assertEquals(line(10, 30), linear(Coordinates.ASYMMETRIC, line(10, 20, 30, 40), 2));
  }

  @Test
  void linearInTwoDimensions() {
    Resize op = new Resize(Mode.LINEAR, Coordinates.ALIGN_CORNERS, Rounding.FLOOR);
    Tensor x = Tensor.of(Shape.of(1, 2, 2), 0f, 2f, 4f, 10f);
    Tensor expected = Tensor.of(Shape.of(1, 3, 3), 0f, 1, 2, 2, 4, 6, 4, 7, 10);
    assertEquals(expected, evaluate(op, x, null, Tensor.vector(1, 3, 3)));
  }

  @Test
  void aSampleIsNotMixedWithItsNeighbour() {
    // Position 0 takes all of 1 and none of the infinity: no 0 * infinity = NaN.
    assertEquals(
        line(1, INFINITY, INFINITY), linear(Coordinates.ALIGN_CORNERS, line(1, INFINITY), 3));
  }

  /**
   * Lengths keep their fraction: the data of ONNX's resize_downsample_scales_linear_align_corners.
   */
  @Test
  void alignedCornersOfAFraction() {
    Resize op = new Resize(Mode.LINEAR, Coordinates.ALIGN_CORNERS, Rounding.FLOOR);
    Tensor x = Tensor.of(Shape.of(2, 4), 1f, 2, 3, 4, 5, 6, 7, 8);
    // 4 * 0.6 = 2.4: position 1 is 3 / 1.4
    float[] actual = evaluate(op, x, line(0.6f, 0.6f)).floats();
    assertEquals(2, actual.length);
    assertEquals(1, actual[0]);
    assertEquals(1 + 3 / 1.4f, actual[1], 1e-6f);
  }

  @Test
  void opset10RoundsEachAxisItsWay() {
    Resize op = new Resize(Mode.NEAREST, Coordinates.ASYMMETRIC, Rounding.BY_SCALE);
    Tensor x = Tensor.of(Shape.of(2, 4), 0f, 1, 2, 3, 4, 5, 6, 7);
    // rows 0, .5, 1, 1.5 down; columns 0, 4/3 up
    Tensor expected = Tensor.of(Shape.of(4, 3), 0f, 2, 3, 0, 2, 3, 4, 6, 7, 4, 6, 7);
    assertEquals(expected, evaluate(op, x, line(2, 0.75f)));
  }

  @Test
  void symmetricPixelsLoseTheSameAtBothEnds() {
    Resize op = new Resize(Mode.LINEAR, Coordinates.HALF_PIXEL_SYMMETRIC, Rounding.FLOOR);
    // 4 * .6 = 2.4, rounded to 2; (x + .5) / .6 - .5 + 2 * (1 - 2 / 2.4) = 2 / 3, 7 / 3
    float[] actual = evaluate(op, line(0, 1, 2, 3), line(0.6f)).floats();
    assertEquals(2, actual.length);
    assertEquals(2 / 3f, actual[0], 1e-6f);
    assertEquals(7 / 3f, actual[1], 1e-6f);
  }
}
