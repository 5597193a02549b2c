package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextBoxesTest {
  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;

  private final float[] map = new float[WIDTH * HEIGHT];

  private void fill(int x, int y, int width, int height, double value) {
    for (int row = y; row < y + height; row++) {
      for (int column = x; column < x + width; column++) {
        map[row * WIDTH + column] = (float) value;
      }
    }
  }

  private List<TextBox> find(int pictureWidth, int pictureHeight) {
    return TextBoxes.find(
        Tensor.of(Shape.of(1, 1, HEIGHT, WIDTH), map), pictureWidth, pictureHeight);
  }

  @Test
  void anEmptyMapHasNoBoxes() {
    assertEquals(List.of(), find(WIDTH, HEIGHT));
  }

  @Test
  void aCoreGrowsByItsAreaOverItsPerimeter() {
    fill(20, 10, 30, 10, 1);

    // 300 positions, perimeter 80: by 1.6 * 300 / 80 = 6 on every side.
    assertEquals(List.of(new TextBox(14, 4, 42, 22, 1)), find(WIDTH, HEIGHT));
  }

  @Test
  void boxesAreInPixelsOfThePicture() {
    fill(20, 10, 30, 10, 1);

    assertEquals(List.of(new TextBox(28, 12, 84, 66, 1)), find(2 * WIDTH, 3 * HEIGHT));
  }

  @Test
  void boxesEndAtThePicture() {
    fill(0, 0, WIDTH, 12, 1);

    List<TextBox> boxes = find(WIDTH, HEIGHT);

    // By 1.6 * 768 / 152 = 8.08, of which only the lower side has room.
    assertEquals(List.of(new TextBox(0, 0, WIDTH, 21, 1)), boxes);
  }

  @Test
  void linesComeFromTopToBottom() {
    fill(30, 6, 20, 4, 0.9);
    fill(4, 20, 20, 4, 0.9);
    fill(4, 34, 20, 4, 0.9);

    List<TextBox> boxes = find(WIDTH, HEIGHT);

    assertEquals(3, boxes.size());
    assertEquals(List.of(3, 17, 31), boxes.stream().map(TextBox::y).toList());
  }

  @Test
  void touchingCornersAreOneLine() {
    fill(10, 10, 10, 5, 1);
    fill(20, 15, 10, 5, 1);

    // Together 20 x 10, half of it empty: too thin a score.
    assertEquals(List.of(), find(WIDTH, HEIGHT));
    fill(10, 10, 20, 10, 0.7);
    assertEquals(1, find(WIDTH, HEIGHT).size());
  }

  @Test
  void faintAndTinyCoresAreNoText() {
    fill(4, 4, 20, 5, 0.29);
    fill(4, 14, 20, 5, 0.59);
    fill(4, 24, 20, 2, 1);
    fill(40, 4, 2, 20, 1);

    assertEquals(List.of(), find(WIDTH, HEIGHT));
  }

  @Test
  void theScoreIsTheMean() {
    fill(10, 10, 10, 10, 0.8);
    fill(20, 10, 10, 10, 0.6);

    assertEquals(0.7, find(WIDTH, HEIGHT).get(0).score(), 1e-6);
  }

  @Test
  void aRegionMayFillTheMap() {
    fill(0, 0, WIDTH, HEIGHT, 1);

    assertEquals(List.of(new TextBox(0, 0, WIDTH, HEIGHT, 1)), find(WIDTH, HEIGHT));
  }
}
