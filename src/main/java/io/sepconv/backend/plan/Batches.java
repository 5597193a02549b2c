package io.sepconv.backend.plan;

import io.sepconv.backend.CompileOptions;
import io.sepconv.backend.CompiledGraph;
import io.sepconv.graph.Cost;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphInput;
import io.sepconv.graph.ShapeInference;
import io.sepconv.graph.ValueType;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Chooses whether a network for a batch runs whole or as the network for one picture. */
public final class Batches {
  /** Some ten microseconds of work: less than that, and starting the steps would be the work. */
  private static final long MIN_PICTURE_MACS = 1_000_000;

  private Batches() {}

  /**
   * How sessions run a plan.
   *
   * @param graph what a run computes
   * @param pictures how often a run goes through the steps: once per picture of the batch, or once
   *     in all
   * @param lanes pictures that run at the same time, each on one thread; 1 where all threads work
   *     on the same
   */
  public record Run(Graph graph, int pictures, int lanes) {
    /** A run that goes through the steps of the graph itself, once. */
    public static Run whole(Graph graph) {
      return new Run(graph, 1, 1);
    }

    /** Threads that work on one step together, of those that a run may use. */
    public int threadsPerStep(CompileOptions options) {
      return lanes > 1 ? 1 : options.threads();
    }
  }

  /** A backend's compiler. */
  @FunctionalInterface
  public interface Compiler {
    /**
     * Compiles one plan.
     *
     * @param steps what the plan goes through: the graph of the run, or that of one picture
     * @param run how sessions run it
     * @return empty where the plan cannot be run for several pictures; never for {@link Run#whole}
     */
    Optional<CompiledGraph> compile(Graph steps, Run run);
  }

  /**
   * Compiles a graph; one for a batch also as the network for one picture where that is possible,
   * because what a picture leaves in the caches is then read again at once. With as many pictures
   * as threads each thread runs pictures of its own. Of two plans the faster is kept if options
   * allow to time them, else that for one picture.
   *
   * @param backend name of the backend, for which a choice by time is remembered
   * @param graph of static shapes, with its shape arithmetic folded
   */
  public static CompiledGraph compile(
      String backend, Graph graph, CompileOptions options, Compiler compiler) {
    Supplier<CompiledGraph> whole = () -> compiler.compile(graph, Run.whole(graph)).orElseThrow();
    Optional<Graph> picture = isWorthwhile(graph) ? OnePicture.of(graph) : Optional.empty();
    if (picture.isEmpty()) {
      return whole.get();
    }
    int pictures = OnePicture.pictures(graph);
    Run run = new Run(graph, pictures, pictures < options.threads() ? 1 : options.threads());
    Supplier<Optional<CompiledGraph>> apart = () -> compiler.compile(picture.get(), run);
    return options.tuned()
        ? BatchTuner.faster(backend, graph, options, whole, apart)
        : apart.get().orElseGet(whole);
  }

  /**
   * Whether a graph computes enough for each picture to be worth its steps, and callers can hand
   * over all pictures at once.
   */
  private static boolean isWorthwhile(Graph graph) {
    int pictures = OnePicture.pictures(graph);
    if (pictures < 2) {
      return false;
    }
    Map<String, ValueType> types = ShapeInference.infer(graph);
    Stream<String> border =
        Stream.concat(graph.inputs().stream().map(GraphInput::name), graph.outputs().stream());
    return Cost.of(graph).macs() / pictures >= MIN_PICTURE_MACS
        && border.allMatch(value -> types.get(value).bytes() <= Integer.MAX_VALUE);
  }
}
