package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sepconv.ModelOptions;
import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FactorRunTest {
  private static final Shape ONE = Shape.of(1, 1, 1, 1);

  /** Its first result is x times a factor where x is positive, its second the same of -x. */
  private static Graph network(float positive, float negative) {
    GraphBuilder builder = new GraphBuilder("two");
    Value x = builder.input("x", ONE);
    Value minus = builder.conv(x, ConvLayer.of(Tensor.of(ONE, -1f)));
    Value a = builder.activation(x, Activation.RELU);
    Value b = builder.activation(minus, Activation.RELU);
    return builder
        .output("a", builder.conv(a, ConvLayer.of(Tensor.of(ONE, positive))))
        .output("b", builder.conv(b, ConvLayer.of(Tensor.of(ONE, negative))))
        .build();
  }

  @Test
  void theErrorIsThatOfTheWorstOutputOnTheWorstInput() {
    List<Map<String, Tensor>> inputs =
        List.of(Map.of("x", Tensor.of(ONE, 1f)), Map.of("x", Tensor.of(ONE, -1f)));
    FactorRun run =
        new FactorRun(network(1, 1), ModelOptions.defaults().backend("reference"), inputs);
    assertEquals(0, run.error(network(1, 1)));
    assertEquals(0.5, run.error(network(1.5f, 1)), 1e-6);
    assertEquals(0.5, run.error(network(1, 0.5f)), 1e-6);
    assertEquals(0.75, run.error(network(1.5f, 1.75f)), 1e-6);
    assertEquals(0.75, run.error(network(1.75f, 1.5f)), 1e-6);
  }
}
