package io.sepconv.testing;

import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.op.AutoPad;
import io.sepconv.op.ConvTranspose;
import io.sepconv.op.MaxPoolIndices;
import io.sepconv.op.Pool;
import io.sepconv.op.Resize;
import io.sepconv.op.Resize.AspectRatio;
import io.sepconv.op.Resize.Coordinates;
import io.sepconv.op.Resize.Mode;
import io.sepconv.op.Resize.Options;
import io.sepconv.op.Resize.Rounding;
import io.sepconv.op.Window;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.OperatorCases.Case;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Cases of windows and samplings whose geometry follows from sizes, and of the rare options. */
final class WindowCases {
  private final List<Case> cases = new ArrayList<>();
  private final TestData data = new TestData(44);

  private WindowCases() {}

  static List<Case> all() {
    WindowCases all = new WindowCases();
    all.transposedConvolutions();
    all.places();
    all.resizes();
    return all.cases;
  }

  private void add(String name, Shape shape, BiFunction<GraphBuilder, Value, Value> body) {
    GraphBuilder builder = new GraphBuilder(name);
    Value y = body.apply(builder, builder.input("x", shape));
    cases.add(new Case(name, builder.output(y).build(), data.floats(shape)));
  }

  private void transposedConvolutions() {
    for (AutoPad autoPad : AutoPad.values()) {
      for (int stride = 1; stride <= 4; stride++) {
        transposed(autoPad, stride, List.of(0, 0), List.of());
      }
      transposed(autoPad, 2, List.of(1, 0), List.of());
      transposed(autoPad, 2, List.of(0, 0), List.of(10, 11));
      transposed(autoPad, 2, List.of(0, 0), List.of(8, 16));
    }
  }

  private void transposed(
      AutoPad autoPad, int stride, List<Integer> outputPadding, List<Integer> outputShape) {
    Window window = Window.uniform(List.of(3, 2), stride, 1, 0);
    Window padded =
        new Window(
            window.kernel(),
            window.stride(),
            window.dilation(),
            window.padBegin(),
            window.padEnd(),
            autoPad);
    ConvTranspose op = new ConvTranspose(padded, 1, outputPadding, outputShape, Activation.NONE);
    add(
        op.toString(),
        Shape.of(1, 4, 5, 6),
        (b, x) ->
            b.activation(
                b.apply(
                    op,
                    x,
                    b.constant(data.floats(Shape.of(4, 3, 3, 2))),
                    b.constant(data.floats(Shape.of(3)))),
                Activation.RELU));
  }

  private void places() {
    Shape shape = Shape.of(2, 3, 7, 8);
    Pool pool = new Pool(Pool.Kind.MAX, Window.uniform(List.of(3, 3), 2, 1, 1), true, false);
    GraphBuilder builder = new GraphBuilder("maxima and places");
    Value x = builder.activation(builder.input("x", shape), Activation.RELU);
    List<Value> both = builder.applyAll(new MaxPoolIndices(pool, true), 2, x);
    builder.output(builder.activation(both.get(0), Activation.SIGMOID)).output(both.get(1));
    cases.add(new Case("maxima and places", builder.build(), data.floats(shape)));
  }

  private void resizes() {
    Shape shape = Shape.of(1, 3, 5, 6);
    Options exclude = new Options(-0.5f, true, false, 0, AspectRatio.STRETCH, List.of());
    Options smooth = new Options(-0.75f, false, true, 0, AspectRatio.STRETCH, List.of());
    Options kept = new Options(-0.75f, false, false, 0, AspectRatio.NOT_LARGER, List.of(-1, 2));
    for (Mode mode : List.of(Mode.LINEAR, Mode.CUBIC)) {
      for (Options options : List.of(exclude, smooth)) {
        resized(mode, options, shape, Tensor.vector(1, 3, 3, 4));
        resized(mode, options, shape, Tensor.vector(1, 3, 8, 3));
      }
      resized(mode, kept, shape, Tensor.vector(7, 9));
    }
    Options outside = new Options(-0.75f, false, false, 2.5f, AspectRatio.STRETCH, List.of(2, 3));
    Tensor region = Tensor.of(Shape.of(4), -0.2f, 0.3f, 0.7f, 1.2f);
    for (Mode mode : Mode.values()) {
      Resize op = new Resize(mode, Coordinates.TF_CROP_AND_RESIZE, Rounding.FLOOR, outside);
      add(
          mode + " of a region",
          shape,
          (b, x) -> b.apply(op, x, null, b.constant(Tensor.vector(4, 7)), b.constant(region)));
    }
  }

  private void resized(Mode mode, Options options, Shape shape, Tensor sizes) {
    Resize op = new Resize(mode, Coordinates.HALF_PIXEL, Rounding.FLOOR, options);
    add(op + " to " + sizes, shape, (b, x) -> b.apply(op, x, null, b.constant(sizes)));
  }
}
