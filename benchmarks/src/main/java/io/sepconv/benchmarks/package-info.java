/**
 * Benchmarks of sepconv's backends and of its rivals through their public APIs; see
 * benchmarks/README.md.
 */
package io.sepconv.benchmarks;
