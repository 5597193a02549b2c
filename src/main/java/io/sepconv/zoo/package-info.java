/**
 * The published networks as code, with seeded weights.
 *
 * <p>Priorities, in this order: the architecture of the paper to the last parameter; the same
 * weights for the same seed on every machine; activations that stay in range, so that results can
 * be compared. The weights are random: these networks have costs and shapes, and recognise nothing.
 *
 * <p>{@link io.sepconv.zoo.Zoo} is stateless: any thread may call it. An unknown name is an {@code
 * IllegalArgumentException} that lists the known ones.
 */
package io.sepconv.zoo;
