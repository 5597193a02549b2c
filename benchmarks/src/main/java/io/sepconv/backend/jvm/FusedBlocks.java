package io.sepconv.backend.jvm;

import io.sepconv.backend.plan.ArenaLayout;
import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeInference;
import io.sepconv.graph.Value;
import io.sepconv.graph.rewrite.GraphOptimizer;
import io.sepconv.op.Activation;
import io.sepconv.op.Conv;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Depthwise-separable blocks as two kernels, and as one for blocks of 4, 8 and 16 rows.
 *
 * <pre>{@code
 * java --add-modules jdk.incubator.vector -cp benchmarks/target/benchmarks.jar
 *     io.sepconv.backend.jvm.FusedBlocks [THREADS]
 * }</pre>
 *
 * <p>Each variant has an arena of its own. They run in turns, one run each, after a warm-up; what
 * is printed are medians, and how many times as fast as the two kernels a fused one is. Between the
 * runs of a variant those of the others go through the caches.
 */
public final class FusedBlocks {
  private static final int[] ROWS = {0, 4, 8, 16};
  private static final long WARM_UP_NANOS = 4_000_000_000L;
  private static final int TURNS = 301;

  private FusedBlocks() {}

  /**
   * A block of MobileNetV1: depthwise 3x3 and 1x1, each with its bias and Relu6.
   *
   * @param size height and width of the picture
   * @param channels that come in
   * @param stride of the depthwise convolution
   * @param out channels that go out
   */
  record Block(int size, int channels, int stride, int out) {
    @Override
    public String toString() {
      return String.format("%dx%d, %d to %d, stride %d", size, size, channels, out, stride);
    }
  }

  private static final List<Block> MOBILENET_V1 =
      List.of(
          new Block(112, 32, 1, 64),
          new Block(112, 64, 2, 128),
          new Block(56, 128, 1, 128),
          new Block(56, 128, 2, 256),
          new Block(28, 256, 1, 256),
          new Block(14, 512, 1, 512),
          new Block(7, 1024, 1, 1024));

  /** The kernels of a block over an arena of their own. */
  static final class Variant {
    private final List<Kernel> kernels = new ArrayList<>();
    private final float[] arena;
    private final int input;
    private final int inputFloats;
    private final int result;
    private final Layout layout;

    /**
     * @param rows of a block, or 0 for two kernels
     */
    Variant(Block shape, int rows, int threads) {
      Graph graph = graph(shape);
      Draft draft =
          new Draft(
              graph,
              ShapeInference.infer(graph),
              Tiers.best(),
              threads,
              new PackedWeights().lease());
      draft.defineInput("x");
      ConvNode depthwise = conv(graph.nodes().get(0), draft);
      ConvNode pointwise = conv(graph.nodes().get(1), draft);
      Operand source = draft.channelsLast("x");
      int before = draft.steps().size();
      if (rows == 0) {
        new DepthwiseConv().add(depthwise);
        new ProductConv().add(pointwise);
      } else {
        fuse(depthwise, pointwise, rows);
      }
      Operand out = draft.operand(pointwise.node().output());
      draft.keep(List.of(source, out));
      ArenaLayout plan = ArenaLayout.of(draft.names().keySet(), draft.names()::get);
      Places places = new Places(plan);
      draft.steps().stream()
          .skip(before)
          .forEach(step -> kernels.add(((Step.Compute) step).binding().bind(places)));
      this.arena = new float[(int) (plan.report().bytes() / Float.BYTES) + 65_536];
      this.input = places.start(source);
      this.inputFloats = source.layout().size();
      this.result = places.of(out).at();
      this.layout = out.layout();
      Random random = new Random(1);
      for (int i = 0; i < inputFloats; i++) {
        arena[input + i] = random.nextFloat() * 2 - 1;
      }
    }

    void run(Crew crew) {
      for (int i = 0; i < kernels.size(); i++) {
        crew.run(kernels.get(i), arena);
      }
    }

    /** The result, row-major. */
    float[] result() {
      Layout rowMajor = Layout.rowMajor(layout.shape());
      float[] copy = new float[rowMajor.size()];
      StridedCopy.copy(arena, result, layout, copy, 0, rowMajor);
      return copy;
    }
  }

  private static ConvNode conv(Node node, Draft draft) {
    return ConvNode.of((Conv) node.op(), node, draft);
  }

  private static void fuse(ConvNode depthwise, ConvNode pointwise, int rowsPerBlock) {
    Draft draft = depthwise.draft();
    Operand source = draft.channelsLast(depthwise.input());
    Operand result = draft.createChannelsLast(pointwise.node().output());
    DepthwiseTile tile = DepthwiseConv.tile(depthwise);
    Layout between = draft.createChannelsLast(depthwise.node().output()).layout();
    Depthwise.Problem problem = DepthwiseConv.problem(depthwise, source.layout(), between, null);
    int rows = between.shape().dim(2);
    int perBlock = Layout.roundUp(Math.min(rowsPerBlock, rows), tile.rows());
    int rowFloats = between.stride(2);
    int perThread = Layout.roundUp(perBlock * rowFloats, 16);
    Operand block = draft.scratch(perThread);
    ProductConv.Product product =
        ProductConv.product(
            pointwise,
            rowByRow(between, result.layout().pitch()),
            ProductConv.weights(pointwise, between),
            block.as(between),
            result,
            null);
    Operand strip = draft.scratch(DepthwiseTiles.scratch(problem, tile));
    draft.add(
        pointwise.node(),
        "separable",
        result,
        List.of(source, product.scratch(), strip, block),
        places ->
            new SeparableBlock(
                new DepthwiseTiles(
                    problem,
                    new Depthwise.Memory(places.of(source), 0, null),
                    tile,
                    places.start(strip),
                    draft.micro(),
                    1),
                product.binding().apply(places),
                new SeparableBlock.Block(
                    rows, perBlock, rowFloats, places.start(block), perThread)));
  }

  /** Tiles end with the rows of the picture. */
  private static TiledProduct.Geometry rowByRow(Layout source, int pitch) {
    int width = source.shape().dim(3);
    int[] sources = new int[source.shape().dim(2)];
    int[] results = new int[sources.length];
    for (int row = 0; row < sources.length; row++) {
      sources[row] = row * source.stride(2);
      results[row] = row * width * pitch;
    }
    return new TiledProduct.Geometry(width, sources, source.stride(3), results, pitch);
  }

  private static Graph graph(Block shape) {
    Random random = new Random(2);
    int channels = shape.channels();
    GraphBuilder builder = new GraphBuilder("block");
    Value x = builder.input("x", Shape.of(1, channels, shape.size(), shape.size()));
    Value y =
        builder.depthwiseSeparable(
            x,
            ConvLayer.of(random(random, Shape.of(channels, 1, 3, 3)))
                .pad(1)
                .stride(shape.stride())
                .bias(random(random, Shape.of(channels)))
                .activation(Activation.RELU6),
            ConvLayer.of(random(random, Shape.of(shape.out(), channels, 1, 1)))
                .bias(random(random, Shape.of(shape.out())))
                .activation(Activation.RELU6));
    return GraphOptimizer.optimize(builder.output(y).build());
  }

  private static Tensor random(Random random, Shape shape) {
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return Tensor.of(shape, values);
  }

  /**
   * Prints the table.
   *
   * @param args how many threads, by default 1
   */
  public static void main(String[] args) {
    int threads = args.length == 0 ? 1 : Integer.parseInt(args[0]);
    if (!Tiers.best().usesVectorApi()) {
      throw new IllegalStateException(Tiers.usesVectorApi().reason());
    }
    System.out.printf("%d thread(s), microseconds; ratio: two kernels / fused%n", threads);
    for (Block shape : MOBILENET_V1) {
      List<Variant> variants =
          Arrays.stream(ROWS).mapToObj(rows -> new Variant(shape, rows, threads)).toList();
      double[] medians = medians(variants, threads);
      StringBuilder line = new StringBuilder();
      line.append(String.format("%-32s two kernels %8.1f", shape, medians[0]));
      for (int i = 1; i < ROWS.length; i++) {
        line.append(
            String.format("   %2d rows %8.1f %.2f", ROWS[i], medians[i], medians[0] / medians[i]));
      }
      System.out.println(line);
    }
  }

  private static double[] medians(List<Variant> variants, int threads) {
    Crew crew = Crew.borrow(threads);
    try {
      long start = System.nanoTime();
      while (System.nanoTime() - start < WARM_UP_NANOS) {
        variants.forEach(variant -> variant.run(crew));
      }
      long[][] nanos = new long[variants.size()][TURNS];
      for (int turn = 0; turn < TURNS; turn++) {
        for (int i = 0; i < nanos.length; i++) {
          long begin = System.nanoTime();
          variants.get(i).run(crew);
          nanos[i][turn] = System.nanoTime() - begin;
        }
      }
      return Arrays.stream(nanos)
          .mapToDouble(times -> Arrays.stream(times).sorted().toArray()[TURNS / 2] / 1e3)
          .toArray();
    } finally {
      crew.giveBack();
    }
  }
}
