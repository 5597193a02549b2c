package io.sepconv.backend.jvm;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Depthwise 5x5: tiles of 2 by 2 pixels, each element of the source loaded once.
 *
 * <p>Tiles and channels are walked by one loop, and all vectors are local to one method: HotSpot of
 * 17 keeps them in registers only so. It takes twice as long where {@code wAt} and {@code biasAt}
 * are left out because they are always 0.
 *
 * <p>There is a loop for the upper three rows of the source and one for the lower three: both in
 * one are more code than C1 of 17 has registers for ("out of virtual registers in linear scan"),
 * and what C1 gives up in the wrong moment C2 never compiles.
 */
final class Depthwise5x5 implements DepthwiseTile {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  @Override
  public int kernel() {
    return 5;
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
    return 2;
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
    upper(x, xAt, xRow, xPixel, w, wAt, bias, biasAt, y, yAt, yRow, yPixel, channels, tiles);
    lower(x, xAt, xRow, xPixel, w, wAt, y, yAt, yRow, yPixel, channels, tiles, low, high);
  }

  /** What the rows 0 to 2 of the source add to the bias. */
  private static void upper(
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
      int tiles) {
    int xNext = 2 * xPixel - channels;
    int yNext = 2 * yPixel - channels;
    int channel = 0;
    int left = tiles;
    while (left > 0) {
      FloatVector y00 = FloatVector.fromArray(SPECIES, bias, biasAt + channel);
      FloatVector y01 = y00;
      FloatVector y10 = y00;
      FloatVector y11 = y00;
      FloatVector v;
      FloatVector w00 = FloatVector.fromArray(SPECIES, w, wAt + channel);
      FloatVector w01 = FloatVector.fromArray(SPECIES, w, wAt + channel + channels);
      FloatVector w02 = FloatVector.fromArray(SPECIES, w, wAt + channel + 2 * channels);
      FloatVector w03 = FloatVector.fromArray(SPECIES, w, wAt + channel + 3 * channels);
      FloatVector w04 = FloatVector.fromArray(SPECIES, w, wAt + channel + 4 * channels);
      v = FloatVector.fromArray(SPECIES, x, xAt);
      y00 = v.fma(w00, y00);
      v = FloatVector.fromArray(SPECIES, x, xAt + xPixel);
      y00 = v.fma(w01, y00);
      y01 = v.fma(w00, y01);
      v = FloatVector.fromArray(SPECIES, x, xAt + 2 * xPixel);
      y00 = v.fma(w02, y00);
      y01 = v.fma(w01, y01);
      v = FloatVector.fromArray(SPECIES, x, xAt + 3 * xPixel);
      y00 = v.fma(w03, y00);
      y01 = v.fma(w02, y01);
      v = FloatVector.fromArray(SPECIES, x, xAt + 4 * xPixel);
      y00 = v.fma(w04, y00);
      y01 = v.fma(w03, y01);
      v = FloatVector.fromArray(SPECIES, x, xAt + 5 * xPixel);
      y01 = v.fma(w04, y01);
      FloatVector w10 = FloatVector.fromArray(SPECIES, w, wAt + channel + 5 * channels);
      FloatVector w11 = FloatVector.fromArray(SPECIES, w, wAt + channel + 6 * channels);
      FloatVector w12 = FloatVector.fromArray(SPECIES, w, wAt + channel + 7 * channels);
      FloatVector w13 = FloatVector.fromArray(SPECIES, w, wAt + channel + 8 * channels);
      FloatVector w14 = FloatVector.fromArray(SPECIES, w, wAt + channel + 9 * channels);
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
      y10 = v.fma(w02, y10);
      y11 = v.fma(w01, y11);
      v = FloatVector.fromArray(SPECIES, x, xAt + xRow + 3 * xPixel);
      y00 = v.fma(w13, y00);
      y01 = v.fma(w12, y01);
      y10 = v.fma(w03, y10);
      y11 = v.fma(w02, y11);
      v = FloatVector.fromArray(SPECIES, x, xAt + xRow + 4 * xPixel);
      y00 = v.fma(w14, y00);
      y01 = v.fma(w13, y01);
      y10 = v.fma(w04, y10);
      y11 = v.fma(w03, y11);
      v = FloatVector.fromArray(SPECIES, x, xAt + xRow + 5 * xPixel);
      y01 = v.fma(w14, y01);
      y11 = v.fma(w04, y11);
      FloatVector w20 = FloatVector.fromArray(SPECIES, w, wAt + channel + 10 * channels);
      FloatVector w21 = FloatVector.fromArray(SPECIES, w, wAt + channel + 11 * channels);
      FloatVector w22 = FloatVector.fromArray(SPECIES, w, wAt + channel + 12 * channels);
      FloatVector w23 = FloatVector.fromArray(SPECIES, w, wAt + channel + 13 * channels);
      FloatVector w24 = FloatVector.fromArray(SPECIES, w, wAt + channel + 14 * channels);
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
      y10 = v.fma(w12, y10);
      y11 = v.fma(w11, y11);
      v = FloatVector.fromArray(SPECIES, x, xAt + 2 * xRow + 3 * xPixel);
      y00 = v.fma(w23, y00);
      y01 = v.fma(w22, y01);
      y10 = v.fma(w13, y10);
      y11 = v.fma(w12, y11);
      v = FloatVector.fromArray(SPECIES, x, xAt + 2 * xRow + 4 * xPixel);
      y00 = v.fma(w24, y00);
      y01 = v.fma(w23, y01);
      y10 = v.fma(w14, y10);
      y11 = v.fma(w13, y11);
      v = FloatVector.fromArray(SPECIES, x, xAt + 2 * xRow + 5 * xPixel);
      y01 = v.fma(w24, y01);
      y11 = v.fma(w14, y11);
      y00.intoArray(y, yAt);
      y01.intoArray(y, yAt + yPixel);
      y10.intoArray(y, yAt + yRow);
      y11.intoArray(y, yAt + yRow + yPixel);
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

  /** Adds what the rows 3 to 5 of the source give. */
  private static void lower(
      float[] x,
      int xAt,
      int xRow,
      int xPixel,
      float[] w,
      int wAt,
      float[] y,
      int yAt,
      int yRow,
      int yPixel,
      int channels,
      int tiles,
      int low,
      int high) {
    int xNext = 2 * xPixel - channels;
    int yNext = 2 * yPixel - channels;
    int channel = 0;
    int left = tiles;
    while (left > 0) {
      FloatVector y00 = FloatVector.fromArray(SPECIES, y, yAt);
      FloatVector y01 = FloatVector.fromArray(SPECIES, y, yAt + yPixel);
      FloatVector y10 = FloatVector.fromArray(SPECIES, y, yAt + yRow);
      FloatVector y11 = FloatVector.fromArray(SPECIES, y, yAt + yRow + yPixel);
      FloatVector v;
      FloatVector w20 = FloatVector.fromArray(SPECIES, w, wAt + channel + 10 * channels);
      FloatVector w21 = FloatVector.fromArray(SPECIES, w, wAt + channel + 11 * channels);
      FloatVector w22 = FloatVector.fromArray(SPECIES, w, wAt + channel + 12 * channels);
      FloatVector w23 = FloatVector.fromArray(SPECIES, w, wAt + channel + 13 * channels);
      FloatVector w24 = FloatVector.fromArray(SPECIES, w, wAt + channel + 14 * channels);
      FloatVector w30 = FloatVector.fromArray(SPECIES, w, wAt + channel + 15 * channels);
      FloatVector w31 = FloatVector.fromArray(SPECIES, w, wAt + channel + 16 * channels);
      FloatVector w32 = FloatVector.fromArray(SPECIES, w, wAt + channel + 17 * channels);
      FloatVector w33 = FloatVector.fromArray(SPECIES, w, wAt + channel + 18 * channels);
      FloatVector w34 = FloatVector.fromArray(SPECIES, w, wAt + channel + 19 * channels);
      v = FloatVector.fromArray(SPECIES, x, xAt + 3 * xRow);
      y00 = v.fma(w30, y00);
      y10 = v.fma(w20, y10);
      v = FloatVector.fromArray(SPECIES, x, xAt + 3 * xRow + xPixel);
      y00 = v.fma(w31, y00);
      y01 = v.fma(w30, y01);
      y10 = v.fma(w21, y10);
      y11 = v.fma(w20, y11);
      v = FloatVector.fromArray(SPECIES, x, xAt + 3 * xRow + 2 * xPixel);
      y00 = v.fma(w32, y00);
      y01 = v.fma(w31, y01);
      y10 = v.fma(w22, y10);
      y11 = v.fma(w21, y11);
      v = FloatVector.fromArray(SPECIES, x, xAt + 3 * xRow + 3 * xPixel);
      y00 = v.fma(w33, y00);
      y01 = v.fma(w32, y01);
      y10 = v.fma(w23, y10);
      y11 = v.fma(w22, y11);
      v = FloatVector.fromArray(SPECIES, x, xAt + 3 * xRow + 4 * xPixel);
      y00 = v.fma(w34, y00);
      y01 = v.fma(w33, y01);
      y10 = v.fma(w24, y10);
      y11 = v.fma(w23, y11);
      v = FloatVector.fromArray(SPECIES, x, xAt + 3 * xRow + 5 * xPixel);
      y01 = v.fma(w34, y01);
      y11 = v.fma(w24, y11);
      FloatVector w40 = FloatVector.fromArray(SPECIES, w, wAt + channel + 20 * channels);
      FloatVector w41 = FloatVector.fromArray(SPECIES, w, wAt + channel + 21 * channels);
      FloatVector w42 = FloatVector.fromArray(SPECIES, w, wAt + channel + 22 * channels);
      FloatVector w43 = FloatVector.fromArray(SPECIES, w, wAt + channel + 23 * channels);
      FloatVector w44 = FloatVector.fromArray(SPECIES, w, wAt + channel + 24 * channels);
      v = FloatVector.fromArray(SPECIES, x, xAt + 4 * xRow);
      y00 = v.fma(w40, y00);
      y10 = v.fma(w30, y10);
      v = FloatVector.fromArray(SPECIES, x, xAt + 4 * xRow + xPixel);
      y00 = v.fma(w41, y00);
      y01 = v.fma(w40, y01);
      y10 = v.fma(w31, y10);
      y11 = v.fma(w30, y11);
      v = FloatVector.fromArray(SPECIES, x, xAt + 4 * xRow + 2 * xPixel);
      y00 = v.fma(w42, y00);
      y01 = v.fma(w41, y01);
      y10 = v.fma(w32, y10);
      y11 = v.fma(w31, y11);
      v = FloatVector.fromArray(SPECIES, x, xAt + 4 * xRow + 3 * xPixel);
      y00 = v.fma(w43, y00);
      y01 = v.fma(w42, y01);
      y10 = v.fma(w33, y10);
      y11 = v.fma(w32, y11);
      v = FloatVector.fromArray(SPECIES, x, xAt + 4 * xRow + 4 * xPixel);
      y00 = v.fma(w44, y00);
      y01 = v.fma(w43, y01);
      y10 = v.fma(w34, y10);
      y11 = v.fma(w33, y11);
      v = FloatVector.fromArray(SPECIES, x, xAt + 4 * xRow + 5 * xPixel);
      y01 = v.fma(w44, y01);
      y11 = v.fma(w34, y11);
      v = FloatVector.fromArray(SPECIES, x, xAt + 5 * xRow);
      y10 = v.fma(w40, y10);
      v = FloatVector.fromArray(SPECIES, x, xAt + 5 * xRow + xPixel);
      y10 = v.fma(w41, y10);
      y11 = v.fma(w40, y11);
      v = FloatVector.fromArray(SPECIES, x, xAt + 5 * xRow + 2 * xPixel);
      y10 = v.fma(w42, y10);
      y11 = v.fma(w41, y11);
      v = FloatVector.fromArray(SPECIES, x, xAt + 5 * xRow + 3 * xPixel);
      y10 = v.fma(w43, y10);
      y11 = v.fma(w42, y11);
      v = FloatVector.fromArray(SPECIES, x, xAt + 5 * xRow + 4 * xPixel);
      y10 = v.fma(w44, y10);
      y11 = v.fma(w43, y11);
      v = FloatVector.fromArray(SPECIES, x, xAt + 5 * xRow + 5 * xPixel);
      y11 = v.fma(w44, y11);
      y00.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(y, yAt);
      y01.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(y, yAt + yPixel);
      y10.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(y, yAt + yRow);
      y11.reinterpretAsInts()
          .max(low)
          .min(high)
          .reinterpretAsFloats()
          .intoArray(y, yAt + yRow + yPixel);
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
