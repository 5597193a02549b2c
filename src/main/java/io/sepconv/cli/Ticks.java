package io.sepconv.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Round numbers for axes, and texts that fit. */
final class Ticks {
  private Ticks() {}

  /**
   * Multiples of 1, 2 or 5 times a power of ten from 0 to at least the given end.
   *
   * @param about how many there should be
   */
  static List<Double> linear(double end, int about) {
    double rough = end / about;
    double power = rough > 0 ? Math.pow(10, Math.floor(Math.log10(rough))) : 1;
    double step = power;
    for (int factor : new int[] {2, 5, 10}) {
      if (step < rough) {
        step = factor * power;
      }
    }
    List<Double> ticks = new ArrayList<>();
    for (int i = 0; ticks.isEmpty() || ticks.get(ticks.size() - 1) < end; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /** 1, 2 and 5 times powers of ten, from the last below the one to the first above the other. */
  static List<Double> logarithmic(double low, double high) {
    int[] factors = {1, 2, 5};
    List<Double> ticks = new ArrayList<>();
    double last = 0;
    for (int power = (int) Math.floor(Math.log10(low)); last < high; power++) {
      for (int factor : factors) {
        if (last < high) {
          last = factor * Math.pow(10, power);
          if (last <= low) {
            ticks.clear();
          }
          ticks.add(last);
        }
      }
    }
    return ticks;
  }

  /** A number of an axis without needless digits: 0.05, 20, 1,500. */
  static String label(double value) {
    if (value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    String digits = String.format(Locale.ROOT, "%.6f", value).replaceAll("0+$", "");
    return digits.endsWith(".") ? digits + "0" : digits;
  }

  /** A text of at most so many columns; what is cut off shows as an ellipsis. */
  static String shorten(String text, int columns) {
    if (DisplayWidth.of(text) <= columns) {
      return text;
    }
    int end = 0;
    int width = 0;
    while (end < text.length()) {
      int next = text.offsetByCodePoints(end, 1);
      width += DisplayWidth.of(text.substring(end, next));
      if (width >= columns) {
        break;
      }
      end = next;
    }
    return text.substring(0, end) + "\u2026";
  }
}
