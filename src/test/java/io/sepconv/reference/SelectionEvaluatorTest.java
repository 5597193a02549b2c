package io.sepconv.reference;

import static io.sepconv.reference.OnnxRuntimeAgreement.EQUAL;
import static io.sepconv.reference.OnnxRuntimeAgreement.check;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.op.Cast;
import io.sepconv.op.Concat;
import io.sepconv.op.DepthToSpace;
import io.sepconv.op.Expand;
import io.sepconv.op.Gather;
import io.sepconv.op.Identity;
import io.sepconv.op.Op;
import io.sepconv.op.Pad;
import io.sepconv.op.SpaceToDepth;
import io.sepconv.op.Split;
import io.sepconv.op.Tile;
import io.sepconv.op.Transpose;
import io.sepconv.op.Where;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.TestData;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionEvaluatorTest {
  private static final Tensor X = Tensor.of(Shape.of(2, 3), 1f, 2, 3, 4, 5, 6);

  private static List<Tensor> all(Op op, Tensor... operands) {
    return Evaluators.evaluate(op, Arrays.asList(operands));
  }

  private static Tensor evaluate(Op op, Tensor... operands) {
    return all(op, operands).get(0);
  }

  private static void agrees(int opset, Op op, Tensor... operands) {
    check(Arrays.toString(operands), EQUAL, op, opset, Arrays.asList(operands));
  }

  private static void refused(String words, Op op, Tensor... operands) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> all(op, operands));
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }

  @Test
  void gathers() {
    Tensor indices = Tensor.of(Shape.of(2, 1), 2, -3);
    assertEquals(Tensor.of(Shape.of(2, 2, 1), 3f, 1, 6, 4), evaluate(new Gather(-1), X, indices));
    assertEquals(
        Tensor.of(Shape.of(3), 4f, 5, 6), evaluate(new Gather(0), X, Tensor.of(Shape.of(), 1L)));
    assertEquals(
        Tensor.of(Shape.of(0, 3), new float[0]), evaluate(new Gather(0), X, Tensor.vector()));
  }

  @Test
  void indicesOutOfRangeAreRefused() {
    refused("index 3 is outside the 3 elements of axis 1", new Gather(1), X, Tensor.vector(0, 3));
    refused("index -3 is outside the 2 elements", new Gather(0), X, Tensor.vector(-3));
    refused("index 8589934592", new Gather(0), X, Tensor.vector(1L << 33));
    refused("indices must be i64 or i32", new Gather(0), X, X);
    refused("axis 2", new Gather(2), X, Tensor.vector(0));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, -1})
  void gatherAgreesWithOnnxRuntime(int axis) {
    Tensor x = new TestData(17).floats(Shape.of(4, 3, 5));
    agrees(13, new Gather(axis), x, Tensor.of(Shape.of(2, 3), 0, -1, 2, 1, 1, -3));
    agrees(13, new Gather(axis), x, Tensor.of(Shape.of(), -2L));
  }

  @Test
  void expandsAndTiles() {
    Tensor column = Tensor.of(Shape.of(2, 1), 1L, 2L);
    assertEquals(
        Tensor.of(Shape.of(2, 3), 1L, 1, 1, 2, 2, 2),
        evaluate(new Expand(), column, Tensor.vector(1, 3)));
    assertEquals(
        Tensor.of(Shape.of(2, 2), 1L, 1, 2, 2), evaluate(new Tile(), column, Tensor.vector(1, 2)));
    assertEquals(
        Tensor.of(Shape.of(0, 1), new long[0]), evaluate(new Tile(), column, Tensor.vector(0, 1)));
    agrees(13, new Expand(), X, Tensor.vector(2, 1, 1));
    agrees(13, new Expand(), Tensor.scalar(3), Tensor.vector(2, 0));
    agrees(13, new Tile(), X, Tensor.vector(3, 2));
    refused("do not broadcast", new Expand(), X, Tensor.vector(2));
    refused("one value per axis", new Tile(), X, Tensor.vector(2));
    refused("negative", new Tile(), X, Tensor.vector(1, -2));
  }

  @Test
  void chooses() {
    Tensor condition = Tensor.of(Shape.of(2, 1), true, false);
    assertEquals(
        Tensor.of(Shape.of(2, 3), 1f, 2, 3, 9, 9, 9),
        evaluate(new Where(), condition, X, Tensor.scalar(9)));
    agrees(13, new Where(), condition, Tensor.vector(1, 2), Tensor.of(Shape.of(1), 7L));
    refused("must be bool", new Where(), X, X, X);
    refused("one type", new Where(), condition, X, Tensor.vector(1));
  }

  @Test
  void splits() {
    assertEquals(
        List.of(Tensor.of(Shape.of(1, 3), 1f, 2, 3), Tensor.of(Shape.of(1, 3), 4f, 5, 6)),
        all(new Split(0, 2, false), X));
    assertEquals(
        List.of(Tensor.of(Shape.of(2, 2), 1f, 2, 4, 5), Tensor.of(Shape.of(2, 1), 3f, 6)),
        all(new Split(-1, 2, true), X));
    assertEquals(
        List.of(Tensor.of(Shape.of(2, 0), new float[0]), X),
        all(new Split(1, 2, false), X, Tensor.vector(0, 3)));
  }

  @Test
  void splitsAgreeWithOnnxRuntime() {
    Tensor x = new TestData(18).floats(Shape.of(4, 6, 5));
    agrees(13, new Split(1, 3, false), x);
    agrees(13, new Split(-1, 3, false), x, Tensor.vector(1, 0, 4));
    agrees(18, new Split(1, 4, true), x.reshape(Shape.of(4, 5, 6)).reshape(Shape.of(4, 10, 3)));
    agrees(18, new Split(2, 3, true), x);
  }

  @Test
  void splitsThatDoNotAddUpAreRefused() {
    refused("3 elements do not split into 2 equal parts", new Split(1, 2, false), X);
    refused("add up to the 3 elements", new Split(1, 2, false), X, Tensor.vector(1, 1));
    refused("must be 2", new Split(1, 2, false), X, Tensor.vector(3));
    refused("negative", new Split(1, 2, false), X, Tensor.vector(4, -1));
    // 2, 2, 2 and then -1
    refused("negative", new Split(0, 4, true), Tensor.vector(1, 2, 3, 4, 5));
    assertThrows(IllegalArgumentException.class, () -> new Split(0, 0, false));
  }

  @ParameterizedTest
  @EnumSource(DepthToSpace.Order.class)
  void depthToSpaceAgreesWithOnnxRuntime(DepthToSpace.Order order) {
    Tensor x = new TestData(19).floats(Shape.of(2, 18, 3, 5));
    agrees(13, new DepthToSpace(3, order), x);
    agrees(13, new DepthToSpace(1, order), x);
  }

  @Test
  void spaceToDepth() {
    Tensor x = new TestData(20).floats(Shape.of(2, 3, 4, 6));
    agrees(13, new SpaceToDepth(2), x);
    Tensor deep = evaluate(new SpaceToDepth(2), x);
    assertEquals(x, evaluate(new DepthToSpace(2, DepthToSpace.Order.DCR), deep));
    refused("do not cover", new SpaceToDepth(4), x);
    refused("do not fill", new DepthToSpace(2, DepthToSpace.Order.CRD), x);
    refused("[N, C, H, W]", new SpaceToDepth(1), X);
  }

  /**
   * What moves elements moves those of every type; i64 beyond 2^53 shows that none is converted.
   */
  @ParameterizedTest
  @EnumSource(DataType.class)
  void everyType(DataType type) {
    Tensor x =
        type == DataType.INT64
            ? Tensor.of(Shape.of(1, 4, 1, 1), (1L << 60) + 1, 2, 3, 0)
            : evaluate(new Cast(type), Tensor.of(Shape.of(1, 4, 1, 1), 1f, 2, 3, 0));
    agrees(13, new Identity(), x);
    agrees(13, new Gather(1), x, Tensor.vector(3, 0));
    agrees(13, new Expand(), x, Tensor.vector(2, 1, 2, 1));
    agrees(13, new Tile(), x, Tensor.vector(1, 1, 2, 1));
    agrees(13, new Split(1, 2, false), x);
    agrees(13, new Concat(1), x, x);
    agrees(13, new Transpose(List.of(1, 0, 2, 3)), x);
    agrees(13, new Pad(Pad.Mode.EDGE), x, Tensor.vector(0, 1, 0, 0, 0, 1, 0, 0));
    DepthToSpace depth = new DepthToSpace(2, DepthToSpace.Order.DCR);
    assertEquals(x.reshape(Shape.of(1, 1, 2, 2)), evaluate(depth, x));
    assertEquals(x, evaluate(new SpaceToDepth(2), evaluate(depth, x)));
    Tensor truth = Tensor.of(Shape.of(), true);
    assertEquals(x, evaluate(new Where(), truth, x, Tensor.zeros(type, Shape.of())));
  }
}
