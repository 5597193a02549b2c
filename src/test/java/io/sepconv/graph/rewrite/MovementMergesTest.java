package io.sepconv.graph.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.op.Flatten;
import io.sepconv.op.Op;
import io.sepconv.op.Reshape;
import io.sepconv.op.Squeeze;
import io.sepconv.op.Transpose;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Transpositions and reshapes in a row. */
class MovementMergesTest {
  private final GraphBuilder b = new GraphBuilder("movements");
  private final Value x = b.input("x", Shape.of(2, 3, 4, 5));

  private Value transpose(Value from, Integer... perm) {
    return b.apply(new Transpose(List.of(perm)), from);
  }

  private Value reshape(Value from, long... dims) {
    return b.apply(new Reshape(false), from, b.constant(Tensor.vector(dims)));
  }

  private Value relu(Value from) {
    return b.activation(from, Activation.RELU);
  }

  @Test
  void transpositionsThatCancelGo() {
    Value y = transpose(transpose(x, 0, 2, 3, 1), 0, 3, 1, 2);
    Value z = transpose(transpose(y), 3, 2, 1, 0);
    assertEquals(List.of("Relu"), Optimizing.types(b, relu(transpose(z, 0, 1, 2, 3))));
  }

  @Test
  void othersBecomeOne() {
    Value y = transpose(transpose(transpose(x, 0, 2, 3, 1), 1, 0, 2, 3), 2, 3, 1, 0);
    List<Op> ops = Optimizing.ops(b, relu(y));
    assertEquals(List.of(new Transpose(List.of(3, 1, 0, 2)), Activation.RELU), ops);
  }

  @Test
  void aTranspositionThatOthersReadStays() {
    Value y = transpose(x, 0, 2, 3, 1);
    Value z = relu(transpose(y, 0, 3, 1, 2));
    assertEquals(List.of("Transpose", "Relu"), Optimizing.types(b, y, z));
  }

  @Test
  void workBetweenTranspositionsKeepsThemApart() {
    Value y = transpose(relu(transpose(x, 0, 2, 3, 1)), 0, 3, 1, 2);
    assertEquals(List.of("Transpose", "Relu", "Transpose"), Optimizing.types(b, y));
  }

  @Test
  void theLastOfTwoReshapesIsEnough() {
    // The 0 copies the 6 of the first reshape, not the 2 of x.
    Value y = reshape(reshape(x, 6, 4, 5), 0, -1);
    Value z = b.apply(new Squeeze(), reshape(b.apply(new Flatten(2), y), 1, 6, 20, 1));
    assertEquals(List.of("Reshape", "Relu"), Optimizing.types(b, relu(z)));
  }

  @Test
  void reshapesToTheSameShapeGo() {
    Value y = reshape(reshape(x, 6, 20), 2, 3, 4, 5);
    assertEquals(List.of("Relu"), Optimizing.types(b, relu(reshape(y, 0, 0, 0, -1))));
  }

  @Test
  void aReshapeOfATranspositionStays() {
    Value y = transpose(reshape(transpose(x, 0, 2, 3, 1), 2, 20, 3), 0, 2, 1);
    assertEquals(List.of("Transpose", "Reshape", "Transpose"), Optimizing.types(b, y));
  }
}
