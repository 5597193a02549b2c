/**
 * The backend in Java: kernels on the Vector API where the module jdk.incubator.vector is there, in
 * plain loops otherwise, over one float array per session.
 *
 * <p>A {@link io.sepconv.backend.jvm.Draft} gives every value a {@link
 * io.sepconv.backend.jvm.Layout}, channels-last for images, and every node its {@link
 * io.sepconv.backend.jvm.Kernel}s. Kernels are written in terms of {@link
 * io.sepconv.backend.jvm.MicroKernels}, the innermost loops, of which there is a set per tier. They
 * are immutable, own no memory, and split into parts that a {@link io.sepconv.backend.jvm.Crew} of
 * threads shares; results do not depend on the number of threads.
 */
package io.sepconv.backend.jvm;
