/**
 * Blocks of convolutions as one kernel each, beside kernel after kernel. The library does so with
 * large inverted blocks alone; separable ones are not faster, and their kernel is here: see
 * docs/performance.md. All lie in the library's package, on the class path beside it, to be
 * composed of its own kernels, which nobody else can reach.
 */
package io.sepconv.backend.jvm;
