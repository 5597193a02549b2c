package io.sepconv.graph.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.op.Conv;
import io.sepconv.op.Op;
import io.sepconv.op.Pad;
import io.sepconv.op.Pool;
import io.sepconv.op.Window;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.TestData;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Pads that windows take over, and those that they must not. */
class PadFoldsTest {
  private final TestData data = new TestData(9);
  private final GraphBuilder b = new GraphBuilder("pads");
  private final Value x = b.input("x", Shape.of(2, 3, 6, 7));

  private Value pad(Value from, float value, long... pads) {
    Pad op = new Pad(Pad.Mode.CONSTANT);
    return b.apply(op, from, b.constant(Tensor.vector(pads)), b.constant(Tensor.scalar(value)));
  }

  private Value conv(Value from, int pad) {
    return b.conv(from, ConvLayer.of(data.floats(Shape.of(4, 3, 4, 4))).pad(pad).stride(2));
  }

  private Value pool(Pool.Kind kind, Value from, int pad, boolean ceil, boolean count) {
    Window window = Window.uniform(List.of(3, 3), 2, 1, pad);
    return b.apply(new Pool(kind, window, ceil, count), from);
  }

  @Test
  void zerosJoinAConvolutionsOwnPads() {
    List<Op> ops = Optimizing.ops(b, conv(pad(x, 0, 0, 0, 1, 0, 0, 0, 2, 1), 1));
    Window window = ((Conv) ops.get(0)).window();
    assertEquals(1, ops.size());
    assertEquals(List.of(2, 1), window.padBegin());
    assertEquals(List.of(3, 2), window.padEnd());
  }

  @Test
  void padsOverSomeAxesAndTwoInARowJoinToo() {
    Pad op = new Pad(Pad.Mode.CONSTANT);
    Value zero = b.constant(Tensor.scalar(0));
    Value y =
        b.apply(
            op,
            pad(x, 0, 0, 0, 1, 1, 0, 0, 0, 0),
            b.constant(Tensor.vector(2, 1)),
            zero,
            b.constant(Tensor.vector(-1)));
    assertEquals(List.of("Conv"), Optimizing.types(b, conv(y, 0)));
  }

  @Test
  void aPadThatOthersReadIsFoldedForEachWindow() {
    Value y = pad(x, 0, 0, 0, 1, 1, 0, 0, 1, 1);
    assertEquals(List.of("Pad", "Conv", "Conv"), Optimizing.types(b, conv(y, 0), conv(y, 0), y));
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 0, 0, 1, 1, 0, 0, 1, 1",
    "0, 0, 1, 1, 1, 0, 0, 1, 1",
    "0, 1, 0, 0, 0, 0, 0, 0, 0",
    "0, 0, 0, -1, 1, 0, 0, 1, 1",
    "0, 0, 0, 1, 1, 0, 0, 1, -2",
    "0, 0, 0, 4, 1, 0, 0, 1, 1",
  })
  void otherPadsStayBeforeAConvolution(
      float value, int n0, int c0, int h0, int w0, int n1, int c1, int h1, int w1) {
    Value y = pad(x, value, n0, c0, h0, w0, n1, c1, h1, w1);
    int channels = y.shape().dim(1);
    Value z = b.conv(y, ConvLayer.of(data.floats(Shape.of(4, channels, 3, 4))));
    assertEquals(List.of("Pad", "Conv"), Optimizing.types(b, z));
  }

  @ParameterizedTest
  @EnumSource(
      value = Pad.Mode.class,
      names = {"CONSTANT"},
      mode = EnumSource.Mode.EXCLUDE)
  void otherModesStay(Pad.Mode mode) {
    Value y = b.apply(new Pad(mode), x, b.constant(Tensor.vector(0, 0, 1, 1, 0, 0, 1, 1)));
    assertEquals(List.of("Pad", "Conv"), Optimizing.types(b, conv(y, 0)));
  }

  @Test
  void anAverageCountsThePadsItTakesOver() {
    List<Op> ops =
        Optimizing.ops(
            b, pool(Pool.Kind.AVERAGE, pad(x, 0, 0, 0, 1, 1, 0, 0, 1, 0), 0, false, false));
    assertEquals(1, ops.size());
    assertEquals(true, ((Pool) ops.get(0)).countIncludePad());
  }

  @ParameterizedTest
  @CsvSource({
    // value, own pad, ceil, count, what remains
    "0, 1, false, true, false",
    "0, 1, false, false, true",
    "0, 0, true, false, true",
    "0, 1, true, true, true",
    "1, 0, false, false, true",
    "-Infinity, 0, false, false, true",
  })
  void averages(float value, int own, boolean ceil, boolean count, boolean stays) {
    Value y = pool(Pool.Kind.AVERAGE, pad(x, value, 0, 0, 1, 1, 0, 0, 1, 1), own, ceil, count);
    // An infinity makes differences that no tolerance measures, so keep it away from the result.
    Value z = value < 0 ? b.activation(y, Activation.SIGMOID) : y;
    assertEquals(stays, Optimizing.types(b, z).contains("Pad"));
  }

  @ParameterizedTest
  @CsvSource({"-Infinity, 1, false", "-Infinity, 2, true", "0, 1, true", "-1000, 1, true"})
  void maxima(float value, int dilation, boolean stays) {
    Window window = Window.uniform(List.of(3, 3), 2, dilation, 0);
    Value y =
        b.apply(
            new Pool(Pool.Kind.MAX, window, false, false), pad(x, value, 0, 0, 1, 0, 0, 0, 1, 1));
    assertEquals(stays, Optimizing.types(b, y).contains("Pad"));
  }
}
