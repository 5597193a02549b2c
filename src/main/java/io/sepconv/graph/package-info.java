/**
 * Networks: nodes that compute named values from named values, and what follows from them: shapes,
 * multiply-accumulates, bytes.
 *
 * <p>A {@link io.sepconv.graph.Graph} is immutable and safe to share. Its inputs may have unknown
 * sizes; {@link io.sepconv.graph.ShapeInference} needs them known.
 */
package io.sepconv.graph;
