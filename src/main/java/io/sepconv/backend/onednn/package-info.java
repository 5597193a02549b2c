/**
 * The oneDNN backend: a network becomes oneDNN primitives over one arena, run by native code.
 *
 * <p>Per operator one short class, a {@link io.sepconv.backend.onednn.Lowering}, describes the
 * primitive: problem in; descriptor, layouts and implementation name out. What has no primitive
 * runs on the reference evaluator between native segments. Descriptors belong to one compilation
 * and are destroyed with it; plans and sessions belong to native code, behind handles that their
 * Java owners close.
 *
 * <p>A run with one thread uses its caller; compilations and runs with more are handed to a {@link
 * io.sepconv.backend.onednn.Team}, of which there are as many as have been busy at the same time.
 * Loading sets GOMP_SPINCOUNT in the environment of the process before libgomp reads it, unless the
 * user has: {@code native/preload/openmp.cpp} says why.
 *
 * <p>Not every result that is not finite is the reference's: oneDNN's Relu, Clip and HardSigmoid
 * turn NaN into a bound, its MaxPool ignores NaN and never gives less than {@code
 * -Float.MAX_VALUE}.
 *
 * <p>Only classes of this package and below import {@code org.bytedeco}.
 */
package io.sepconv.backend.onednn;
