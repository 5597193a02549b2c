package io.sepconv.separable;

import java.util.Optional;

/**
 * What became of one convolution of a network.
 *
 * @param node its name
 * @param problem it, as a problem string; empty where it is computed from constants
 * @param macs its multiply-accumulates
 * @param millis its measured time; NaN where nothing was measured
 * @param kept how it was split, or empty
 * @param reason why it was not split; empty where it was
 */
public record SplitDecision(
    String node,
    String problem,
    long macs,
    double millis,
    Optional<SplitOption> kept,
    String reason) {}
