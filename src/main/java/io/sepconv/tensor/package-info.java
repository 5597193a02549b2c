/**
 * Shapes, element types and dense tensors.
 *
 * <p>Everything here is a value: immutable once built and safe to share between threads, with one
 * exception that {@link io.sepconv.tensor.Tensor} states: its array is handed out without a copy,
 * so that kernels can read it, and must not be written after the tensor has been handed on.
 */
package io.sepconv.tensor;
