package io.sepconv.backend.plan;

import io.sepconv.graph.Node;

/**
 * A node that runs on its reference evaluator between steps of a plan. The plan's numbers for its
 * memory are the backend's own; negative ones stand for values that are tensors on the heap.
 *
 * @param node the node
 * @param reads per operand the number of its memory, or -1 where it is a tensor or absent
 * @param writes per result the number of its memory, or -1 where it becomes a tensor or nobody
 *     wants it
 */
public record ReferenceStep(Node node, int[] reads, int[] writes) {}
