package io.sepconv.separable;

import io.sepconv.backend.LayerReport;
import io.sepconv.backend.Support;
import io.sepconv.graph.Cost;
import io.sepconv.graph.Graph;
import io.sepconv.graph.Limits;
import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeInference;
import io.sepconv.graph.ValueType;
import io.sepconv.graph.rewrite.GraphOptimizer;
import io.sepconv.op.Conv;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Splits the convolutions of a network where that pays, within a budget.
 *
 * <p>Every convolution larger than 1x1 is factorised in all {@linkplain SeparableForm forms}, and
 * what has fewer multiplications and an error of the weights that is not far beyond the budget is
 * timed, with some numbers of terms. What seems faster is timed again in turns with the layer
 * itself. Of what is faster then, steps are taken one by one: first those that save the most time,
 * or multiplications, for what they leave out of the weights. For one thread.
 */
public final class ModelFactorizer {
  /**
   * A split must take less than this share of the layer's time: what a measurement cannot tell
   * apart is not faster.
   */
  public static final double FASTER = 0.97;

  /**
   * Splits whose weights differ by more than so many times the budget are not timed: the outputs
   * would have to differ by that much less than the weights.
   */
  private static final double FAR = 30;

  /** Nor are, within whatever budget of error, those that leave out more than this. */
  private static final double FARTHEST = 0.5;

  private final Graph graph;
  private final Set<String> fixed;
  private final Graph folded;
  private final Map<String, ValueType> types;
  private final SplitMeasurer measurer;

  /**
   * What a factorization came to.
   *
   * @param graph the network, as it was where nothing pays
   * @param layers every convolution, in the order of the network
   * @param error of the outputs
   */
  public record Result(Graph graph, List<SplitDecision> layers, double error) {
    /** How many convolutions were split. */
    public long count() {
      return layers.stream().filter(layer -> layer.kept().isPresent()).count();
    }
  }

  /**
   * Prepares a network.
   *
   * @param graph with the names and shapes that it is to keep
   * @param inputs one for each of its inputs: their shapes, and what decides other shapes, are what
   *     times and counts are for
   * @param limits what folding its constants may take
   * @param timer of the layers, whole and split
   * @throws IllegalArgumentException if the network has no convolution
   * @throws io.sepconv.graph.ModelLimitException if it asks for more than the limits
   * @throws io.sepconv.graph.ModelFormatException if its shapes contradict each other
   */
  public ModelFactorizer(Graph graph, Map<String, Tensor> inputs, Limits limits, GraphTimer timer) {
    this.graph = graph;
    this.measurer = new SplitMeasurer(timer);
    if (convolutions(graph).findAny().isEmpty()) {
      throw new IllegalArgumentException(
          graph.name() + " has no convolution, so there is nothing to split");
    }
    this.fixed = fixed(graph);
    this.folded = GraphOptimizer.foldConstants(graph.withInputs(inputs), limits);
    this.types = ShapeInference.infer(folded);
  }

  /** Constants, and what is computed from nothing else. */
  private static Set<String> fixed(Graph graph) {
    Set<String> fixed = new HashSet<>(graph.constants().keySet());
    for (Node node : graph.nodes()) {
      if (node.inputs().stream().allMatch(input -> input.isEmpty() || fixed.contains(input))) {
        fixed.addAll(node.outputs());
      }
    }
    return fixed;
  }

  private static Stream<Node> convolutions(Graph graph) {
    return graph.nodes().stream().filter(node -> node.op() instanceof Conv);
  }

  /**
   * Saves as much time as an error of the outputs allows.
   *
   * @param budget the largest error, more than 0
   * @param error of a network's outputs, against those of the network as it is; infinite where it
   *     cannot run or be compared
   * @param progress is told what happens
   * @throws IllegalArgumentException if the budget is not above 0, or a weight is not finite
   */
  public Result withinError(double budget, ToDoubleFunction<Graph> error, FactorProgress progress) {
    if (!(budget > 0)) {
      throw new IllegalArgumentException("an error of " + budget + " allows nothing");
    }
    Map<String, MeasuredLayer> layers =
        layers(
            Math.min(budget * FAR, FARTHEST),
            Comparator.comparingDouble(SplitOption::millis),
            progress);
    Map<String, SplitOption> kept = new LinkedHashMap<>();
    Map<String, Double> refused = new HashMap<>();
    Map<String, Double> least = new HashMap<>();
    double reached = 0;
    for (SplitStep step : steps(layers)) {
      String result = step.layer().result();
      SplitOption before = kept.get(result);
      boolean slower = before != null && before.millis() <= step.option().millis();
      if (slower || step.option().error() >= refused.getOrDefault(result, Double.MAX_VALUE)) {
        continue;
      }
      kept.put(result, step.option());
      double now = error.applyAsDouble(applied(kept));
      boolean stands = now <= budget;
      progress.tried(
          String.format(
              Locale.ROOT,
              "%s as %s: %s",
              step.layer().candidate().node().name(),
              step.option().split(),
              told(now, stands)));
      if (stands) {
        reached = now;
      } else {
        refused.put(result, step.option().error());
        least.merge(result, now, Math::min);
        restore(kept, result, before);
      }
    }
    return result(layers, kept, reached, layer -> beyond(least.get(layer.result())));
  }

  private static String told(double error, boolean stands) {
    return Double.isFinite(error)
        ? String.format(
            Locale.ROOT, "error of the outputs %.2g, %s", error, stands ? "kept" : "too much")
        : "the outputs are not comparable";
  }

  private static String beyond(double error) {
    return Double.isFinite(error)
        ? String.format(
            Locale.ROOT, "what is faster leaves the budget, by an error of %.2g or more", error)
        : "with what is faster the outputs are not comparable";
  }

  /**
   * Comes down to a number of multiplications with the least error of the weights that is found.
   *
   * @param budget multiply-accumulates of all convolutions together
   * @param error of a network's outputs, against those of the network as it is
   * @param progress is told what happens
   * @throws IllegalArgumentException if no splits that are faster bring them down so far, the error
   *     is not finite then, or a weight is not
   */
  public Result withinMacs(long budget, ToDoubleFunction<Graph> error, FactorProgress progress) {
    requireReachable(budget);
    Map<String, MeasuredLayer> layers =
        layers(
            1,
            Comparator.comparingLong(SplitOption::macs).thenComparingDouble(SplitOption::millis),
            progress);
    Map<String, SplitOption> kept = new LinkedHashMap<>();
    long all = macs();
    long macs = all;
    List<SplitStep> steps = new ArrayList<>(steps(layers));
    while (macs > budget) {
      SplitStep best = null;
      double most = 0;
      for (SplitStep step : steps) {
        double worth = (current(kept, step.layer()) - step.option().macs()) / step.square();
        if (worth > most) {
          most = worth;
          best = step;
        }
      }
      if (best == null) {
        throw tooFew("splits that are faster", all, macs, budget);
      }
      macs -= current(kept, best.layer()) - best.option().macs();
      kept.put(best.layer().result(), best.option());
      steps.remove(best);
    }
    double reached = kept.isEmpty() ? 0 : error.applyAsDouble(applied(kept));
    if (!Double.isFinite(reached)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "with %,d multiplications the outputs are no longer comparable: they are not finite,"
                  + " or whole numbers of them change",
              macs));
    }
    return result(layers, kept, reached, layer -> "the budget is met without it");
  }

  private void requireReachable(long budget) {
    long fewest =
        convolutions(graph)
            .mapToLong(
                node ->
                    Candidate.splits(node, fixed, folded, types).yes()
                        ? Candidate.of(node, folded, types).fewest()
                        : macs(node))
            .sum();
    if (fewest > budget) {
      throw tooFew("splits", macs(), fewest, budget);
    }
  }

  private static IllegalArgumentException tooFew(String what, long all, long macs, long budget) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%s bring %,d multiplications down to %,d, not to %,d: ask for no fewer than %3$,d",
            what,
            all,
            macs,
            budget));
  }

  private static long current(Map<String, SplitOption> kept, MeasuredLayer layer) {
    SplitOption option = kept.get(layer.result());
    return option == null ? layer.candidate().problem().macs() : option.macs();
  }

  private static void restore(Map<String, SplitOption> kept, String result, SplitOption before) {
    if (before == null) {
      kept.remove(result);
    } else {
      kept.put(result, before);
    }
  }

  /** Multiply-accumulates of all convolutions. */
  public long macs() {
    return convolutions(graph).mapToLong(this::macs).sum();
  }

  /** 0 for one that is computed from constants. */
  private long macs(Node node) {
    return Candidate.isComputed(node, folded, types) ? 0 : Cost.of(node, types).macs();
  }

  /** How many convolutions can be split: of so many the progress is told that they are measured. */
  public long candidates() {
    return convolutions(graph)
        .filter(node -> Candidate.splits(node, fixed, folded, types).yes())
        .count();
  }

  /** The layers that can be split, by their results, with what was found to be faster. */
  private Map<String, MeasuredLayer> layers(
      double largestError, Comparator<SplitOption> cost, FactorProgress progress) {
    Map<String, MeasuredLayer> layers = new LinkedHashMap<>();
    convolutions(graph)
        .filter(node -> Candidate.splits(node, fixed, folded, types).yes())
        .forEach(
            node -> {
              Candidate candidate = Candidate.of(node, folded, types);
              layers.put(node.output(), measurer.measure(candidate, largestError, cost));
              progress.measured(node.name());
            });
    return layers;
  }

  /** What saves the most for its error comes first. */
  private static List<SplitStep> steps(Map<String, MeasuredLayer> layers) {
    return layers.values().stream()
        .flatMap(layer -> layer.options().stream().map(option -> new SplitStep(layer, option)))
        .sorted(Comparator.comparingDouble(SplitStep::worth).reversed())
        .toList();
  }

  private Graph applied(Map<String, SplitOption> kept) {
    Map<String, LayerSplit> splits = new HashMap<>();
    kept.forEach((result, option) -> splits.put(result, option.split()));
    return Splits.applied(graph, splits);
  }

  private Result result(
      Map<String, MeasuredLayer> layers,
      Map<String, SplitOption> kept,
      double error,
      Function<MeasuredLayer, String> unused) {
    List<SplitDecision> decisions = new ArrayList<>();
    convolutions(graph)
        .forEach(
            node -> {
              MeasuredLayer layer = layers.get(node.output());
              decisions.add(
                  layer == null ? left(node) : decision(layer, kept.get(node.output()), unused));
            });
    return new Result(kept.isEmpty() ? graph : applied(kept), decisions, error);
  }

  /** A convolution that could not be split. */
  private SplitDecision left(Node node) {
    Support reason = Candidate.splits(node, fixed, folded, types);
    boolean computed = Candidate.isComputed(node, folded, types);
    String problem = computed ? "" : LayerReport.problem(node, types);
    return new SplitDecision(
        node.name(), problem, macs(node), Double.NaN, Optional.empty(), reason.reason());
  }

  private static SplitDecision decision(
      MeasuredLayer layer, SplitOption option, Function<MeasuredLayer, String> unused) {
    return new SplitDecision(
        layer.candidate().node().name(),
        layer.candidate().problem().toString(),
        layer.candidate().problem().macs(),
        layer.millis(),
        Optional.ofNullable(option),
        option == null ? whole(layer, unused) : "");
  }

  private static String whole(MeasuredLayer layer, Function<MeasuredLayer, String> unused) {
    return layer.options().isEmpty() ? layer.none() : unused.apply(layer);
  }
}
