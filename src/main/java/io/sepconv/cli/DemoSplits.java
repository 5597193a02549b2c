package io.sepconv.cli;

import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.image.Maps;
import io.sepconv.onnx.OnnxReader;
import io.sepconv.separable.FormCost;
import io.sepconv.separable.LayerFactorization;
import io.sepconv.separable.SeparableForm;
import io.sepconv.separable.SeparableLayer;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The fourth part of the demo: trained layers as sums of depthwise-separable pairs. */
final class DemoSplits {
  /** How many filters and results are drawn. */
  private static final int DRAWN = 3;

  /** What the table of the forms leaves out of the weights. */
  private static final double ERROR = 0.1;

  private final DemoContext demo;
  private final Tensor input;
  private final List<TrainedLayer> layers;

  DemoSplits(DemoContext demo, DemoModels models) {
    this.demo = demo;
    this.input = TextDetector.input(demo.picture());
    this.layers = TrainedLayer.direct(OnnxReader.read(models.detector()), input.shape());
  }

  /** Runs this part; whether a layer is the sum of all its pairs. */
  boolean run() {
    demo.heading("4. Trained layers: sums of depthwise-separable pairs");
    boolean agree = pairs(layers.get(0));
    forms(layers.stream().max(Comparator.comparingLong(TrainedLayer::macs)).orElseThrow());
    return agree;
  }

  private static Graph direct(TrainedLayer trained) {
    GraphBuilder builder = new GraphBuilder("direct");
    Value x = builder.input("x", trained.input());
    return builder.output(builder.conv(x, trained.layer())).build();
  }

  private static Graph separable(SeparableLayer split, Shape shape) {
    GraphBuilder builder = new GraphBuilder("pairs");
    return builder.output(split.addTo(builder, builder.input("x", shape))).build();
  }

  /** The first convolution of a split alone. */
  private static Graph depthwise(SeparableLayer split, Shape shape) {
    GraphBuilder builder = new GraphBuilder("depthwise");
    Value x = builder.input("x", shape);
    return builder.output(builder.groupedConv(x, split.firstGroups(), split.first())).build();
  }

  private boolean pairs(TrainedLayer trained) {
    Shape weights = trained.layer().weights().shape();
    LayerFactorization parts =
        LayerFactorization.of(SeparableForm.DEPTHWISE_FIRST, trained.layer(), 1);
    demo.say(
        """
        The text detector's first layer, %d channels to %d, is no pair of a depthwise and a 1x1
        layer, but a sum of %d (Guo et al., 2018). What the first of them leave out of its
        weights, and by how much they miss its result for the picture:
        """,
        weights.dim(1), weights.dim(0), parts.most());
    String backend = demo.backends().get(0);
    Tensor whole = demo.run(direct(trained), backend, input);
    TextTable table =
        new TextTable().add("pairs", "left out", "result differs by", "multiplications").rule();
    for (int terms = 1; terms <= parts.most(); terms++) {
      SeparableLayer split = parts.layer(terms);
      Tensor sum = demo.run(separable(split, trained.input()), backend, input);
      table.add(
          String.valueOf(terms),
          CostTable.percent(parts.error(terms)),
          CostTable.percent(Agreement.of(whole, sum).ratio()),
          CostTable.percent((double) macs(trained, split) / trained.macs()));
    }
    demo.gap();
    demo.say(table);
    demo.gap();
    SeparableLayer all = parts.layer(parts.most());
    boolean agree = true;
    for (String one : demo.backends()) {
      Agreement agreement =
          Agreement.of(
              demo.run(direct(trained), one, input),
              demo.run(separable(all, trained.input()), one, input));
      agree &= agreement.within(DemoContext.TOLERANCE);
      demo.say(
          "All pairs on %s: the result differs by %s.",
          DemoContext.label(one), DemoContext.share(agreement));
    }
    Tensor maps = demo.run(depthwise(all, trained.input()), backend, input);
    Tensor sum = demo.run(separable(all, trained.input()), backend, input);
    demo.gap();
    demo.say(
        """
        Drawn, red for positive and blue for negative values: blue, green and red as the
        depthwise filters of the first three pairs see them; what the 1x1 layers mix from those
        of all pairs, for three of the layer's results; these results by the layer itself.
        """);
    demo.write("Maps", sheet(maps, parts.most(), sum, whole), "maps.png");
    return agree;
  }

  private static long macs(TrainedLayer trained, SeparableLayer split) {
    Shape shape = trained.input();
    return new FormCost(split.problems(shape.dim(0), List.of(shape.dim(2), shape.dim(3)))).macs();
  }

  /** A row for each of the first pairs and for each of the strongest results. */
  private static BufferedImage sheet(Tensor maps, int terms, Tensor sum, Tensor whole) {
    int channels = maps.shape().dim(1) / terms;
    List<Integer> strongest =
        IntStream.range(0, whole.shape().dim(1))
            .boxed()
            .sorted(Comparator.comparingDouble(c -> -energy(channel(whole, c))))
            .toList();
    List<List<BufferedImage>> rows = new ArrayList<>();
    for (int row = 0; row < Math.min(DRAWN, terms); row++) {
      List<BufferedImage> pictures = new ArrayList<>();
      for (int channel = 0; channel < channels; channel++) {
        pictures.add(drawn(channel(maps, channel * terms + row)));
      }
      pictures.add(drawn(channel(sum, strongest.get(row))));
      pictures.add(drawn(channel(whole, strongest.get(row))));
      rows.add(pictures);
    }
    return Sheet.of(rows);
  }

  private static BufferedImage drawn(Tensor map) {
    double full = Math.max(Panels.largest(map), Float.MIN_NORMAL);
    return Maps.signed(Panels.fit(map, Panels.OF_FIVE), full);
  }

  private static Tensor channel(Tensor tensor, int channel) {
    int height = tensor.shape().dim(2);
    int width = tensor.shape().dim(3);
    float[] values = new float[height * width];
    System.arraycopy(tensor.floats(), channel * values.length, values, 0, values.length);
    return Tensor.of(Shape.of(1, 1, height, width), values);
  }

  private static double energy(Tensor map) {
    double sum = 0;
    for (float value : map.floats()) {
      sum += value * value;
    }
    return sum;
  }

  private void forms(TrainedLayer trained) {
    Shape weights = trained.layer().weights().shape();
    demo.gap();
    demo.say(
        """
        The detector's largest direct layer, %s, %d channels to %d, in all three ways: terms and
        multiplications that it takes to leave out nothing, and up to %s of its weights.
        """,
        trained.name(), weights.dim(1), weights.dim(0), CostTable.percent(ERROR));
    TextTable table =
        new TextTable().add("", "all terms", "multiplications", "terms", "multiplications").rule();
    SplitsPicture picture = new SplitsPicture();
    for (SeparableForm form : SeparableForm.values()) {
      LayerFactorization parts = LayerFactorization.of(form, trained.layer(), 1);
      int few = parts.termsFor(ERROR);
      table.add(
          form.toString(),
          String.valueOf(parts.most()),
          share(trained, parts, parts.most()),
          String.valueOf(few),
          share(trained, parts, few));
      picture.add(form.toString(), points(trained, parts));
    }
    demo.gap();
    demo.say(table);
    demo.gap();
    demo.write("What is left out against multiplications", picture.draw(), "splits.svg");
  }

  private static String share(TrainedLayer trained, LayerFactorization parts, int terms) {
    return CostTable.percent((double) macs(trained, parts.layer(terms)) / trained.macs());
  }

  private static List<SplitsPicture.Point> points(TrainedLayer trained, LayerFactorization parts) {
    List<SplitsPicture.Point> points = new ArrayList<>();
    for (int terms = 1; terms <= parts.most(); terms++) {
      double share = (double) macs(trained, parts.layer(terms)) / trained.macs();
      points.add(new SplitsPicture.Point(terms, share, parts.error(terms)));
    }
    return points;
  }
}
