package io.sepconv.backend.jvm;

import io.sepconv.backend.Support;
import io.sepconv.backend.plan.ArenaLayout;
import io.sepconv.graph.Graph;
import io.sepconv.graph.ShapeInference;
import io.sepconv.op.Conv;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** A block ready to run, with its input in memory, channels-last as inside a network. */
final class BlockPlan {
  /** As much as the library leaves behind an arena. */
  private static final int MARGIN = 4096;

  private final Kernel[] kernels;
  private final float[] arena;
  private final Layout layout;
  private final int output;

  private BlockPlan(Kernel[] kernels, float[] arena, Layout layout, int output) {
    this.kernels = kernels;
    this.arena = arena;
    this.layout = layout;
    this.output = output;
  }

  /**
   * Plans a block.
   *
   * @param rows of a block of rows where it is one kernel; 0 for the library's kernels, one after
   *     the other
   * @param threads of the crew that runs it
   * @throws IllegalStateException where Java runs without the Vector API
   */
  static BlockPlan of(BlockShape shape, int rows, int threads) {
    Support vectors = Tiers.usesVectorApi();
    if (!vectors.yes()) {
      throw new IllegalStateException("fused blocks need the Vector API: " + vectors.reason());
    }
    Graph graph = shape.graph();
    Draft draft =
        new Draft(
            graph, ShapeInference.infer(graph), Tiers.best(), threads, new PackedWeights().lease());
    Tensor x = shape.input();
    Operand input = draft.createChannelsLast("x");
    draft.define("x", input);
    List<ConvNode> convs =
        graph.nodes().stream().map(node -> ConvNode.of((Conv) node.op(), node, draft)).toList();
    if (rows == 0) {
      for (ConvNode conv : convs) {
        ConvKernel kernel = conv.isDepthwise() ? new DepthwiseConv() : new ProductConv();
        kernel.add(conv);
      }
    } else {
      FusedBlocks.add(convs, rows);
    }
    Operand output = draft.operand(graph.outputs().get(0));
    // The input too: it is there for the next run.
    draft.keep(List.of(input, output));
    ArenaLayout layout = ArenaLayout.of(draft.steps().names().keySet(), draft.steps().names()::get);
    Places places = new Places(layout);
    Kernel[] kernels =
        draft.steps().all().stream()
            .map(step -> ((Step.Compute) step).binding().bind(places))
            .toArray(Kernel[]::new);
    long floats = Places.LEAD + layout.report().bytes() / Float.BYTES + MARGIN;
    float[] arena = new float[Math.toIntExact(floats)];
    // What no kernel writes must reach no result.
    Arrays.fill(arena, Float.NaN);
    StridedCopy.copy(
        x.floats(), 0, Layout.rowMajor(x.shape()), arena, places.of(input).at(), input.layout());
    return new BlockPlan(kernels, arena, output.layout(), places.of(output).at());
  }

  /** Runs it, on as many threads as it was planned for. */
  void run(Crew crew) {
    for (Kernel kernel : kernels) {
      crew.run(kernel, arena);
    }
  }

  /** The result of the last run: {@code [C, H, W]}, row-major. */
  float[] result() {
    Shape shape = layout.shape();
    float[] result = new float[Math.toIntExact(shape.size())];
    StridedCopy.copy(arena, output, layout, result, 0, Layout.rowMajor(shape));
    return result;
  }

  /** Fills the result with NaN, so that a run must write it. */
  void clearResult() {
    Arrays.fill(arena, output, output + layout.size(), Float.NaN);
  }
}
