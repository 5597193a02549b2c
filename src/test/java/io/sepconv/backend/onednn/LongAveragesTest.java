package io.sepconv.backend.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.Model;
import io.sepconv.ModelOptions;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.AutoPad;
import io.sepconv.op.GlobalPool;
import io.sepconv.op.Op;
import io.sepconv.op.Pool;
import io.sepconv.op.Reduce;
import io.sepconv.op.Window;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.GraphRunner;
import io.sepconv.testing.NativeTest;
import io.sepconv.testing.TestData;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Averages over many positions: almost as precise as their operands, and right on any window. */
@NativeTest
class LongAveragesTest {
  /** A sum of 16,000 numbers of one sign, taken one after the other in f32, is off by 4e-6. */
  private static final double PRECISE = 1e-6;

  private static final GlobalPool GLOBAL = new GlobalPool(Pool.Kind.AVERAGE);

  /** Checks a pool of one operand and returns how many steps it takes. */
  private static int check(Op op, Shape shape, Tensor... constants) {
    GraphBuilder builder = new GraphBuilder("average");
    Value x = builder.input("x", shape);
    Value y =
        constants.length == 0
            ? builder.apply(op, x)
            : builder.apply(op, x, builder.constant(constants[0]));
    Graph graph = builder.output(y).build();
    Tensor input = new TestData(7).floats(shape, 0, 1);
    try (Model model = Model.of(graph, ModelOptions.defaults().backend("onednn").threads(1))) {
      Agreement agreement = Agreement.of(GraphRunner.run(graph, input).get(0), model.run(input));
      assertTrue(
          agreement.within(PRECISE), () -> op + " of " + shape + ": " + agreement.describe());
      return (int)
          model.report().layers().stream().filter(layer -> layer.type().equals(op.type())).count();
    }
  }

  private static Pool average(Window window) {
    return new Pool(Pool.Kind.AVERAGE, window, false, false);
  }

  private static Window window(
      List<Integer> kernel, List<Integer> stride, List<Integer> dilation, List<Integer> pads) {
    return new Window(kernel, stride, dilation, pads, pads, AutoPad.NOTSET);
  }

  @Test
  void ofWholePictures() {
    check(GLOBAL, Shape.of(1, 5, 123, 131));
    check(GLOBAL, Shape.of(2, 16, 1, 259));
    check(GLOBAL, Shape.of(2, 3, 259, 1));
    check(GLOBAL, Shape.of(1, 19, 23, 29, 27));
  }

  @Test
  void spelledAsAReduction() {
    check(new Reduce(Reduce.Kind.MEAN, true, false), Shape.of(1, 5, 123, 131), Tensor.vector(2, 3));
  }

  @Test
  void ofWindowsThatMove() {
    check(
        average(window(List.of(19, 17), List.of(3, 2), List.of(1, 2), List.of(0, 0))),
        Shape.of(2, 7, 43, 52));
    check(
        average(window(List.of(1, 301), List.of(2, 1), List.of(1, 1), List.of(0, 0))),
        Shape.of(1, 3, 9, 311));
  }

  /** Windows that reach outside the input stay whole. */
  @Test
  void ofPaddedWindows() {
    for (boolean countIncludePad : new boolean[] {false, true}) {
      Window padded = window(List.of(19, 17), List.of(3, 2), List.of(1, 1), List.of(4, 5));
      check(new Pool(Pool.Kind.AVERAGE, padded, false, countIncludePad), Shape.of(1, 6, 43, 52));
    }
  }

  @Test
  void shortOnesTakeOneStep() {
    assertEquals(1, check(GLOBAL, Shape.of(1, 8, 16, 16)));
    assertEquals(2, check(GLOBAL, Shape.of(1, 8, 16, 17)));
  }
}
