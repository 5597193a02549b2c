package io.sepconv.backend.jvm;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Depthwise 3x3: tiles of 2 by 4 pixels, each element of the source loaded once.
 *
 * <p>Tiles and channels are walked by one loop, and all vectors are local to one method: HotSpot of
 * 17 keeps them in registers only so. It takes twice as long where {@code wAt} and {@code biasAt}
 * are left out because they are always 0.
 */
final class Depthwise3x3 implements DepthwiseTile {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  @Override
  public int kernel() {
    return 3;
  }

  @Override
  public int stride() {
    return 1;
  }

  @Override
  public int rows() {
    return 2;
  }

  @Override
  public int columns() {
    return 4;
  }

  @Override
  public void run(
      float[] x,
      int xAt,
      int xRow,
      int xPixel,
      float[] w,
      int wAt,
      float[] bias,
      int biasAt,
      float[] y,
      int yAt,
      int yRow,
      int yPixel,
      int channels,
      int tiles,
      int low,
      int high) {
    int xNext = 4 * xPixel - channels;
    int yNext = 4 * yPixel - channels;
    int channel = 0;
    int left = tiles;
    while (left > 0) {
      FloatVector y00 = FloatVector.fromArray(SPECIES, bias, biasAt + channel);
      FloatVector y01 = y00;
      FloatVector y02 = y00;
      FloatVector y03 = y00;
      FloatVector y10 = y00;
      FloatVector y11 = y00;
      FloatVector y12 = y00;
      FloatVector y13 = y00;
      FloatVector v;
      FloatVector w00 = FloatVector.fromArray(SPECIES, w, wAt + channel);
      FloatVector w01 = FloatVector.fromArray(SPECIES, w, wAt + channel + channels);
      FloatVector w02 = FloatVector.fromArray(SPECIES, w, wAt + channel + 2 * channels);
      v = FloatVector.fromArray(SPECIES, x, xAt);
      y00 = v.fma(w00, y00);
      v = FloatVector.fromArray(SPECIES, x, xAt + xPixel);
      y00 = v.fma(w01, y00);
      y01 = v.fma(w00, y01);
      v = FloatVector.fromArray(SPECIES, x, xAt + 2 * xPixel);
      y00 = v.fma(w02, y00);
      y01 = v.fma(w01, y01);
      y02 = v.fma(w00, y02);
      v = FloatVector.fromArray(SPECIES, x, xAt + 3 * xPixel);
      y01 = v.fma(w02, y01);
      y02 = v.fma(w01, y02);
      y03 = v.fma(w00, y03);
      v = FloatVector.fromArray(SPECIES, x, xAt + 4 * xPixel);
      y02 = v.fma(w02, y02);
      y03 = v.fma(w01, y03);
      v = FloatVector.fromArray(SPECIES, x, xAt + 5 * xPixel);
      y03 = v.fma(w02, y03);
      FloatVector w10 = FloatVector.fromArray(SPECIES, w, wAt + channel + 3 * channels);
      FloatVector w11 = FloatVector.fromArray(SPECIES, w, wAt + channel + 4 * channels);
      FloatVector w12 = FloatVector.fromArray(SPECIES, w, wAt + channel + 5 * channels);
      v = FloatVector.fromArray(SPECIES, x, xAt + xRow);
      y00 = v.fma(w10, y00);
      y10 = v.fma(w00, y10);
      v = FloatVector.fromArray(SPECIES, x, xAt + xRow + xPixel);
      y00 = v.fma(w11, y00);
      y01 = v.fma(w10, y01);
      y10 = v.fma(w01, y10);
      y11 = v.fma(w00, y11);
      v = FloatVector.fromArray(SPECIES, x, xAt + xRow + 2 * xPixel);
      y00 = v.fma(w12, y00);
      y01 = v.fma(w11, y01);
      y02 = v.fma(w10, y02);
      y10 = v.fma(w02, y10);
      y11 = v.fma(w01, y11);
      y12 = v.fma(w00, y12);
      v = FloatVector.fromArray(SPECIES, x, xAt + xRow + 3 * xPixel);
      y01 = v.fma(w12, y01);
      y02 = v.fma(w11, y02);
      y03 = v.fma(w10, y03);
      y11 = v.fma(w02, y11);
      y12 = v.fma(w01, y12);
      y13 = v.fma(w00, y13);
      v = FloatVector.fromArray(SPECIES, x, xAt + xRow + 4 * xPixel);
      y02 = v.fma(w12, y02);
      y03 = v.fma(w11, y03);
      y12 = v.fma(w02, y12);
      y13 = v.fma(w01, y13);
      v = FloatVector.fromArray(SPECIES, x, xAt + xRow + 5 * xPixel);
      y03 = v.fma(w12, y03);
      y13 = v.fma(w02, y13);
      FloatVector w20 = FloatVector.fromArray(SPECIES, w, wAt + channel + 6 * channels);
      FloatVector w21 = FloatVector.fromArray(SPECIES, w, wAt + channel + 7 * channels);
      FloatVector w22 = FloatVector.fromArray(SPECIES, w, wAt + channel + 8 * channels);
      v = FloatVector.fromArray(SPECIES, x, xAt + 2 * xRow);
      y00 = v.fma(w20, y00);
      y10 = v.fma(w10, y10);
      v = FloatVector.fromArray(SPECIES, x, xAt + 2 * xRow + xPixel);
      y00 = v.fma(w21, y00);
      y01 = v.fma(w20, y01);
      y10 = v.fma(w11, y10);
      y11 = v.fma(w10, y11);
      v = FloatVector.fromArray(SPECIES, x, xAt + 2 * xRow + 2 * xPixel);
      y00 = v.fma(w22, y00);
      y01 = v.fma(w21, y01);
      y02 = v.fma(w20, y02);
      y10 = v.fma(w12, y10);
      y11 = v.fma(w11, y11);
      y12 = v.fma(w10, y12);
      v = FloatVector.fromArray(SPECIES, x, xAt + 2 * xRow + 3 * xPixel);
      y01 = v.fma(w22, y01);
      y02 = v.fma(w21, y02);
      y03 = v.fma(w20, y03);
      y11 = v.fma(w12, y11);
      y12 = v.fma(w11, y12);
      y13 = v.fma(w10, y13);
      v = FloatVector.fromArray(SPECIES, x, xAt + 2 * xRow + 4 * xPixel);
      y02 = v.fma(w22, y02);
      y03 = v.fma(w21, y03);
      y12 = v.fma(w12, y12);
      y13 = v.fma(w11, y13);
      v = FloatVector.fromArray(SPECIES, x, xAt + 2 * xRow + 5 * xPixel);
      y03 = v.fma(w22, y03);
      y13 = v.fma(w12, y13);
      v = FloatVector.fromArray(SPECIES, x, xAt + 3 * xRow);
      y10 = v.fma(w20, y10);
      v = FloatVector.fromArray(SPECIES, x, xAt + 3 * xRow + xPixel);
      y10 = v.fma(w21, y10);
      y11 = v.fma(w20, y11);
      v = FloatVector.fromArray(SPECIES, x, xAt + 3 * xRow + 2 * xPixel);
      y10 = v.fma(w22, y10);
      y11 = v.fma(w21, y11);
      y12 = v.fma(w20, y12);
      v = FloatVector.fromArray(SPECIES, x, xAt + 3 * xRow + 3 * xPixel);
      y11 = v.fma(w22, y11);
      y12 = v.fma(w21, y12);
      y13 = v.fma(w20, y13);
      v = FloatVector.fromArray(SPECIES, x, xAt + 3 * xRow + 4 * xPixel);
      y12 = v.fma(w22, y12);
      y13 = v.fma(w21, y13);
      v = FloatVector.fromArray(SPECIES, x, xAt + 3 * xRow + 5 * xPixel);
      y13 = v.fma(w22, y13);
      y00.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(y, yAt);
      y01.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(y, yAt + yPixel);
      y02.reinterpretAsInts()
          .max(low)
          .min(high)
          .reinterpretAsFloats()
          .intoArray(y, yAt + 2 * yPixel);
      y03.reinterpretAsInts()
          .max(low)
          .min(high)
          .reinterpretAsFloats()
          .intoArray(y, yAt + 3 * yPixel);
      y10.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(y, yAt + yRow);
      y11.reinterpretAsInts()
          .max(low)
          .min(high)
          .reinterpretAsFloats()
          .intoArray(y, yAt + yRow + yPixel);
      y12.reinterpretAsInts()
          .max(low)
          .min(high)
          .reinterpretAsFloats()
          .intoArray(y, yAt + yRow + 2 * yPixel);
      y13.reinterpretAsInts()
          .max(low)
          .min(high)
          .reinterpretAsFloats()
          .intoArray(y, yAt + yRow + 3 * yPixel);
      channel += LANES;
      xAt += LANES;
      yAt += LANES;
      if (channel >= channels) {
        channel = 0;
        xAt += xNext;
        yAt += yNext;
        left--;
      }
    }
  }
}
