package io.sepconv.cli;

import io.sepconv.tensor.Tensor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A few lines about a tensor: type, shape, range and, of a vector of scores, the best. */
final class TensorSummary {
  private static final int BEST = 5;

  private TensorSummary() {}

  static String of(String name, Tensor tensor) {
    StringBuilder text = new StringBuilder(name + "  " + tensor.type() + " " + tensor.shape());
    if (tensor.size() == 0) {
      return text.append("  empty").toString();
    }
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double sum = 0;
    int strange = 0;
    for (int i = 0; i < tensor.size(); i++) {
      double value = tensor.get(i);
      if (Double.isFinite(value)) {
        min = Math.min(min, value);
        max = Math.max(max, value);
        sum += value;
      } else {
        strange++;
      }
    }
    int finite = tensor.size() - strange;
    if (finite > 0) {
      text.append(format("  min %.6g  max %.6g  mean %.6g", min, max, sum / finite));
    }
    if (strange > 0) {
      text.append("  NaN or infinite: ").append(strange);
    }
    if (isVector(tensor)) {
      text.append(format("%n  best: %s", best(tensor)));
    }
    return text.toString();
  }

  /** All elements along one axis, more than one of them: scores, as far as anybody can tell. */
  private static boolean isVector(Tensor tensor) {
    return tensor.size() > 1
        && Arrays.stream(tensor.shape().dims()).filter(size -> size > 1).count() == 1;
  }

  private static String best(Tensor tensor) {
    return IntStream.range(0, tensor.size())
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -tensor.get(i)))
        .limit(BEST)
        .map(i -> format("[%d] %.6g", i, tensor.get(i)))
        .collect(Collectors.joining(", "));
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
