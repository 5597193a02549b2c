package io.sepconv.onnx;

import io.sepconv.tensor.Tensor;
import java.util.Objects;

/**
 * A tensor of a tensor file with the name it has there.
 *
 * @param name the name of the value it belongs to; empty if the file gives none
 * @param tensor shape, type and elements
 */
public record NamedTensor(String name, Tensor tensor) {
  public NamedTensor {
    Objects.requireNonNull(name);
    Objects.requireNonNull(tensor);
  }
}
