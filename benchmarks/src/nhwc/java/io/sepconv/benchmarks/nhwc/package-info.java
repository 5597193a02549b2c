/**
 * Rebuilds ONNX files in libraries that read none and whose tensors are {@code [N, H, W, C]}. Only
 * builds with such a rival have it.
 */
package io.sepconv.benchmarks.nhwc;
