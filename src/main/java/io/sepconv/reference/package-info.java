/**
 * The oracle: one plain-loop evaluator per operator.
 *
 * <p>Priorities, in this order: right, obvious, then fast enough to check whole networks. Sums run
 * in double and are rounded to f32 once, at the end; no rewriting, no blocking, no threads. Every
 * other backend is measured against this one; it also folds constants and runs the odd node for
 * which a backend has no kernel of its own.
 *
 * <p>{@link io.sepconv.reference.Evaluators#evaluate} is a pure function of immutable arguments and
 * may be called from any number of threads.
 */
package io.sepconv.reference;
