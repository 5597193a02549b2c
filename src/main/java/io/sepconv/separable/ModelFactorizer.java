package io.sepconv.separable;

import io.sepconv.backend.Support;
import io.sepconv.graph.Graph;
import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeInference;
import io.sepconv.graph.ValueType;
import io.sepconv.graph.rewrite.GraphOptimizer;
import io.sepconv.op.Conv;
import io.sepconv.tensor.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Splits the convolutions of a network where that pays, within a budget.
 *
 * <p>Every convolution is factorised in all {@linkplain SeparableForm forms}, and what has fewer
 * multiplications is timed beside it. Of what is faster, steps are taken one by one: first those
 * that save the most time for what they leave out of the weights. A step stands if the network's
 * output stays within the budget. For one thread.
 */
public final class ModelFactorizer {
  /** A split must be faster by this much: what a measurement cannot tell apart. */
  private static final double FASTER = 0.97;

  /**
   * Splits whose weights differ by more than so many times the budget are not timed: the outputs
   * would have to differ by that much less than the weights.
   */
  private static final double FAR = 30;

  private final Graph graph;
  private final Map<String, ValueType> types;
  private final ToDoubleFunction<Graph> timer;
  private final Consumer<String> progress;

  /** By the text of a layer alone: networks repeat their problems. */
  private final Map<String, Double> times = new HashMap<>();

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

  /** A layer with its options, the fastest first and each with less error than those before. */
  private record Layer(Candidate candidate, double millis, List<SplitOption> options) {}

  /** A layer and one of its options. */
  private record Step(Layer layer, SplitOption option) {
    double saved() {
      return layer.millis - option.millis();
    }

    /** Time for the square of an error: errors of independent layers add up so. */
    double worth() {
      return saved() / (option.error() * option.error() + 1e-12);
    }
  }

  /**
   * Prepares a network.
   *
   * @param graph with the names and shapes that it is to keep
   * @param inputs a shape for each input that leaves sizes open: what times and counts are for
   * @param timer milliseconds of one run of a network of static shapes, warm
   * @param progress is told in a line what happens
   * @throws IllegalArgumentException if the network has no convolution
   */
  public ModelFactorizer(
      Graph graph,
      Map<String, Shape> inputs,
      ToDoubleFunction<Graph> timer,
      Consumer<String> progress) {
    this.graph = graph;
    this.types = ShapeInference.infer(GraphOptimizer.foldConstants(graph.withInputShapes(inputs)));
    this.timer = timer;
    this.progress = progress;
    if (graph.nodes().stream().noneMatch(node -> node.op() instanceof Conv)) {
      throw new IllegalArgumentException(
          graph.name() + " has no convolution, so there is nothing to split");
    }
  }

  /**
   * Saves as much time as an error of the outputs allows.
   *
   * @param budget the largest error, more than 0
   * @param error of a network's outputs, against those of the network as it is
   */
  public Result withinError(double budget, ToDoubleFunction<Graph> error) {
    if (!(budget > 0)) {
      throw new IllegalArgumentException("an error of " + budget + " allows nothing");
    }
    Map<String, Layer> layers = layers(budget * FAR);
    Map<String, SplitOption> kept = new LinkedHashMap<>();
    Map<String, Double> refused = new HashMap<>();
    double reached = 0;
    for (Step step : steps(layers)) {
      String result = step.layer.candidate.node().output();
      SplitOption before = kept.get(result);
      boolean slower = before != null && before.millis() <= step.option.millis();
      if (slower || step.option.error() >= refused.getOrDefault(result, Double.MAX_VALUE)) {
        continue;
      }
      kept.put(result, step.option);
      double now = error.applyAsDouble(applied(kept));
      progress.accept(String.format("%s as %s: error %.2g", result, step.option.split(), now));
      if (now <= budget) {
        reached = now;
      } else {
        refused.put(result, step.option.error());
        restore(kept, result, before);
      }
    }
    return result(layers, kept, reached, "every split that is faster leaves the budget");
  }

  /**
   * Comes down to a number of multiplications with the least error of the weights that is found.
   *
   * @param budget multiply-accumulates of all convolutions together
   * @param error of a network's outputs, against those of the network as it is
   * @throws IllegalArgumentException if no split that is faster brings them down so far
   */
  public Result withinMacs(long budget, ToDoubleFunction<Graph> error) {
    Map<String, Layer> layers = layers(1);
    Map<String, SplitOption> kept = new LinkedHashMap<>();
    long macs = macs();
    long all = macs;
    List<Step> steps = new ArrayList<>(steps(layers));
    while (macs > budget && !steps.isEmpty()) {
      Step best = null;
      double most = 0;
      for (Step step : steps) {
        long saved = current(kept, step.layer) - step.option.macs();
        double square = step.option.error() * step.option.error() + 1e-12;
        if (saved > 0 && saved / square > most) {
          most = saved / square;
          best = step;
        }
      }
      if (best == null) {
        break;
      }
      macs -= current(kept, best.layer) - best.option.macs();
      kept.put(best.layer.candidate.node().output(), best.option);
      steps.remove(best);
    }
    if (macs > budget) {
      throw new IllegalArgumentException(
          String.format(
              "splits that are faster bring %,d multiplications down to %,d, not to %,d",
              all, macs, budget));
    }
    double reached = kept.isEmpty() ? 0 : error.applyAsDouble(applied(kept));
    return result(layers, kept, reached, "the budget is met without it");
  }

  private static long current(Map<String, SplitOption> kept, Layer layer) {
    SplitOption option = kept.get(layer.candidate.node().output());
    return option == null ? layer.candidate.problem().macs() : option.macs();
  }

  private static void restore(Map<String, SplitOption> kept, String result, SplitOption before) {
    if (before == null) {
      kept.remove(result);
    } else {
      kept.put(result, before);
    }
  }

  /** Multiply-accumulates of all convolutions whose shapes are known. */
  public long macs() {
    return graph.nodes().stream()
        .filter(node -> node.op() instanceof Conv && types.containsKey(node.output()))
        .mapToLong(node -> io.sepconv.graph.Cost.of(node, types).macs())
        .sum();
  }

  /** The layers that can be split, by their results, with what was found to be faster. */
  private Map<String, Layer> layers(double largestError) {
    Map<String, Layer> layers = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Conv && Candidate.splits(node, graph, types).yes()) {
        Candidate candidate = Candidate.of(node, graph, types);
        progress.accept("factorising " + node.name() + ", " + candidate.problem());
        layers.put(node.output(), measured(candidate, largestError));
      }
    }
    return layers;
  }

  private Layer measured(Candidate candidate, double largestError) {
    double millis = time("", candidate, null);
    List<SplitOption> faster = new ArrayList<>();
    for (Split split : splits(candidate, largestError)) {
      double time = time(split.toString(), candidate, split);
      if (time < FASTER * millis) {
        faster.add(new SplitOption(split, candidate.macs(split.layer()), time));
      }
    }
    faster.sort(Comparator.comparingDouble(SplitOption::millis));
    List<SplitOption> front = new ArrayList<>();
    double least = Double.MAX_VALUE;
    for (SplitOption option : faster) {
      if (option.error() < least) {
        front.add(option);
        least = option.error();
      }
    }
    return new Layer(candidate, millis, front);
  }

  private static List<Split> splits(Candidate candidate, double largestError) {
    try {
      return candidate.all(largestError);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(candidate.node() + ": " + e.getMessage(), e);
    }
  }

  private double time(String split, Candidate candidate, Split how) {
    String key = candidate.problem() + " " + candidate.layer().activation() + " " + split;
    return times.computeIfAbsent(key, k -> timer.applyAsDouble(candidate.alone(how)));
  }

  /** What saves the most for its error comes first. */
  private static List<Step> steps(Map<String, Layer> layers) {
    return layers.values().stream()
        .flatMap(layer -> layer.options.stream().map(option -> new Step(layer, option)))
        .sorted(Comparator.comparingDouble(Step::worth).reversed())
        .toList();
  }

  private Graph applied(Map<String, SplitOption> kept) {
    Map<String, Split> splits = new HashMap<>();
    kept.forEach((result, option) -> splits.put(result, option.split()));
    return Splits.applied(graph, splits);
  }

  private Result result(
      Map<String, Layer> layers, Map<String, SplitOption> kept, double error, String unused) {
    List<SplitDecision> decisions = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Conv) {
        decisions.add(decision(node, layers.get(node.output()), kept.get(node.output()), unused));
      }
    }
    return new Result(kept.isEmpty() ? graph : applied(kept), decisions, error);
  }

  private SplitDecision decision(Node node, Layer layer, SplitOption option, String unused) {
    if (layer == null) {
      Support reason = Candidate.splits(node, graph, types);
      boolean known = types.containsKey(node.output());
      long macs = known ? io.sepconv.graph.Cost.of(node, types).macs() : 0;
      String problem = known ? io.sepconv.backend.LayerReport.problem(node, types) : "";
      return new SplitDecision(
          node.name(), problem, macs, Double.NaN, Optional.empty(), reason.reason());
    }
    String why = layer.options.isEmpty() ? "no split is faster" : unused;
    return new SplitDecision(
        node.name(),
        layer.candidate.problem().toString(),
        layer.candidate.problem().macs(),
        layer.millis,
        Optional.ofNullable(option),
        option == null ? why : "");
  }
}
