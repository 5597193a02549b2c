package io.sepconv.cli;

import io.sepconv.BackendStatus;
import io.sepconv.Backends;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** The second part of the demo: one layer, direct and as a depthwise-separable pair. */
final class DemoLayers {
  private final DemoContext demo;

  DemoLayers(DemoContext demo) {
    this.demo = demo;
  }

  /** Runs this part; whether all results agree that must. */
  boolean run() {
    LayerPair pair = LayerPair.article();
    Tensor sample = pair.sample();
    demo.heading("2. One layer, two ways");
    demo.say(
        """
        Input 15x15 with 3 channels, 10 kernels of 3x3x3, no padding: 13x13 positions. In the
        direct layer every kernel reads every channel. The depthwise-separable pair filters each
        channel by itself (depthwise), then mixes the channels at each position (pointwise, 1x1).
        """);
    Comparison separable = Comparison.of(demo, pair.separable(), sample);
    Comparison products = Comparison.of(demo, pair.direct(pair.composed()), sample);
    Comparison unrelated = Comparison.of(demo, pair.direct(pair.unrelated()), sample);
    count(products, separable);
    demo.say(
        """
        The pair has %d weights, the direct layer %d, so it can do less. Both compute the same
        only where the direct weights are products, W[o,c,y,x] = pointwise[o,c] * depthwise[c,y,x].
        """,
        pair.depthwise().size() + pair.pointwise().size(), pair.composed().size());
    return compare(separable, products, unrelated);
  }

  private void count(Comparison direct, Comparison separable) {
    Multiplications whole = Multiplications.of(direct.graph());
    Multiplications split = Multiplications.of(separable.graph());
    List<String> head = new ArrayList<>(List.of("", "multiplications"));
    List<String> first = new ArrayList<>(List.of("direct", whole.sum()));
    List<String> second = new ArrayList<>(List.of("depthwise-separable, both", split.sum()));
    for (BackendStatus status : Backends.all()) {
      head.add(DemoContext.label(status.name()) + " us");
      first.add(direct.time(status.name(), Timing::micros));
      second.add(separable.time(status.name(), Timing::micros));
    }
    demo.gap();
    demo.say(
        new TextTable()
            .add(head.toArray(String[]::new))
            .rule()
            .add(first.toArray(String[]::new))
            .add("depthwise", split.node(0))
            .add("pointwise", split.node(1))
            .add(second.toArray(String[]::new)));
    demo.gap();
    demo.say(
        """
        That is %s of the multiplications, but not of the time: a layer this small takes
        microseconds (us), which is mostly what it costs to call it. Part 6 has one of real size.
        """,
        split.shareOf(whole));
    demo.gap();
  }

  private boolean compare(Comparison separable, Comparison products, Comparison unrelated) {
    List<String> head = new ArrayList<>(List.of("differs from the pair by, at most"));
    List<String> first = new ArrayList<>(List.of("direct layer of products"));
    List<String> second = new ArrayList<>(List.of("direct layer of other weights"));
    boolean agree = true;
    for (String backend : demo.backends()) {
      Tensor expected = separable.outputs().get(backend);
      Agreement same = Agreement.of(expected, products.outputs().get(backend));
      Agreement other = Agreement.of(expected, unrelated.outputs().get(backend));
      agree &= same.within(DemoContext.TOLERANCE);
      head.add(DemoContext.label(backend));
      first.add(DemoContext.share(same));
      second.add(DemoContext.share(other));
    }
    demo.gap();
    demo.say(
        new TextTable()
            .add(head.toArray(String[]::new))
            .rule()
            .add(first.toArray(String[]::new))
            .add(second.toArray(String[]::new)));
    demo.gap();
    demo.say(
        """
        Differences are shares of the largest value. The first must not pass %s (it %s), the
        second has no reason to be small.
        """,
        DemoContext.TOLERANCE_TEXT, agree ? "does not" : "DOES");
    return agree;
  }
}
