package io.sepconv.backend;

import static io.sepconv.testing.BackendRunner.direct;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.backend.onednn.OnednnBackend;
import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.op.Conv;
import io.sepconv.op.Window;
import io.sepconv.reference.Evaluators;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.NativeTest;
import io.sepconv.testing.TestData;
import java.lang.ref.WeakReference;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
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
    for (Shape shape : List.of(Shape.of(1 << 29), Shape.of(3, 1 << 29))) {
      try (CompiledGraph compiled = backend().compile(relu(shape), CompileOptions.f32(1))) {
        assertTrue(compiled.layers().stream().noneMatch(LayerReport::isNative), shape.toString());
      }
    }
    Shape largest = Shape.of((1 << 29) - 1);
    try (CompiledGraph compiled = backend().compile(relu(largest), CompileOptions.f32(1))) {
      assertTrue(compiled.layers().stream().allMatch(LayerReport::isNative));
    }
  }

  /** Native code reads memory that only the buffer's own reachability keeps. */
  @Test
  void buffersOutliveTheRunThatReadsThem() throws Exception {
    Shape shape = Shape.of(1, 64, 112, 112);
    GraphBuilder builder = new GraphBuilder("slow");
    Window window = Window.uniform(List.of(31, 31), 1, 1, 15);
    Value y = builder.maxPool(builder.input("x", shape), window);
    Graph graph = builder.output(builder.globalAveragePool(y)).build();
    Tensor x = new TestData(1).floats(shape);
    FloatBuffer out = FloatBuffer.allocate(64);
    warmUp();
    try (CompiledGraph compiled = backend().compile(graph, CompileOptions.f32(1));
        BackendSession session = compiled.newSession()) {
      for (int i = 0; i < 5; i++) {
        AtomicReference<FloatBuffer> in = new AtomicReference<>(direct(x));
        WeakReference<FloatBuffer> watched = new WeakReference<>(in.get());
        AtomicBoolean returned = new AtomicBoolean();
        AtomicBoolean lost = new AtomicBoolean();
        Thread collector =
            new Thread(
                () -> {
                  while (!returned.get()) {
                    System.gc();
                    // Once the output is there the buffer may go, though run has not returned.
                    lost.compareAndSet(false, watched.refersTo(null) && Float.isNaN(out.get(0)));
                  }
                });
        out.put(0, Float.NaN);
        collector.start();
        session.run(List.of(in.getAndSet(null)), List.of(out));
        returned.set(true);
        collector.join();
        assertFalse(lost.get(), "the input was collected during run " + i);
      }
    }
  }

  /** Only compiled code forgets a variable before its method ends. */
  private void warmUp() {
    try (CompiledGraph compiled = backend().compile(relu(Shape.of(4)), CompileOptions.f32(1));
        BackendSession session = compiled.newSession()) {
      List<FloatBuffer> in = List.of(direct(Tensor.of(Shape.of(4), new float[4])));
      List<FloatBuffer> out = List.of(FloatBuffer.allocate(4));
      for (int i = 0; i < 50_000; i++) {
        session.run(in, out);
      }
    }
  }

  @Test
  void graphsOfOneCompilerSharePackedWeights() {
    Tensor weights = new TestData(1).floats(Shape.of(24, 16, 3, 3));
    Tensor small = new TestData(2).floats(Shape.of(1, 16, 14, 14));
    Tensor large = new TestData(3).floats(Shape.of(1, 16, 21, 30));
    try (GraphCompiler compiler = backend().newCompiler(CompileOptions.f32(1))) {
      CompiledGraph first = compiler.compile(conv(small.shape(), weights));
      long one = compiler.weightBytes();
      assertTrue(one >= 4L * weights.size(), one + " bytes");
      try (CompiledGraph second = compiler.compile(conv(large.shape(), weights));
          BackendSession session = second.newSession()) {
        assertEquals(one, second.weightBytes());
        assertEquals(one, compiler.weightBytes());
        first.close();
        first.close();
        assertEquals(one, compiler.weightBytes());
        FloatBuffer out = FloatBuffer.allocate(24 * 19 * 28);
        session.run(List.of(FloatBuffer.wrap(large.floats())), List.of(out));
        Tensor expected =
            Evaluators.evaluate(
                    new Conv(Window.of(3, 3), 1, Activation.NONE), List.of(large, weights))
                .get(0);
        assertTrue(
            Agreement.of(expected, Tensor.of(expected.shape(), out.array())).within(Agreement.F32));
      }
      assertEquals(0, compiler.weightBytes());
    }
  }

  private static Graph conv(Shape input, Tensor weights) {
    GraphBuilder builder = new GraphBuilder("conv");
    Value x = builder.input("x", input);
    return builder.output(builder.conv(x, ConvLayer.of(weights))).build();
  }
}
