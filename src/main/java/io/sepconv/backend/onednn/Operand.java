package io.sepconv.backend.onednn;

import io.sepconv.backend.plan.Storage;

/**
 * A value in native memory: where, and laid out how. Several operands may show one storage with
 * different shapes or orders of axes.
 */
record Operand(Storage storage, MemoryDesc layout) {}
