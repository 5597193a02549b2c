package io.sepconv.cli;

import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Turns a map of text probabilities into boxes, the way of DB (Liao et al., "Real-time Scene Text
 * Detection with Differentiable Binarization", 2020) as PP-OCR applies it: the map marks the core
 * of each line, a core is a connected region above a threshold, and a core grows by its area over
 * its perimeter. Unlike PP-OCR, boxes keep to the axes of the picture: text at a slant gets a box
 * around it.
 */
final class TextBoxes {
  /** A position belongs to a core from this probability on. */
  private static final float THRESHOLD = 0.3f;

  /** A core whose mean is below this is no text. */
  private static final double MIN_SCORE = 0.6;

  /** How far a core grows, in units of area over perimeter. */
  private static final double UNCLIP_RATIO = 1.6;

  /** Cores of fewer positions along either side are noise. */
  private static final int MIN_SIDE = 3;

  private final float[] map;
  private final int height;
  private final int width;

  private TextBoxes(Tensor map) {
    this.map = map.floats();
    this.height = map.shape().dim(-2);
    this.width = map.shape().dim(-1);
  }

  /**
   * The boxes of a map, from top to bottom.
   *
   * @param map {@code [1, 1, H, W]}, values from 0 to 1
   * @param pictureWidth pixels of the picture that the map covers
   * @param pictureHeight pixels of the picture that the map covers
   */
  static List<TextBox> find(Tensor map, int pictureWidth, int pictureHeight) {
    TextBoxes boxes = new TextBoxes(map);
    boolean[] seen = new boolean[boxes.map.length];
    List<TextBox> found = new ArrayList<>();
    for (int i = 0; i < seen.length; i++) {
      if (!seen[i] && boxes.map[i] >= THRESHOLD) {
        Core core = boxes.core(i, seen);
        double score = boxes.mean(core);
        if (Math.min(core.width(), core.height()) >= MIN_SIDE && score >= MIN_SCORE) {
          found.add(boxes.grow(core, score, pictureWidth, pictureHeight));
        }
      }
    }
    found.sort(Comparator.comparingInt(TextBox::y).thenComparingInt(TextBox::x));
    return found;
  }

  /** Bounds of a region, ends exclusive. */
  private record Core(int left, int top, int right, int bottom) {
    int width() {
      return right - left;
    }

    int height() {
      return bottom - top;
    }
  }

  /** Walks the region of position {@code seed}, diagonals included. */
  private Core core(int seed, boolean[] seen) {
    int[] stack = new int[64];
    int depth = 0;
    stack[depth++] = seed;
    seen[seed] = true;
    int left = width;
    int top = height;
    int right = 0;
    int bottom = 0;
    while (depth > 0) {
      int at = stack[--depth];
      int x = at % width;
      int y = at / width;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
      for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          int next = ny * width + nx;
          if (!seen[next] && map[next] >= THRESHOLD) {
            seen[next] = true;
            if (depth == stack.length) {
              stack = Arrays.copyOf(stack, 2 * depth);
            }
            stack[depth++] = next;
          }
        }
      }
    }
    return new Core(left, top, right, bottom);
  }

  private double mean(Core core) {
    double sum = 0;
    for (int y = core.top; y < core.bottom; y++) {
      for (int x = core.left; x < core.right; x++) {
        sum += map[y * width + x];
      }
    }
    return sum / ((double) core.width() * core.height());
  }

  private TextBox grow(Core core, double score, int pictureWidth, int pictureHeight) {
    double area = (double) core.width() * core.height();
    double by = UNCLIP_RATIO * area / (2.0 * (core.width() + core.height()));
    double scaleX = (double) pictureWidth / width;
    double scaleY = (double) pictureHeight / height;
    int left = clamp(Math.floor((core.left - by) * scaleX), pictureWidth - 1);
    int top = clamp(Math.floor((core.top - by) * scaleY), pictureHeight - 1);
    int right = clamp(Math.ceil((core.right + by) * scaleX), pictureWidth);
    int bottom = clamp(Math.ceil((core.bottom + by) * scaleY), pictureHeight);
    return new TextBox(left, top, Math.max(1, right - left), Math.max(1, bottom - top), score);
  }

  private static int clamp(double value, int most) {
    return (int) Math.max(0, Math.min(most, value));
  }
}
