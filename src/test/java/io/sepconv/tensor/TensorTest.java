package io.sepconv.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorTest {
  @Test
  void holdsItsArray() {
    float[] data = {1, 2, 3, 4, 5, 6};
    Tensor tensor = Tensor.of(Shape.of(2, 3), data);
    assertSame(data, tensor.floats());
    assertSame(data, tensor.reshape(Shape.of(6)).floats());
    assertEquals(6, tensor.size());
    assertEquals(4, tensor.get(3));
    assertEquals("f32 [2, 3] {1.0, 2.0, 3.0, 4.0, 5.0, 6.0}", tensor.toString());
  }

  @Test
  void refusesAnArrayOfAnotherLength() {
    assertThrows(IllegalArgumentException.class, () -> Tensor.of(Shape.of(2, 3), new float[5]));
    Tensor tensor = Tensor.zeros(DataType.FLOAT32, Shape.of(2, 3));
    assertThrows(IllegalArgumentException.class, () -> tensor.reshape(Shape.of(5)));
  }

  @Test
  void refusesWhatNoArrayHolds() {
    Shape huge = Shape.of(1 << 16, 1 << 16);
    assertThrows(IllegalArgumentException.class, () -> Tensor.zeros(DataType.BOOL, huge));
  }

  @ParameterizedTest
  @EnumSource(DataType.class)
  void zerosOfEveryType(DataType type) {
    Tensor tensor = Tensor.zeros(type, Shape.of(2, 0, 3));
    assertEquals(type, tensor.type());
    assertEquals(0, tensor.size());
    assertEquals(0, Tensor.zeros(type, Shape.of()).get(0));
  }

  @Test
  void refusesToBeReadAsAnotherType() {
    Tensor tensor = Tensor.vector(1, 2);
    assertThrows(IllegalArgumentException.class, tensor::floats);
    assertThrows(IllegalArgumentException.class, () -> Tensor.scalar(1).toLongs());
    assertArrayEquals(new long[] {3, 4}, Tensor.of(Shape.of(2), 3, 4).toLongs());
  }

  @Test
  void comparesTypeShapeAndElements() {
    Tensor tensor = Tensor.of(Shape.of(2), 1f, Float.NaN);
    assertEquals(Tensor.of(Shape.of(2), 1f, Float.NaN), tensor);
    assertEquals(Tensor.of(Shape.of(2), 1f, Float.NaN).hashCode(), tensor.hashCode());
    assertNotEquals(Tensor.of(Shape.of(2, 1), 1f, Float.NaN), tensor);
    assertNotEquals(Tensor.of(Shape.of(2), 1f, 2f), tensor);
    assertNotEquals(Tensor.of(Shape.of(2), 1, 2), Tensor.vector(1, 2));
  }
}
