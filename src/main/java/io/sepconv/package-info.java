/**
 * The front door: {@link io.sepconv.Model} loads a network and runs it, {@link io.sepconv.Session}
 * runs it without copies, {@link io.sepconv.Backends} says what can run here and why something
 * cannot.
 *
 * <p>Models are safe for any number of threads; a session is for one at a time. Whoever creates
 * closes. Errors: {@link io.sepconv.graph.ModelFormatException} and {@link
 * io.sepconv.graph.UnsupportedOperatorException} for the model, {@link
 * io.sepconv.backend.BackendUnavailableException} for the machine, {@link
 * java.lang.IllegalArgumentException} for the caller's mistakes. Nothing is printed; what matters
 * is logged through {@link java.lang.System.Logger} under the name io.sepconv.
 */
package io.sepconv;
