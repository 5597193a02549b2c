package io.sepconv.graph.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.op.Binary;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.TestData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Activations in other operators' words: which are understood and which must not be. */
class SpelledActivationsTest {
  private static final Activation UNIT = new Activation(Activation.Kind.CLIP, 0, 1);

  private final GraphBuilder b = new GraphBuilder("spelled");
  private final Value x = b.input("x", Shape.of(2, 3, 5, 7));

  /** One way to write a function of x. */
  @FunctionalInterface
  private interface Spelling {
    Value of(SpelledActivationsTest test, Value x);
  }

  private Value c(double value) {
    return b.constant(Tensor.scalar((float) value));
  }

  private Value binary(Binary.Kind kind, Value left, Value right) {
    return b.apply(new Binary(kind), left, right);
  }

  private Value add(Value left, Value right) {
    return binary(Binary.Kind.ADD, left, right);
  }

  private Value mul(Value left, Value right) {
    return binary(Binary.Kind.MUL, left, right);
  }

  private Value div(Value left, Value right) {
    return binary(Binary.Kind.DIV, left, right);
  }

  private Value clip(Value of, double low, double high) {
    return b.activation(of, new Activation(Activation.Kind.CLIP, (float) low, (float) high));
  }

  private Value hardSigmoid(Value of, double alpha, double beta) {
    return b.activation(
        of, new Activation(Activation.Kind.HARD_SIGMOID, (float) alpha, (float) beta));
  }

  private Value relu6OfXPlus3(Value of) {
    return clip(add(of, c(3)), 0, 6);
  }

  private static final Map<String, Spelling> HARD_SWISH = new LinkedHashMap<>();
  private static final Map<String, Spelling> NOT_HARD_SWISH = new LinkedHashMap<>();

  static {
    HARD_SWISH.put(
        "PP-OCR: Add, Clip, Mul, Div", (t, x) -> t.div(t.mul(x, t.relu6OfXPlus3(x)), t.c(6)));
    HARD_SWISH.put(
        "gate first, 3 first", (t, x) -> t.div(t.mul(t.clip(t.add(t.c(3), x), 0, 6), x), t.c(6)));
    HARD_SWISH.put("Div before Mul", (t, x) -> t.mul(x, t.div(t.relu6OfXPlus3(x), t.c(6))));
    HARD_SWISH.put(
        "Div before Mul, gate first", (t, x) -> t.mul(t.div(t.relu6OfXPlus3(x), t.c(6)), x));
    HARD_SWISH.put("Mul by 1/6 last", (t, x) -> t.mul(t.mul(x, t.relu6OfXPlus3(x)), t.c(1.0 / 6)));
    HARD_SWISH.put("Mul by 1/6 first", (t, x) -> t.mul(t.mul(t.c(1.0 / 6), x), t.relu6OfXPlus3(x)));
    HARD_SWISH.put("x / 6 first", (t, x) -> t.mul(t.div(x, t.c(6)), t.relu6OfXPlus3(x)));
    HARD_SWISH.put("HardSigmoid", (t, x) -> t.mul(x, t.hardSigmoid(x, 1.0 / 6, 0.5)));
    HARD_SWISH.put("HardSigmoid, rounded", (t, x) -> t.mul(t.hardSigmoid(x, 0.1666667, 0.5), x));
    HARD_SWISH.put("Clip to 1", (t, x) -> t.mul(x, t.clip(t.div(t.add(x, t.c(3)), t.c(6)), 0, 1)));
    HARD_SWISH.put(
        "Min and Max",
        (t, x) ->
            t.div(
                t.mul(
                    x,
                    t.binary(
                        Binary.Kind.MIN,
                        t.binary(Binary.Kind.MAX, t.add(x, t.c(3)), t.c(0)),
                        t.c(6))),
                t.c(6)));
    HARD_SWISH.put(
        "constants of four axes",
        (t, x) -> {
          Value three = t.b.constant(Tensor.of(Shape.of(1, 1, 1, 1), 3f));
          Value six = t.b.constant(Tensor.of(Shape.of(1), 6f));
          return t.div(t.mul(x, t.clip(t.add(x, three), 0, 6)), six);
        });

    NOT_HARD_SWISH.put("divided by 3", (t, x) -> t.div(t.mul(x, t.relu6OfXPlus3(x)), t.c(3)));
    NOT_HARD_SWISH.put("not divided", (t, x) -> t.mul(x, t.relu6OfXPlus3(x)));
    NOT_HARD_SWISH.put("negative", (t, x) -> t.div(t.mul(x, t.relu6OfXPlus3(x)), t.c(-6)));
    NOT_HARD_SWISH.put(
        "shifted by 2", (t, x) -> t.div(t.mul(x, t.clip(t.add(x, t.c(2)), 0, 6)), t.c(6)));
    NOT_HARD_SWISH.put(
        "clipped at 5", (t, x) -> t.div(t.mul(x, t.clip(t.add(x, t.c(3)), 0, 5)), t.c(6)));
    NOT_HARD_SWISH.put("HardSigmoid(0.2, 0.5)", (t, x) -> t.mul(x, t.hardSigmoid(x, 0.2, 0.5)));
    NOT_HARD_SWISH.put(
        "the gate of another value",
        (t, x) -> {
          Value other = t.b.activation(x, new Activation(Activation.Kind.ABS, 0, 0));
          return t.div(t.mul(other, t.relu6OfXPlus3(x)), t.c(6));
        });
    NOT_HARD_SWISH.put(
        "a constant per channel",
        (t, x) -> {
          Value six = t.b.constant(Tensor.of(Shape.of(3, 1, 1), 6f, 6, 7));
          return t.div(t.mul(x, t.relu6OfXPlus3(x)), six);
        });
    NOT_HARD_SWISH.put(
        "a constant of more axes",
        (t, x) -> {
          Value six = t.b.constant(Tensor.of(Shape.of(1, 1, 1, 1, 1), 6f));
          return t.div(t.mul(x, t.relu6OfXPlus3(x)), six);
        });
    NOT_HARD_SWISH.put(
        "the product is read elsewhere",
        (t, x) -> {
          Value product = t.mul(x, t.relu6OfXPlus3(x));
          t.b.output(product);
          return t.div(product, t.c(6));
        });
    NOT_HARD_SWISH.put(
        "the gate is an output",
        (t, x) -> {
          Value gate = t.relu6OfXPlus3(x);
          t.b.output(gate);
          return t.div(t.mul(x, gate), t.c(6));
        });
    NOT_HARD_SWISH.put(
        "the sum is read elsewhere",
        (t, x) -> {
          Value sum = t.add(x, t.c(3));
          return t.div(t.mul(x, t.clip(sum, 0, 6)), t.add(t.mul(sum, sum), t.c(6)));
        });
  }

  @TestFactory
  Stream<DynamicTest> hardSwish() {
    return HARD_SWISH.entrySet().stream()
        .map(
            entry ->
                dynamicTest(
                    entry.getKey(),
                    () -> {
                      SpelledActivationsTest t = new SpelledActivationsTest();
                      Value y = entry.getValue().of(t, t.x);
                      assertEquals(List.of(Activation.HARD_SWISH), Optimizing.ops(t.b, y));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> notHardSwish() {
    return NOT_HARD_SWISH.entrySet().stream()
        .map(
            entry ->
                dynamicTest(
                    entry.getKey(),
                    () -> {
                      SpelledActivationsTest t = new SpelledActivationsTest();
                      Value y = entry.getValue().of(t, t.x);
                      List<String> types = Optimizing.types(t.b, y);
                      assertEquals(-1, types.indexOf("HardSwish"), types.toString());
                    }));
  }

  @Test
  void aHardSwishAfterAConvolutionJoinsIt() {
    Value y = b.conv(x, ConvLayer.of(new TestData(3).floats(Shape.of(4, 3, 3, 3))));
    assertEquals(List.of("Conv"), Optimizing.types(b, HARD_SWISH.get("x / 6 first").of(this, y)));
  }

  @Test
  void hardSigmoid() {
    Value y = clip(add(mul(x, c(0.25)), c(0.5)), 0, 1);
    Value z = div(relu6OfXPlus3(x), c(6));
    Value w = add(div(clip(x, -3, 3), c(6)), c(0.5));
    Activation quarter = new Activation(Activation.Kind.HARD_SIGMOID, 0.25f, 0.5f);
    Activation sixth = new Activation(Activation.Kind.HARD_SIGMOID, 1 / 6f, 0.5f);
    assertEquals(List.of(quarter, sixth, sixth), Optimizing.ops(b, y, z, w));
  }

  @Test
  void otherClippedLinesAreNoHardSigmoid() {
    Value y = clip(add(x, c(3)), 0, 6);
    Value z = b.activation(x, UNIT);
    Value upsideDown = div(clip(add(x, c(3)), 0, 6), c(-6));
    List<String> types = Optimizing.types(b, y, z, upsideDown);
    assertEquals(6, types.size(), types.toString());
    assertFalse(types.contains("HardSigmoid"), types.toString());
  }

  @Test
  void swish() {
    Value y = mul(x, b.activation(x, Activation.SIGMOID));
    Value z = mul(b.activation(x, Activation.SIGMOID), x);
    assertEquals(List.of(Activation.SWISH, Activation.SWISH), Optimizing.ops(b, y, z));
  }

  @Test
  void aSigmoidThatOthersReadOrOfAnotherValueIsNoSwish() {
    Value gate = b.activation(x, Activation.SIGMOID);
    assertEquals(List.of("Sigmoid", "Mul"), Optimizing.types(b, mul(x, gate), gate));
    GraphBuilder other = new GraphBuilder("other");
    Value u = other.input("u", Shape.of(4));
    Value v = other.input("v", Shape.of(4));
    Value product =
        other.apply(new Binary(Binary.Kind.MUL), u, other.activation(v, Activation.SIGMOID));
    assertEquals(List.of("Sigmoid", "Mul"), Optimizing.types(other, product));
  }

  @Test
  void clipsSpelledAsMinAndMax() {
    Value relu6 = binary(Binary.Kind.MIN, binary(Binary.Kind.MAX, x, c(0)), c(6));
    Value turned = binary(Binary.Kind.MAX, c(0), binary(Binary.Kind.MIN, c(6), x));
    Value afterRelu = binary(Binary.Kind.MIN, b.activation(x, Activation.RELU), c(6));
    Value relu = binary(Binary.Kind.MAX, x, c(0));
    Value nothing = clip(binary(Binary.Kind.MIN, x, c(1)), 2, 3);
    assertEquals(
        List.of(
            Activation.RELU,
            Activation.RELU6,
            Activation.RELU6,
            Activation.RELU6,
            new Activation(Activation.Kind.CLIP, 2, 2)),
        Optimizing.ops(b, relu, relu6, turned, afterRelu, nothing));
  }

  @Test
  void boundsThatOthersReadOrThatAreNoScalarsStay() {
    Value max = binary(Binary.Kind.MAX, x, c(0));
    Value min = binary(Binary.Kind.MIN, max, c(6));
    Value perChannel = b.constant(Tensor.of(Shape.of(3, 1, 1), 1f, 2, 3));
    Value wider = b.constant(Tensor.of(Shape.of(1, 1, 1, 1, 1), 2f));
    List<String> types =
        Optimizing.types(
            b, max, min, binary(Binary.Kind.MIN, x, perChannel), binary(Binary.Kind.MIN, x, wider));
    assertEquals(List.of("Clip", "Min", "Min", "Relu"), types.stream().sorted().toList());
  }

  @Test
  void boundsThatCrossAreLeftAlone() {
    Activation crossed = new Activation(Activation.Kind.CLIP, 4, 1);
    Value y = b.activation(b.activation(x, Activation.RELU), crossed);
    assertEquals(List.of(Activation.RELU, crossed), Optimizing.ops(b, y));
  }
}
