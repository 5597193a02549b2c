/** LiteRT as a rival; in the build with the profile {@code litert}. */
package io.sepconv.benchmarks.litert;
