package io.sepconv.onnx;

import io.sepconv.graph.GraphInput;
import io.sepconv.op.Activation;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvTranspose;
import io.sepconv.op.Window;
import java.util.Collections;
import java.util.List;

/** Conv and ConvTranspose. */
final class ConvolutionMappers {
  private ConvolutionMappers() {}

  static void conv(Attributes attributes, NodeContext node) {
    List<String> operands = node.operands(2, 3);
    Window window = Windows.read(attributes, node, kernel(attributes, node));
    node.emit(new Conv(window, attributes.integer("group", 1), Activation.NONE), operands);
  }

  static void convTranspose(Attributes attributes, NodeContext node) {
    List<String> operands = node.operands(2, 3);
    Window window = Windows.read(attributes, node, kernel(attributes, node));
    List<Integer> outputPadding =
        attributes.integers("output_padding", Collections.nCopies(window.rank(), 0));
    if (outputPadding.size() != window.rank() || outputPadding.stream().anyMatch(p -> p < 0)) {
      throw node.malformed(
          "output_padding " + outputPadding + " must be a value from 0 for each spatial axis");
    }
    node.emit(
        new ConvTranspose(
            window,
            attributes.integer("group", 1),
            outputPadding,
            attributes.integers("output_shape", List.of()),
            Activation.NONE),
        operands);
  }

  /** The kernel's sizes, which the weights know where kernel_shape is left out. */
  private static List<Integer> kernel(Attributes attributes, NodeContext node) {
    if (attributes.has("kernel_shape")) {
      return attributes.requiredIntegers("kernel_shape");
    }
    List<Integer> weights = node.dims(1);
    if (weights == null || weights.contains(GraphInput.UNKNOWN)) {
      throw node.unsupported("it has no kernel_shape and weights of unknown shape");
    }
    if (weights.size() < 3) {
      throw node.malformed("its weights " + weights + " have no spatial axis");
    }
    return weights.subList(2, weights.size());
  }
}
