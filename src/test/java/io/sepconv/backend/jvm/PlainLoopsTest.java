package io.sepconv.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sepconv.tensor.Shape;
import io.sepconv.testing.TestData;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** The loops of every width: each adds what it should, and to no more elements than it is wide. */
class PlainLoopsTest {
  private static final int ROOM = PlainLoops.WIDEST + 3;

  private final TestData data = new TestData(3);

  private float[][] rows(int count) {
    float[][] rows = new float[count][];
    for (int i = 0; i < count; i++) {
      rows[i] = data.integers(Shape.of(ROOM)).floats();
    }
    return rows;
  }

  private static TreeSet<Integer> widths(IntUnaryOperator widthFor, int widest) {
    TreeSet<Integer> widths = new TreeSet<>();
    for (int n = 1; n <= widest; n++) {
      int width = widthFor.applyAsInt(n);
      assertEquals(width, widthFor.applyAsInt(width));
      widths.add(width);
    }
    assertEquals(widest, widths.last());
    return widths;
  }

  @Test
  void multiplesOfRows() {
    for (int width : widths(PlainLoops::widthFor, PlainLoops.WIDEST)) {
      float[][] x = rows(5);
      float[] a = data.integers(Shape.of(50)).floats();
      float[][] y = rows(5);
      float[][] expected = new float[5][];
      for (int row = 0; row < 5; row++) {
        expected[row] = y[row].clone();
        for (int j = 0; j < width && row > 0; j++) {
          int at = 2 + (row - 1) * 11;
          expected[row][j] += a[at] * x[1][j] + a[at + 1] * x[2][j];
        }
      }
      PlainLoops.add(width, y, 1, x, 1, a, 2, 11);
      assertArrayEquals(expected, y, "four rows, " + width);
      for (int j = 0; j < width; j++) {
        expected[3][j] += a[7] * x[1][j] + a[8] * x[2][j] + a[9] * x[3][j] + a[10] * x[4][j];
      }
      PlainLoops.addToOne(width, y[3], x, 1, a, 7);
      assertArrayEquals(expected, y, "one row, " + width);
      for (int j = 0; j < width; j++) {
        expected[4][j] += a[5] * x[0][j];
      }
      PlainLoops.addOne(width, y[4], x[0], a[5]);
      assertArrayEquals(expected, y, "one of one, " + width);
    }
  }

  @Test
  void productsOfRows() {
    for (int width : widths(PlainTaps::widthFor, PlainTaps.WIDEST)) {
      for (int taps = 1; taps < 8; taps++) {
        float[][] x = rows(9);
        float[][] w = rows(9);
        float[] y = rows(1)[0];
        float[] expected = y.clone();
        for (int j = 0; j < width; j++) {
          for (int tap = 0; tap < taps; tap++) {
            expected[j] += x[2 + tap][j] * w[1 + tap][j];
          }
        }
        PlainTaps.add(width, y, x, 2, w, 1, taps);
        assertArrayEquals(expected, y, taps + " taps, " + width);
      }
    }
  }

  @Test
  void otherWidthsAreRefused() {
    float[][] rows = rows(6);
    assertThrows(
        IllegalArgumentException.class, () -> PlainLoops.add(17, rows, 0, rows, 4, rows[0], 0, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> PlainLoops.addToOne(17, rows[5], rows, 0, rows[0], 0));
    assertThrows(
        IllegalArgumentException.class, () -> PlainTaps.add(17, rows[5], rows, 0, rows, 0, 3));
  }
}
