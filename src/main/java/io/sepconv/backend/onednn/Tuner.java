package io.sepconv.backend.onednn;

import io.sepconv.backend.onednn.ConvProblem.Sum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Chooses between implementations of a convolution by their time on this machine.
 *
 * <p>oneDNN's own order is right for processors whose 512-bit units are as wide as their registers.
 * On a Zen 4, where 256 bits reach the same peak, its AVX2 kernels take a quarter less for 144 to
 * 24 channels, which are three registers of them and one and a half of the others; and among
 * depthwise kernels the older one is faster for most sizes in f32. No rule over shapes would hold
 * elsewhere.
 *
 * <p>A choice is made once per process for all problems that differ only in how many positions they
 * have, up to a factor of two, or in their number of pictures; so every model of a process computes
 * alike. Safe for any thread.
 */
class Tuner {
  /** Problems of fewer multiply-accumulates, some microseconds, are not worth the measurement. */
  private static final long MIN_MACS = 200_000;

  /** What another implementation must gain, so that noise does not choose. */
  private static final double MARGIN = 0.97;

  /** One that is slower by more than that in its first run is not run again. */
  private static final double HOPELESS = 1.5;

  /** Candidates take turns, so that a drift of the machine hits all alike. */
  private static final int ROUNDS = 4;

  private static final int RUNS = 2;

  /** Names of the chosen implementations. */
  private static final Map<Key, String> CHOICES = new ConcurrentHashMap<>();

  /** Whether a product is computed as the convolution of the key. */
  private static final Map<Key, Boolean> PRODUCTS = new ConcurrentHashMap<>();

  /** Whether steps that compute the problem of the key are faster than others. */
  private static final Map<Key, Boolean> STEPS = new ConcurrentHashMap<>();

  private final int threads;
  private final boolean measures;

  /**
   * @param threads those of a run, which the calling thread must have set for OpenMP
   * @param measures whether to measure; otherwise oneDNN's first implementation is taken
   */
  Tuner(int threads, boolean measures) {
    this.threads = threads;
    this.measures = measures;
  }

  /** What a choice holds for. */
  private record Key(
      String filters,
      List<Long> window,
      int positions,
      String activation,
      boolean bias,
      boolean hasEmptyWindow,
      Sum sum,
      int type,
      int outputType,
      int threads) {}

  /**
   * The implementation to take.
   *
   * @param candidates for the problem, channels-last, oneDNN's favourite first; not empty
   */
  PrimitiveDesc fastest(ConvProblem problem, Sum sum, List<PrimitiveDesc> candidates) {
    if (!measures || candidates.size() == 1 || problem.macs() < MIN_MACS) {
      return candidates.get(0);
    }
    String choice = CHOICES.computeIfAbsent(key(problem, sum), key -> measure(problem, sum));
    return candidates.stream()
        .filter(candidate -> candidate.implementation().equals(choice))
        .findFirst()
        .orElse(candidates.get(0));
  }

  private Key key(ConvProblem problem, Sum sum) {
    List<Long> window = new ArrayList<>();
    for (long[] part :
        List.of(
            problem.geometry().kernel(), problem.geometry().stride(), problem.geometry().gaps())) {
      for (long value : part) {
        window.add(value);
      }
    }
    long positions = problem.output().size(2, problem.output().rank());
    return new Key(
        problem.filters().shape().toString(),
        window,
        63 - Long.numberOfLeadingZeros(positions),
        problem.activation().toString(),
        problem.bias() != null,
        problem.hasEmptyWindow(),
        sum,
        problem.type(),
        problem.outputType(),
        threads);
  }

  /** The name of the fastest implementation for one picture. */
  private static String measure(ConvProblem problem, Sum sum) {
    ConvProblem picture = problem.ofOnePicture();
    List<PrimitiveDesc> candidates = picture.candidates(true, sum);
    List<TimedPrimitive> timed =
        candidates.stream().map(candidate -> TimedPrimitive.of(candidate, picture, sum)).toList();
    return candidates.get(fastest(timed)).implementation();
  }

  /**
   * Whether a product of matrices is faster as a 1x1 convolution. One row times the 1280 x 1000
   * weights of MobileNetV2's last layer is so by a third on a Zen 4: it reads them better from
   * afar.
   *
   * @param product the primitive of the product
   * @param operands its operands in the order source, weights, result, bias (where there is one)
   * @param convolution the implementation to take otherwise
   * @param problem the convolution
   */
  boolean isFasterAsConvolution(
      PrimitiveDesc product,
      List<MemoryDesc> operands,
      PrimitiveDesc convolution,
      ConvProblem problem) {
    if (!measures || problem.macs() < MIN_MACS) {
      return false;
    }
    TimedPrimitive first = TimedPrimitive.of(product, operands);
    TimedPrimitive second = TimedPrimitive.of(convolution, problem, Sum.NONE);
    return PRODUCTS.computeIfAbsent(
        key(problem, Sum.NONE), key -> fastest(List.of(first, second)) == 1);
  }

  /** Whether steps that compute a problem take less time than others that do, clearly. */
  boolean isFaster(List<TimedPrimitive> steps, List<TimedPrimitive> others, ConvProblem problem) {
    return measures
        && problem.macs() >= MIN_MACS
        && STEPS.computeIfAbsent(
            key(problem, Sum.NONE), key -> least(steps) < MARGIN * least(others));
  }

  private static long least(List<TimedPrimitive> steps) {
    long[] best = new long[steps.size()];
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < best.length; i++) {
        long nanos = steps.get(i).nanos(RUNS);
        best[i] = round == 0 ? nanos : Math.min(best[i], nanos);
      }
    }
    return Arrays.stream(best).sum();
  }

  /** The index of the fastest; the first, unless another gains clearly. */
  private static int fastest(List<TimedPrimitive> candidates) {
    long[] best = new long[candidates.size()];
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < best.length; i++) {
        if (round == 0 || best[i] < HOPELESS * least) {
          long nanos = candidates.get(i).nanos(RUNS);
          best[i] = round == 0 ? nanos : Math.min(best[i], nanos);
          least = Math.min(least, best[i]);
        }
      }
    }
    int fastest = 0;
    for (int i = 1; i < best.length; i++) {
      if (best[i] < best[fastest]) {
        fastest = i;
      }
    }
    return best[fastest] < MARGIN * best[0] ? fastest : 0;
  }
}
