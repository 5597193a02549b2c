/**
 * ONNX files: models become a {@link io.sepconv.graph.Graph} and are made of one, tensor files
 * become tensors.
 *
 * <p>Priorities, in this order: never a wrong network (an operator, an attribute or an element type
 * that is not understood is refused by name, nothing is skipped in silence), never a crash or an
 * allocation that the file's own bytes do not justify, then speed. What is understood stands in one
 * table, {@code OperatorTable}: a line per operator and range of opsets.
 *
 * <p>All methods are static, keep no state and may be called from any thread.
 *
 * <p>Exceptions: {@link io.sepconv.graph.ModelFormatException} for a file that is damaged or
 * contradicts itself, {@link io.sepconv.graph.UnsupportedOperatorException} for a sound model that
 * uses something sepconv does not have, {@link java.io.IOException} where the file cannot be read
 * or written. No other exception leaves this package, whatever the bytes. A graph that no file can
 * hold is an {@link java.lang.IllegalArgumentException}.
 */
package io.sepconv.onnx;
