/** PyTorch as a rival; in the build with the profile {@code pytorch}. */
package io.sepconv.benchmarks.pytorch;
