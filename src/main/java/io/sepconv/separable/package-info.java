/**
 * The theory of separable convolutions on one's own weights: which kernels are outer products,
 * every layer as a sum of depthwise-separable ones, and what each form costs.
 *
 * <p>Factorising needs {@code org.ejml:ejml-ddense}, an optional dependency: a project that uses it
 * names it itself, in the version that sepconv's pom gives.
 */
package io.sepconv.separable;
