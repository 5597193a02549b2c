package io.sepconv.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.backend.onednn.OnednnBackend;
import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.tensor.Shape;
import io.sepconv.testing.NativeTest;
import io.sepconv.testing.TestData;
import java.util.List;
import org.junit.jupiter.api.Test;

@NativeTest
class OnednnBackendTest extends AbstractBackendTest {
  @Override
  Backend backend() {
    return new OnednnBackend();
  }

  /** A MobileNetV1-like chain: reorders only where the network begins and ends. */
  @Test
  void separableChainsNeedNoReorderInside() {
    TestData data = new TestData(5);
    GraphBuilder builder = new GraphBuilder("chain");
    Value x = builder.input("x", Shape.of(1, 3, 32, 32));
    Value y =
        builder.conv(
            x,
            ConvLayer.of(data.floats(Shape.of(32, 3, 3, 3)))
                .same()
                .stride(2)
                .activation(Activation.RELU6));
    for (int i = 0; i < 3; i++) {
      y =
          builder.depthwiseSeparable(
              y,
              ConvLayer.of(data.floats(Shape.of(32, 1, 3, 3))).same().activation(Activation.RELU6),
              ConvLayer.of(data.floats(Shape.of(32, 32, 1, 1))).activation(Activation.RELU6));
    }
    Graph graph = builder.output(y).build();
    try (CompiledGraph compiled = backend().compile(graph, CompileOptions.f32(1))) {
      List<String> types = compiled.layers().stream().map(LayerReport::type).toList();
      assertEquals(
          List.of("reorder", "Conv", "Conv", "Conv", "Conv", "Conv", "Conv", "Conv", "reorder"),
          types);
      assertTrue(compiled.layers().stream().allMatch(LayerReport::isNative));
      assertTrue(compiled.layers().stream().allMatch(layer -> layer.segment() == 0));
      assertTrue(compiled.weightBytes() > 0 && compiled.sessionBytes() > 0);
    }
  }

  /** More floats than a direct buffer can hold cannot be handed to native code. */
  @Test
  void valuesBeyondADirectBufferStayInJava() {
    for (Shape shape : List.of(Shape.of(1 << 29), Shape.of(3, 1 << 30))) {
      try (CompiledGraph compiled = backend().compile(relu(shape), CompileOptions.f32(1))) {
        assertTrue(compiled.layers().stream().noneMatch(LayerReport::isNative), shape.toString());
      }
    }
    Shape largest = Shape.of((1 << 29) - 1);
    try (CompiledGraph compiled = backend().compile(relu(largest), CompileOptions.f32(1))) {
      assertTrue(compiled.layers().stream().allMatch(LayerReport::isNative));
    }
  }
}
