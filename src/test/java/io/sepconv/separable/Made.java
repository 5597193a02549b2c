package io.sepconv.separable;

import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.TestData;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Layers and times for tests of what is split. */
final class Made {
  private static final double NOISE = 1e-3;

  private Made() {}

  /** Weights that are a sum of some pairs, and noise. */
  static Tensor weights(TestData data, SeparableForm form, int out, int in, int terms) {
    Shape shape = Shape.of(out, in, 3, 3);
    LayerFactorization parts = LayerFactorization.of(form, ConvLayer.of(data.floats(shape)), 1);
    SeparableLayer layer = parts.layer(terms);
    float[] floats = new float[Math.toIntExact(shape.size())];
    float[] first = layer.first().weights().floats();
    float[] second = layer.second().weights().floats();
    float[] noise = data.floats(shape).floats();
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        for (int tap = 0; tap < 9; tap++) {
          double sum = 0;
          for (int term = 0; term < terms; term++) {
            sum +=
                form == SeparableForm.DEPTHWISE_FIRST
                    ? first[(i * terms + term) * 9 + tap]
                        * second[o * in * terms + i * terms + term]
                    : first[(o * terms + term) * in + i] * second[(o * terms + term) * 9 + tap];
          }
          int at = (o * in + i) * 9 + tap;
          floats[at] = (float) (sum + NOISE * noise[at]);
        }
      }
    }
    return Tensor.of(shape, floats);
  }

  /** A timer that measures nothing. */
  static GraphTimer timer(ToDoubleFunction<Graph> millis) {
    return new GraphTimer() {
      @Override
      public double millis(Graph graph) {
        return millis.applyAsDouble(graph);
      }

      @Override
      public List<Double> millisInTurns(List<Graph> graphs) {
        return graphs.stream().map(this::millis).toList();
      }
    };
  }
}
