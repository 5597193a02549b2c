package io.sepconv.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.backend.Backend;
import io.sepconv.backend.CompileOptions;
import io.sepconv.backend.CompiledGraph;
import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.graph.rewrite.GraphOptimizer;
import io.sepconv.op.Activation;
import io.sepconv.op.Split;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.BackendRunner;
import io.sepconv.testing.GraphRunner;
import io.sepconv.testing.TestData;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values whose memory several kernels see, each in its own way. */
class SharedMemoryTest {
  private static final Activation NEGATION = new Activation(Activation.Kind.NEG, 0, 0);

  private final TestData data = new TestData(1);

  static Stream<Backend> tiers() {
    return Stream.of(
        new JvmBackend(new VectorMicroKernels()), new JvmBackend(new PlainMicroKernels()));
  }

  @ParameterizedTest
  @MethodSource("tiers")
  void bordersOfDifferentWidths(Backend backend) {
    for (Shape shape : List.of(Shape.of(1, 20, 12), Shape.of(1, 20, 12, 9))) {
      for (boolean narrowFirst : new boolean[] {true, false}) {
        GraphBuilder builder = new GraphBuilder("two borders");
        Value x = builder.input("x", shape);
        Integer[] strides = narrowFirst ? new Integer[] {2, 1} : new Integer[] {1, 2};
        for (Integer stride : strides) {
          int[] dims = shape.dims();
          Shape weights =
              Shape.of(17, 20, 3).rank() == dims.length
                  ? Shape.of(17, 20, 3)
                  : Shape.of(17, 20, 3, 1);
          ConvLayer layer = ConvLayer.of(data.integers(weights));
          layer =
              dims.length == 3
                  ? layer.pad(1).stride(stride)
                  : layer.pads(List.of(1, 0), List.of(1, 0)).stride(stride, 1);
          builder.output(builder.conv(x, layer));
        }
        agree(backend, builder.build(), data.integers(shape));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("tiers")
  void partsOfAValueThatAreWrittenOver(Backend backend) {
    for (int first : new int[] {2, 30, 34}) {
      GraphBuilder builder = new GraphBuilder("halves");
      Shape shape = Shape.of(1, 3, 5, 7);
      Value y =
          builder.conv(
              builder.input("x", shape), ConvLayer.of(data.integers(Shape.of(64, 3, 1, 1))));
      Value sizes = builder.constant(Tensor.vector(first, 64 - first));
      builder
          .applyAll(new Split(1, 2, false), 2, y, sizes)
          .forEach(part -> builder.output(builder.activation(part, NEGATION)));
      agree(backend, builder.build(), data.integers(shape));
    }
  }

  @ParameterizedTest
  @MethodSource("tiers")
  void constantsOfOneChannelAsResiduals(Backend backend) {
    Shape shape = Shape.of(1, 1, 5, 5);
    for (int kernel : new int[] {1, 3}) {
      GraphBuilder builder = new GraphBuilder("constant residual");
      ConvLayer layer = ConvLayer.of(data.integers(Shape.of(1, 1, kernel, kernel)));
      Value y = builder.conv(builder.input("x", shape), layer.pad(kernel / 2));
      builder.output(builder.add(y, builder.constant(data.integers(shape))));
      agree(backend, builder.build(), data.integers(shape));
    }
  }

  @ParameterizedTest
  @MethodSource("tiers")
  void windowsThatLieInThePaddingOfAFlatAxis(Backend backend) {
    for (int channels : new int[] {1, 3, 20}) {
      Shape shape = Shape.of(1, channels, 1, 8, 9);
      GraphBuilder builder = new GraphBuilder("flat");
      ConvLayer layer =
          ConvLayer.of(data.integers(Shape.of(channels, 1, 1, 3, 3)))
              .pads(List.of(1, 1, 1), List.of(0, 1, 1))
              .stride(2, 1, 1)
              .bias(data.integers(Shape.of(channels)));
      builder.output(builder.groupedConv(builder.input("x", shape), channels, layer));
      agree(backend, builder.build(), data.integers(shape));
    }
  }

  @Test
  void valuesBeyondOneArrayAreRefusedWithTheirSize() {
    GraphBuilder builder = new GraphBuilder("large");
    Value x = builder.input("x", Shape.of(1, 16, 4000, 5000));
    for (int i = 0; i < 8; i++) {
      builder.output(builder.activation(x, new Activation(Activation.Kind.EXP, 0, 0)));
    }
    Graph graph = builder.build();
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> new JvmBackend().compile(graph, CompileOptions.f32(1)))
            .getMessage();
    assertTrue(message.contains("large") && message.contains("8,589,934,556"), message);
  }

  private static void agree(Backend backend, Graph graph, Tensor... inputs) {
    List<Tensor> expected = GraphRunner.run(graph, inputs);
    for (int threads : new int[] {1, 3}) {
      try (CompiledGraph compiled =
          backend.compile(GraphOptimizer.optimize(graph), CompileOptions.f32(threads))) {
        List<Tensor> actual = BackendRunner.run(compiled, expected, true, inputs);
        for (int i = 0; i < expected.size(); i++) {
          Agreement agreement = Agreement.of(expected.get(i), actual.get(i));
          assertEquals(true, agreement.within(0), graph.name() + ": " + agreement.describe());
        }
      }
    }
  }
}
