/**
 * Rewrites that turn a graph into an equal one that is cheaper to run.
 *
 * <p>One rule is one class with a {@code before -> after} line; {@link
 * io.sepconv.graph.rewrite.GraphOptimizer} is their ordered list. All work on graphs of static
 * shapes.
 */
package io.sepconv.graph.rewrite;
