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
import java.util.SplittableRandom;

/** The third part of the demo: kernels that are no product of a column and a row. */
final class DemoKernels {
  /** How much a pixel differs from its four neighbours. */
  private static final float[] LAPLACE = {0, 1, 0, 1, -4, 1, 0, 1, 0};

  /** Singular values up to this share of the largest are 0 in f32. */
  private static final double ZERO = 1e-6;

  private static final int SIZE = 7;
  private static final long SEED = 1;

  /** How many sums of products are drawn, and pixels of a side of a weight. */
  private static final int DRAWN = 3;

  private static final int CELL = 28;

  private final DemoContext demo;

  DemoKernels(DemoContext demo) {
    this.demo = demo;
  }

  /** Laplace's kernel, {@code [3, 3]}. */
  static Tensor laplace() {
    return Tensor.of(Shape.of(3, 3), LAPLACE);
  }

  /** A kernel {@code [7, 7]} that means nothing. */
  static Tensor random() {
    return RandomTensor.floats(Shape.of(SIZE, SIZE), new SplittableRandom(SEED));
  }

  /** Runs this part; whether a kernel is the sum of all its products. */
  boolean run() {
    demo.heading("3. Kernels that are no product");
    edges();
    return sums();
  }

  private void edges() {
    Tensor grey = PixelFormat.grey(demo.picture());
    SpatialFactorization kernel = SpatialFactorization.of(laplace());
    String backend = demo.backends().get(0);
    Tensor whole = demo.run(direct(grey.shape()), backend, grey);
    Tensor nearest = demo.run(separable(kernel, grey.shape()), backend, grey);
    demo.say(
        """
        Laplace's kernel, [0 1 0] [1 -4 1] [0 1 0], is a sum of %d products. The one nearest to it
        leaves out %s of its weights, yet the result differs by %s of its largest value: the
        kernel's weights add up to 0, the product's to %.2f, so it shows brightness, not edges.
        A small error of the weights can be a large one of what they are for.
        """,
        kernel.rank(ZERO),
        CostTable.percent(kernel.error(1)),
        CostTable.percent(Agreement.of(whole, nearest).ratio()),
        sum(kernel.sum(1)));
    List<BufferedImage> row = new ArrayList<>();
    double full = Math.max(Panels.largest(whole) / 4, Float.MIN_NORMAL);
    for (Tensor map : List.of(whole, nearest, Panels.difference(whole, nearest))) {
      row.add(Maps.signed(Panels.fit(map, Panels.OF_THREE), full));
    }
    demo.write(
        "By the kernel, by the nearest column and row, and their difference",
        Sheet.of(List.of(row)),
        "laplace.png");
  }

  private static Graph direct(Shape grey) {
    GraphBuilder builder = new GraphBuilder("Laplace 3x3");
    Value x = builder.input("x", grey);
    ConvLayer layer = ConvLayer.of(Tensor.of(Shape.of(1, 1, 3, 3), LAPLACE));
    return builder.output(builder.conv(x, layer)).build();
  }

  private static Graph separable(SpatialFactorization kernel, Shape grey) {
    ConvLayer column = ConvLayer.of(Tensor.of(Shape.of(1, 1, 3, 1), kernel.column(0)));
    ConvLayer row = ConvLayer.of(Tensor.of(Shape.of(1, 1, 1, 3), kernel.row(0)));
    GraphBuilder builder = new GraphBuilder("3x1 and 1x3");
    Value x = builder.input("x", grey);
    return builder.output(builder.spatiallySeparable(x, column, row)).build();
  }

  private boolean sums() {
    Tensor random = random();
    SpatialFactorization kernel = SpatialFactorization.of(random);
    demo.gap();
    demo.say(
        """
        Any kernel is a sum of products, and the first of them come as near to it as that many
        can (Eckart and Young, 1936). One of %d x %d random numbers:
        """,
        SIZE, SIZE);
    TextTable table =
        new TextTable().words(3).add("products", "left out", "multiplications", "fewer").rule();
    for (int terms = 1; terms <= kernel.terms(); terms++) {
      int from = kernel.paysFrom(terms).orElse(0);
      table.add(
          String.valueOf(terms),
          CostTable.percent(kernel.error(terms)),
          terms * 2 * SIZE + " for " + SIZE * SIZE,
          from == 0 ? "never" : "for results " + from + " wide and more");
    }
    demo.gap();
    demo.say(table);
    Agreement all = Agreement.of(random, kernel.sum(kernel.terms()));
    demo.gap();
    demo.say(
        "All %d together differ from the kernel by %s of its largest value.",
        kernel.terms(), DemoContext.share(all));
    List<BufferedImage> row = new ArrayList<>();
    row.add(drawn(random));
    for (int terms = 1; terms <= DRAWN; terms++) {
      row.add(drawn(kernel.sum(terms)));
    }
    demo.write(
        "The kernel, and the sums of 1, 2 and 3", Sheet.of(List.of(row)), "kernel-ranks.png");
    return all.within(DemoContext.TOLERANCE);
  }

  /** A square for each weight, red for positive and blue for negative ones. */
  private static BufferedImage drawn(Tensor kernel) {
    float[] pixels = new float[SIZE * CELL * SIZE * CELL];
    for (int i = 0; i < pixels.length; i++) {
      int row = i / (SIZE * CELL) / CELL;
      int column = i % (SIZE * CELL) / CELL;
      pixels[i] = kernel.floats()[row * SIZE + column];
    }
    return Maps.signed(Tensor.of(Shape.of(SIZE * CELL, SIZE * CELL), pixels), 1);
  }

  private static double sum(Tensor kernel) {
    double sum = 0;
    for (float value : kernel.floats()) {
      sum += value;
    }
    return sum;
  }
}
