package io.sepconv.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sepconv.op.Activation;
import io.sepconv.op.AutoPad;
import io.sepconv.op.Window;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConvLayerTest {
  private static final Tensor WEIGHTS = Tensor.zeros(DataType.FLOAT32, Shape.of(4, 2, 3, 5));
  private static final Tensor BIAS = Tensor.zeros(DataType.FLOAT32, Shape.of(4));

  private static Window window(
      List<Integer> stride, List<Integer> dilation, List<Integer> begin, List<Integer> end) {
    return new Window(List.of(3, 5), stride, dilation, begin, end, AutoPad.NOTSET);
  }

  @Test
  void isPlainByDefault() {
    ConvLayer layer = ConvLayer.of(WEIGHTS);
    assertEquals(Window.of(3, 5), layer.window());
    assertEquals(null, layer.bias());
    assertEquals(Activation.NONE, layer.activation());
  }

  @Test
  void setsEachPropertyAndKeepsTheOthers() {
    ConvLayer layer =
        ConvLayer.of(WEIGHTS)
            .activation(Activation.RELU)
            .bias(BIAS)
            .stride(2)
            .dilation(1, 2)
            .pads(List.of(0, 1), List.of(2, 3));
    Window expected = window(List.of(2, 2), List.of(1, 2), List.of(0, 1), List.of(2, 3));
    assertEquals(new ConvLayer(WEIGHTS, expected, BIAS, Activation.RELU), layer);
    Window padded = window(List.of(3, 1), List.of(1, 2), List.of(4, 4), List.of(4, 4));
    assertEquals(padded, layer.stride(3, 1).pad(4).window());
    assertEquals(List.of(1, 2), layer.pad(1, 2).window().padEnd());
  }

  @Test
  void sameKeepsStrideAndDilationAndIsResolvedLater() {
    Window same = ConvLayer.of(WEIGHTS).stride(2).dilation(3).same().window();
    assertEquals(AutoPad.SAME_UPPER, same.autoPad());
    assertEquals(List.of(2, 2), same.stride());
    assertEquals(List.of(3, 3), same.dilation());
    assertEquals(same, ConvLayer.of(WEIGHTS).same().stride(2).dilation(3).window());
  }

  @Test
  void refusesWhatDoesNotFit() {
    ConvLayer layer = ConvLayer.of(WEIGHTS);
    Tensor flat = WEIGHTS.reshape(Shape.of(4, 30));
    assertThrows(IllegalArgumentException.class, () -> ConvLayer.of(flat));
    assertThrows(
        IllegalArgumentException.class,
        () -> layer.bias(Tensor.zeros(DataType.FLOAT32, Shape.of(5))));
    assertThrows(IllegalArgumentException.class, () -> layer.stride(1, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> layer.stride(0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ConvLayer(WEIGHTS, Window.of(3, 3), null, Activation.NONE));
  }
}
