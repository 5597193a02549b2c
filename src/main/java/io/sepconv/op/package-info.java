/**
 * The operators of a network and the arithmetic of convolution windows.
 *
 * <p>{@link io.sepconv.op.Op} is sealed: its {@code permits} clause is the table of contents.
 * Operators are records that hold attributes only; operands belong to the node that uses them.
 * {@link io.sepconv.op.ConvSpec} is one convolution problem in the notation of oneDNN's benchdnn.
 */
package io.sepconv.op;
