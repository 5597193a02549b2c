package io.sepconv.backend.jvm;

import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.op.AutoPad;
import io.sepconv.op.ConvTranspose;
import io.sepconv.op.Window;
import io.sepconv.tensor.Shape;
import io.sepconv.testing.TestData;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transposed convolutions around the edges of phases, tiles and panels. */
class ConvTransposeProductTest {
  private final TestData data = new TestData(11);

  /** Result channels that fill a part of a vector, vectors exactly, and several panels. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 16, 20, 24, 32, 70})
  void windowsThatTileTheResult(int channels) {
    for (int width : new int[] {1, 5, 7, 8, 15}) {
      check(
          window(List.of(2, 2), List.of(2, 2), List.of(1, 1), 0),
          1,
          Shape.of(2, 5, 4, width),
          channels,
          0,
          0);
      check(
          window(List.of(1, 3), List.of(1, 3), List.of(1, 1), 0),
          1,
          Shape.of(1, 24, 3, width),
          channels,
          0,
          0);
    }
  }

  @Test
  void windowsThatOverlap() {
    for (int kernel = 1; kernel <= 5; kernel++) {
      for (int stride = 1; stride <= 4; stride++) {
        for (int dilation = 1; dilation <= 3; dilation++) {
          Window window = window(List.of(kernel, 3), List.of(stride, 2), List.of(dilation, 1), 1);
          check(window, 1, Shape.of(1, 3, 6, 9), 5, stride - 1, 1);
          check(window, 2, Shape.of(2, 6, 6, 9), 8, stride - 1, 0);
        }
      }
    }
  }

  @Test
  void groupsOfOneChannel() {
    check(
        window(List.of(4, 4), List.of(2, 2), List.of(1, 1), 1),
        19,
        Shape.of(1, 19, 5, 8),
        19,
        0,
        0);
  }

  @Test
  void axesInOneAndThreeDimensions() {
    check(window(List.of(4), List.of(2), List.of(1), 0), 1, Shape.of(2, 3, 9), 7);
    check(
        window(List.of(2, 3, 2), List.of(2, 1, 3), List.of(1, 1, 1), 0),
        1,
        Shape.of(1, 3, 2, 4, 5),
        18);
  }

  private static Window window(
      List<Integer> kernel, List<Integer> stride, List<Integer> dilation, int pad) {
    List<Integer> pads = Collections.nCopies(kernel.size(), pad);
    return new Window(kernel, stride, dilation, pads, pads, AutoPad.NOTSET);
  }

  private void check(
      Window window, int groups, Shape x, int outChannels, int behindH, int behindW) {
    check(
        new ConvTranspose(window, groups, List.of(behindH, behindW), Activation.NONE),
        x,
        outChannels);
  }

  private void check(Window window, int groups, Shape x, int outChannels) {
    List<Integer> behind = window.stride().stream().map(stride -> 0).toList();
    check(new ConvTranspose(window, groups, behind, Activation.NONE), x, outChannels);
  }

  private void check(ConvTranspose op, Shape x, int outChannels) {
    for (Activation activation : List.of(Activation.NONE, Activation.RELU, Activation.SIGMOID)) {
      for (boolean hasBias : new boolean[] {false, true}) {
        GraphBuilder builder =
            new GraphBuilder(op.with(activation) + " of " + x + ", bias " + hasBias);
        Value in = builder.input("x", x);
        int[] dims = new int[x.rank()];
        dims[0] = x.dim(1);
        dims[1] = outChannels / op.groups();
        for (int i = 2; i < dims.length; i++) {
          dims[i] = op.window().kernel().get(i - 2);
        }
        Value weights = builder.constant(data.integers(Shape.of(dims)));
        Value bias = builder.constant(data.integers(Shape.of(outChannels)));
        Value y =
            hasBias
                ? builder.apply(op.with(activation), in, weights, bias)
                : builder.apply(op.with(activation), in, weights);
        builder.output(y);
        if (activation == Activation.SIGMOID) {
          KernelCheck.agrees(builder.build(), data.floats(x));
        } else {
          KernelCheck.isExact(builder.build(), data.integers(x));
        }
      }
    }
  }
}
