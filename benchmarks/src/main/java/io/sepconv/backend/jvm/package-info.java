/**
 * What was tried for the Java backend and left out of it, built from the backend's own kernels,
 * which only their package sees.
 */
package io.sepconv.backend.jvm;
