package io.sepconv.onnx;

import static io.sepconv.onnx.Refusals.assertMalformed;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import io.sepconv.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttributesTest {
  private static Attributes of(AttributeProto... attributes) {
    return new Attributes("Conv 'c'", List.of(attributes));
  }

  private static final AttributeProto[] ONE_OF_EACH = {
    TestModel.integer("integer", -3),
    TestModel.number("number", 0.5f),
    TestModel.text("text", "VALID"),
    TestModel.integers("integers", 1, 2),
    TestModel.numbers("numbers", 1f, 2f),
    TestModel.tensor("tensor", Tensor.scalar(1)),
  };

  private static void assertReadable(Attributes attributes) {
    assertEquals(-3, attributes.integer("integer", 0));
    assertEquals(-3, attributes.requiredInteger("integer"));
    assertEquals(-3, attributes.requiredLong("integer"));
    assertEquals(0.5f, attributes.number("number", 0));
    assertEquals("VALID", attributes.text("text", ""));
    assertEquals(List.of(1, 2), attributes.integers("integers", List.of()));
    assertArrayEquals(new long[] {1, 2}, attributes.requiredLongs("integers"));
    assertArrayEquals(new float[] {1, 2}, attributes.requiredNumbers("numbers"));
    assertEquals(1, attributes.tensor("tensor").getRawData().size() / 4);
    assertEquals(List.of(), attributes.unread());
  }

  @Test
  void everyType() {
    assertReadable(of(ONE_OF_EACH));
  }

  /** Before the field that states it, the type followed from the value. */
  @Test
  void everyTypeWithoutTheFieldThatStatesIt() {
    AttributeProto[] untyped = ONE_OF_EACH.clone();
    for (int i = 0; i < untyped.length; i++) {
      untyped[i] = untyped[i].toBuilder().clearType().build();
    }
    assertReadable(of(untyped));
    AttributeProto empty = AttributeProto.newBuilder().setName("axes").build();
    assertEquals(List.of(), of(empty).integers("axes", List.of(7)));
    assertMalformed(() -> of(empty).integer("axes", 7), "INT", "UNDEFINED");
  }

  /** proto3 writers leave out a zero. */
  @Test
  void zerosThatAreNotWritten() {
    AttributeProto zero =
        AttributeProto.newBuilder().setName("axis").setType(AttributeType.INT).build();
    assertEquals(0, of(zero).integer("axis", 1));
  }

  @Test
  void absentOnes() {
    Attributes none = of();
    assertEquals(7, none.integer("a", 7));
    assertEquals(0.5f, none.number("a", 0.5f));
    assertEquals("t", none.text("a", "t"));
    assertEquals(List.of(3), none.integers("a", List.of(3)));
    assertNull(none.tensor("a"));
    assertMalformed(() -> none.requiredInteger("a"), "'a' of Conv 'c' is missing");
    assertMalformed(() -> none.requiredLong("a"), "missing");
    assertMalformed(() -> none.requiredIntegers("a"), "missing");
    assertMalformed(() -> none.requiredLongs("a"), "missing");
    assertMalformed(() -> none.requiredNumbers("a"), "missing");
  }

  @Test
  void wrongTypes() {
    Attributes attributes = of(ONE_OF_EACH);
    assertMalformed(() -> attributes.integer("number", 0), "'number'", "INT", "FLOAT");
    assertMalformed(() -> attributes.flag("text", false), "INT", "STRING");
    assertMalformed(() -> attributes.number("integer", 0), "FLOAT", "INT");
    assertMalformed(() -> attributes.text("tensor", ""), "STRING", "TENSOR");
    assertMalformed(() -> attributes.integers("numbers", List.of()), "INTS", "FLOATS");
    assertMalformed(() -> attributes.requiredLongs("integer"), "INTS", "INT");
    assertMalformed(() -> attributes.requiredNumbers("integers"), "FLOATS", "INTS");
    assertMalformed(() -> attributes.tensor("integer"), "TENSOR", "INT");
  }

  @Test
  void whatNobodyReadIsNamedWithItsValue() {
    Attributes attributes = of(ONE_OF_EACH);
    attributes.ignore("number", "absent");
    attributes.integer("integer", 0);
    assertEquals(
        List.of("text = 'VALID'", "integers = [1, 2]", "numbers = [1.0, 2.0]", "tensor = (TENSOR)"),
        attributes.unread());
    assertEquals(
        List.of("long = '" + "x".repeat(57) + "...'"),
        of(TestModel.text("long", "x".repeat(1000))).unread());
  }

  @Test
  void referencesToFunctionAttributes() {
    assertMalformed(
        () -> of(TestModel.integer("axis", 0).toBuilder().setRefAttrName("axis").build()),
        "'axis'",
        "function");
  }
}
