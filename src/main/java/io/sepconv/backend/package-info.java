/**
 * What a backend is: the interface behind which oneDNN, the Java kernels and the reference stand.
 *
 * <p>A {@link io.sepconv.backend.Backend} compiles a graph of static shapes to a {@link
 * io.sepconv.backend.CompiledGraph}, immutable and safe for any thread, which opens {@link
 * io.sepconv.backend.BackendSession}s, each for one thread at a time. Whoever creates closes.
 */
package io.sepconv.backend;
