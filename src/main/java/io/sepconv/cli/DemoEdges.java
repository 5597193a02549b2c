package io.sepconv.cli;

import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.image.Maps;
import io.sepconv.image.PixelFormat;
import io.sepconv.separable.SpatialFactorization;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** The first part of the demo: Sobel's edge detector, whole and split into columns and rows. */
final class DemoEdges {
  /** Across an edge, and the smoothing along it. */
  private static final float[] SLOPE = {-1, 0, 1};

  private static final float[] SMOOTH = {1, 2, 1};

  private final DemoContext demo;

  DemoEdges(DemoContext demo) {
    this.demo = demo;
  }

  /** Sobel's two kernels, for edges met from left to right and from top to bottom. */
  static Graph direct(Shape grey) {
    float[] weights = new float[18];
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        weights[3 * row + column] = SMOOTH[row] * SLOPE[column];
        weights[9 + 3 * row + column] = SLOPE[row] * SMOOTH[column];
      }
    }
    GraphBuilder builder = new GraphBuilder("Sobel 3x3");
    Value x = builder.input("x", grey);
    ConvLayer layer = ConvLayer.of(Tensor.of(Shape.of(2, 1, 3, 3), weights));
    return builder.output(builder.conv(x, layer)).build();
  }

  /** The same kernels as two columns, each followed by its row. */
  static Graph separable(Shape grey) {
    Tensor columns = Tensor.of(Shape.of(2, 1, 3, 1), join(SMOOTH, SLOPE));
    Tensor rows = Tensor.of(Shape.of(2, 1, 1, 3), join(SLOPE, SMOOTH));
    GraphBuilder builder = new GraphBuilder("Sobel 3x1 and 1x3");
    Value x = builder.input("x", grey);
    return builder
        .output(builder.spatiallySeparable(x, ConvLayer.of(columns), ConvLayer.of(rows)))
        .build();
  }

  private static float[] join(float[] a, float[] b) {
    return new float[] {a[0], a[1], a[2], b[0], b[1], b[2]};
  }

  /** Runs this part; whether all results agree. */
  boolean run() {
    Tensor grey = PixelFormat.grey(demo.picture());
    Graph direct = direct(grey.shape());
    Graph separable = separable(grey.shape());
    demo.heading("1. Edges: a 3x3 kernel split into a column and a row");
    demo.say(
        """
        Sobel's operator finds edges with two 3x3 kernels, one for each direction. Each is the
        product of a column and a row, [1 2 1] and [-1 0 1], so a 3x1 pass followed by a 1x3
        pass gives the same result. Only a minority of kernels can be split this way.
        """);
    SpatialFactorization sobel = SpatialFactorization.of(product());
    demo.say(
        "From the numbers of the kernel, by its singular values: %s x %s, rank %d.",
        vector(sobel.column(0)), vector(sobel.row(0)), sobel.rank(1e-6));
    count(direct, separable);
    boolean agree = true;
    Tensor whole = null;
    Tensor split = null;
    for (String backend : demo.backends()) {
      Tensor one = demo.run(direct, backend, grey);
      Tensor two = demo.run(separable, backend, grey);
      Agreement agreement = Agreement.of(one, two);
      agree &= agreement.within(DemoContext.TOLERANCE);
      demo.say("Both ways on %s: %s.", DemoContext.label(backend), describe(agreement));
      whole = whole == null ? one : whole;
      split = split == null ? two : split;
    }
    Tensor strength = strength(whole);
    double white = white(strength);
    demo.write("Strength of the edges", Maps.grey(strength, 0, white), "edges.png");
    List<BufferedImage> edges = new ArrayList<>();
    Tensor other = strength(split);
    Tensor difference = Panels.absolute(Panels.difference(strength, other));
    for (Tensor map : List.of(strength, other, difference)) {
      edges.add(Maps.grey(Panels.fit(map, Panels.OF_THREE), 0, white));
    }
    demo.write(
        "By the kernel, by column and row, and their difference",
        Sheet.of(List.of(edges)),
        "edges-split.png");
    return agree;
  }

  /** Sobel's kernel for edges met from left to right, {@code [3, 3]}. */
  private static Tensor product() {
    float[] weights = new float[9];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = SMOOTH[i / 3] * SLOPE[i % 3];
    }
    return Tensor.of(Shape.of(3, 3), weights);
  }

  private static String vector(float[] values) {
    StringBuilder text = new StringBuilder();
    for (float value : values) {
      text.append(text.isEmpty() ? "[" : " ").append(Ticks.label(value));
    }
    return text.append("]").toString();
  }

  private void count(Graph direct, Graph separable) {
    Multiplications whole = Multiplications.of(direct);
    Multiplications split = Multiplications.of(separable);
    demo.gap();
    demo.say(
        new TextTable()
            .add("", "multiplications")
            .rule()
            .add("3x3", whole.sum())
            .add("3x1", split.node(0))
            .add("1x3", split.node(1))
            .add("3x1 and 1x3, both", split.sum()));
    demo.gap();
    demo.say(
        "That is %s of the multiplications, for both directions together.", split.shareOf(whole));
    demo.gap();
  }

  private static String describe(Agreement agreement) {
    return agreement.ratio() == 0 ? "exactly equal" : agreement.describe();
  }

  /**
   * How much the picture changes at each position, whatever the direction.
   *
   * @param gradient {@code [1, 2, H, W]}, both directions
   * @return {@code [1, 1, H, W]}, the length of the gradient
   */
  static Tensor strength(Tensor gradient) {
    float[] xy = gradient.floats();
    float[] length = new float[xy.length / 2];
    for (int i = 0; i < length.length; i++) {
      length[i] = (float) Math.hypot(xy[i], xy[length.length + i]);
    }
    return Tensor.of(gradient.shape().with(1, 1), length);
  }

  /** Half of the strongest edge is shown white, so that fainter ones are seen. */
  private static double white(Tensor strength) {
    double most = Panels.largest(strength);
    return most == 0 ? 1 : most / 2;
  }
}
