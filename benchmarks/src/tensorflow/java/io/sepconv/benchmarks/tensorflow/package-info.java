/** TensorFlow as a rival; in the build with the profile {@code tensorflow}. */
package io.sepconv.benchmarks.tensorflow;
