package io.sepconv.benchmarks.report;

import java.util.Collection;
import java.util.Locale;

/** How figures are written: with as many digits as mean something. */
final class Figures {
  private static final double MEGA = 1e6;

  private Figures() {}

  /** A time or a rate: four digits, at most three of them behind the point. */
  static String plain(double value) {
    int digits = value >= 1000 ? 0 : value >= 100 ? 1 : value >= 10 ? 2 : 3;
    return format(digits, value);
  }

  /** How many times as much: two digits behind the point, fewer or more for the far ends. */
  static String ratio(double value) {
    return format(value >= 100 ? 0 : value >= 10 ? 1 : value >= 0.1 ? 2 : 3, value);
  }

  static String percent(double share) {
    return format(share >= 0.1 ? 0 : 1, 100 * share) + " %";
  }

  /** In units of 10^6. */
  static String millions(double value) {
    return format(value >= 100 * MEGA ? 0 : 1, value / MEGA);
  }

  static String tenth(double value) {
    return format(1, value);
  }

  private static String format(int digits, double value) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /** "1 network", "2 networks". */
  static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** The mean for ratios, of which half and double cancel. */
  static double geometricMean(Collection<Double> values) {
    return Math.exp(values.stream().mapToDouble(Math::log).average().orElseThrow());
  }
}
