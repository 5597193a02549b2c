package io.sepconv.cli;

import io.sepconv.BackendStatus;
import io.sepconv.Backends;
import io.sepconv.Model;
import io.sepconv.ModelOptions;
import io.sepconv.graph.Graph;
import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeInference;
import io.sepconv.graph.ValueType;
import io.sepconv.image.PixelFormat;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvKind;
import io.sepconv.op.ConvTranspose;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The last part of the demo: every network on every backend, counted, timed and compared. */
final class DemoTable {
  private final DemoContext demo;
  private final DemoModels models;
  private final List<TextLine> lines;

  /** A table of the networks; the recogniser reads the shortest of these lines of the picture. */
  DemoTable(DemoContext demo, DemoModels models, List<TextLine> lines) {
    this.demo = demo;
    this.models = models;
    this.lines = lines;
  }

  /** A network and something for it to read. */
  private record Entry(String name, Function<ModelOptions, Model> network, Tensor input) {
    static Entry of(String name, Graph graph, Tensor input) {
      return new Entry(name, options -> Model.of(graph, options), input);
    }

    static Entry of(String name, byte[] onnx, Tensor input) {
      return new Entry(name, options -> Model.load(onnx, options), input);
    }
  }

  private List<Entry> entries() {
    Tensor grey = PixelFormat.grey(demo.picture());
    LayerPair article = LayerPair.article();
    LayerPair block = LayerPair.mobileNet();
    return List.of(
        Entry.of("text detector", models.detector(), TextDetector.input(demo.picture())),
        Entry.of(
            "direction classifier",
            models.classifier(),
            TextDirection.inputs(demo.picture()).get(0)),
        Entry.of("recogniser", models.recognizer(), line()),
        Entry.of("Sobel 3x3", DemoEdges.direct(grey.shape()), grey),
        Entry.of("Sobel 3x1, 1x3", DemoEdges.separable(grey.shape()), grey),
        Entry.of("15x15 direct", article.direct(article.composed()), article.sample()),
        Entry.of("15x15 separable", article.separable(), article.sample()),
        Entry.of("56x56 direct", block.direct(block.unrelated()), block.sample()),
        Entry.of("56x56 separable", block.separable(), block.sample()));
  }

  /**
   * The narrowest of the lines for the recogniser, since the reference is slow; else the whole
   * picture.
   */
  private Tensor line() {
    return lines.stream()
        .map(line -> TextReader.upright(demo.picture(), line.box(), line.direction()))
        .map(TextRecognizer::input)
        .min(Comparator.comparingLong(input -> input.shape().size()))
        .orElseGet(() -> TextRecognizer.input(demo.picture()));
  }

  /** Runs this part; whether all results agree. */
  boolean run() {
    demo.heading("6. Every network on every backend");
    demo.say("Measuring; the reference takes the longest ...");
    List<BackendStatus> backends = Backends.all();
    List<String> head =
        new ArrayList<>(List.of("network", "direct", "grouped", "depthwise", "1x1", "MACs"));
    backends.forEach(status -> head.add(DemoContext.label(status.name()) + " ms"));
    head.add("difference");
    TextTable table = new TextTable().add(head.toArray(String[]::new)).rule();
    boolean agree = true;
    long transposed = 0;
    for (Entry entry : entries()) {
      Comparison comparison = Comparison.of(demo, entry.network(), entry.input());
      table.add(row(entry.name(), comparison, backends));
      agree &= comparison.worst().within(DemoContext.TOLERANCE);
      transposed += count(comparison.graph(), ConvTranspose.class);
    }
    demo.gap();
    demo.say(table);
    demo.gap();
    legend(backends, transposed);
    return agree;
  }

  private static String[] row(String name, Comparison comparison, List<BackendStatus> backends) {
    List<String> row = new ArrayList<>(List.of(name));
    Map<ConvKind, Integer> kinds = kinds(comparison.graph());
    for (ConvKind kind : ConvKind.values()) {
      row.add(String.valueOf(kinds.getOrDefault(kind, 0)));
    }
    row.add(Multiplications.of(comparison.graph()).sum());
    backends.forEach(status -> row.add(comparison.time(status.name(), Timing::millis)));
    Agreement worst = comparison.worst();
    String ratio = DemoContext.share(worst);
    boolean compared = comparison.outputs().size() > 1;
    row.add(!compared ? "-" : worst.within(DemoContext.TOLERANCE) ? ratio : ratio + " DISAGREES");
    return row.toArray(String[]::new);
  }

  /** How many convolutions of each kind a graph has. */
  static Map<ConvKind, Integer> kinds(Graph graph) {
    Map<String, ValueType> types = ShapeInference.infer(graph);
    Map<ConvKind, Integer> kinds = new EnumMap<>(ConvKind.class);
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Conv conv) {
        int channels = types.get(node.inputs().get(0)).shape().dim(1);
        kinds.merge(ConvKind.of(conv.groups(), channels, conv.window()), 1, Integer::sum);
      }
    }
    return kinds;
  }

  private static long count(Graph graph, Class<?> op) {
    return graph.nodes().stream().filter(node -> op.isInstance(node.op())).count();
  }

  private void legend(List<BackendStatus> backends, long transposed) {
    demo.say(
        """
        The detector, the classifier and the recogniser are those of part 5, the recogniser on
        a line of it. Sobel is part 1, 15x15 is part 2.
        56x56: a block of MobileNet's size, 128 channels to 256, separable and as the direct
        3x3 layer that it replaces; its weights are random.
        direct, grouped, depthwise, 1x1: how many convolutions of each kind the network has%s.
        MACs: multiplications, each with its addition, in one run.
        ms: milliseconds of one run, the median of at least 3 after a warm-up, %s.
        %s: it judges the others: simple loops that add in double precision.
        difference: the largest from the reference, as a share of the largest value; up to %s
        counts as agreement.
        """,
        transposed == 0 ? "" : "\n  (" + transposed + " transposed ones are not in these columns)",
        threads(),
        DemoContext.label(DemoContext.REFERENCE),
        DemoContext.TOLERANCE_TEXT);
    for (BackendStatus status : backends) {
      if (!status.available()) {
        demo.say("%s cannot run here: %s", DemoContext.label(status.name()), status.reason());
      }
    }
  }

  private String threads() {
    int threads = demo.options().threads();
    return threads == 1 ? "on 1 thread" : "on up to " + threads + " threads, the reference on 1";
  }
}
