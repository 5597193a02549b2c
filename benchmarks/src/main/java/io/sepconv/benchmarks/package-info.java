/** Benchmarks of sepconv's backends through its public API; see benchmarks/README.md. */
package io.sepconv.benchmarks;
