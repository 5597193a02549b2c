package io.sepconv.reference;

import static io.sepconv.reference.OnnxRuntimeAgreement.CLOSE;
import static io.sepconv.reference.OnnxRuntimeAgreement.EQUAL;
import static io.sepconv.reference.OnnxRuntimeAgreement.check;

import io.sepconv.op.Resize;
import io.sepconv.op.Resize.AspectRatio;
import io.sepconv.op.Resize.Coordinates;
import io.sepconv.op.Resize.Mode;
import io.sepconv.op.Resize.Options;
import io.sepconv.op.Resize.Rounding;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.TestData;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResizeAgainstOnnxRuntimeTest {
  private static final long[][] SIZES = {{1, 2, 10, 9}, {1, 2, 3, 4}, {1, 2, 1, 7}, {1, 2, 8, 2}};

  /** Scales whose product with 5 and 6 has a fraction in the last two. */
  private static final float[][] SCALES = {
    {1, 1, 2, 3}, {1, 1, 0.6f, 0.5f}, {1, 1, 1.3f, 2.7f}, {1, 1, 0.7f, 0.45f}
  };

  private static final Tensor X = new TestData(5).floats(Shape.of(1, 2, 5, 6));

  private static Options options(
      float a, boolean exclude, boolean antialias, AspectRatio ratio, Integer... axes) {
    return new Options(a, exclude, antialias, 0, ratio, List.of(axes));
  }

  private static void bySizes(double tolerance, Resize op, int opset) {
    for (long[] sizes : SIZES) {
      List<Tensor> operands = Arrays.asList(X, null, Tensor.vector(sizes));
      check("seed 5, sizes " + Arrays.toString(sizes), tolerance, op, opset, operands);
    }
  }

  private static void byScales(double tolerance, Resize op, int opset) {
    for (float[] scales : SCALES) {
      boolean whole = scales[2] * 5 % 1 == 0 && scales[3] * 6 % 1 == 0;
      // ONNX's own test data keep the fraction of the length here, ONNX Runtime rounds it.
      if (whole || op.coordinates() != Coordinates.ALIGN_CORNERS) {
        List<Tensor> operands = List.of(X, Tensor.of(Shape.of(4), scales));
        check("seed 5, scales " + Arrays.toString(scales), tolerance, op, opset, operands);
      }
    }
  }

  private static int opset(Coordinates coordinates) {
    return coordinates == Coordinates.HALF_PIXEL_SYMMETRIC ? 19 : 13;
  }

  @ParameterizedTest
  @EnumSource(
      value = Coordinates.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = "TF_CROP_AND_RESIZE")
  void nearest(Coordinates coordinates) {
    // There ONNX Runtime computes in f64 from an f32 scale and finds 1.9999999 for position 2.
    boolean halves = coordinates != Coordinates.HALF_PIXEL_SYMMETRIC;
    for (Rounding rounding : Rounding.values()) {
      boolean whole = rounding == Rounding.FLOOR || rounding == Rounding.CEIL;
      if (rounding != Rounding.BY_SCALE && (halves || !whole)) {
        Resize op = new Resize(Mode.NEAREST, coordinates, rounding);
        bySizes(EQUAL, op, opset(coordinates));
        byScales(EQUAL, op, opset(coordinates));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Coordinates.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = "TF_CROP_AND_RESIZE")
  void linearAndCubic(Coordinates coordinates) {
    for (Mode mode : List.of(Mode.LINEAR, Mode.CUBIC)) {
      Resize op = new Resize(mode, coordinates, Rounding.FLOOR);
      bySizes(CLOSE, op, opset(coordinates));
      byScales(CLOSE, op, opset(coordinates));
    }
  }

  @Test
  void volumes() {
    Resize op = new Resize(Mode.LINEAR, Coordinates.HALF_PIXEL, Rounding.FLOOR);
    Tensor volume = new TestData(7).floats(Shape.of(1, 2, 3, 4, 5));
    Tensor scales = Tensor.of(Shape.of(5), 1, 1, 2, 1.5f, 0.8f);
    check("seed 7", CLOSE, op, 13, List.of(volume, scales));
    Resize nearest = new Resize(Mode.NEAREST, Coordinates.HALF_PIXEL, Rounding.FLOOR);
    Tensor deep = new TestData(7).floats(Shape.of(2, 3, 2, 3, 2, 3));
    Tensor sizes = Tensor.vector(3, 2, 4, 4, 3, 1);
    check("seed 7", EQUAL, nearest, 13, Arrays.asList(deep, null, sizes));
  }

  @ParameterizedTest
  @CsvSource({"-0.75, true", "-0.5, false", "-0.5, true"})
  void cubicOptions(float a, boolean exclude) {
    Options options = options(a, exclude, false, AspectRatio.STRETCH);
    Resize op = new Resize(Mode.CUBIC, Coordinates.HALF_PIXEL, Rounding.FLOOR, options);
    bySizes(CLOSE, op, 13);
    byScales(CLOSE, op, 13);
  }

  @ParameterizedTest
  @CsvSource({"LINEAR, false", "LINEAR, true", "CUBIC, false", "CUBIC, true"})
  void antialias(Mode mode, boolean exclude) {
    Options options = options(-0.75f, exclude, true, AspectRatio.STRETCH);
    Resize op = new Resize(mode, Coordinates.HALF_PIXEL, Rounding.FLOOR, options);
    bySizes(CLOSE, op, 18);
    byScales(CLOSE, op, 18);
  }

  @ParameterizedTest
  @EnumSource(AspectRatio.class)
  void aspectRatioAndAxes(AspectRatio ratio) {
    for (Mode mode : List.of(Mode.NEAREST, Mode.LINEAR)) {
      Options options = options(-0.75f, false, false, ratio, 3, 2);
      Resize op = new Resize(mode, Coordinates.HALF_PIXEL, Rounding.FLOOR, options);
      for (long[] sizes : new long[][] {{9, 7}, {4, 9}, {3, 3}}) {
        List<Tensor> operands = Arrays.asList(X, null, Tensor.vector(sizes));
        check("seed 5, sizes " + Arrays.toString(sizes), CLOSE, op, 18, operands);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void region(Mode mode) {
    Options options = new Options(-0.75f, false, false, 2.5f, AspectRatio.STRETCH, List.of());
    Resize op =
        new Resize(mode, Coordinates.TF_CROP_AND_RESIZE, Rounding.ROUND_PREFER_FLOOR, options);
    Tensor roi = Tensor.of(Shape.of(8), 0, 0, 0.1f, -0.3f, 1, 1, 0.6f, 1.1f);
    for (long[] sizes : new long[][] {{1, 2, 3, 3}, {1, 2, 7, 9}, {1, 2, 1, 4}}) {
      List<Tensor> operands = Arrays.asList(X, null, Tensor.vector(sizes), roi);
      check("seed 5, sizes " + Arrays.toString(sizes), CLOSE, op, 13, operands);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {0.1f, 0.3f, 0.35f, 0.7f, 1.1f, 1.7f})
  void findsTheSameSize(float scale) {
    Resize op = new Resize(Mode.NEAREST, Coordinates.ASYMMETRIC, Rounding.FLOOR);
    for (int size = 10; size <= 60; size += 10) {
      Tensor x = new TestData(8).floats(Shape.of(size));
      check("size " + size, EQUAL, op, 13, List.of(x, Tensor.of(Shape.of(1), scale)));
    }
  }
}
