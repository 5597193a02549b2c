/** OpenCV as a rival; in the build with the profile {@code opencv}. */
package io.sepconv.benchmarks.opencv;
