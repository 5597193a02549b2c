package io.sepconv.cli;

/**
 * What convolutions are held against, by where they ran.
 *
 * @param ofNative for a layer that native code computed
 * @param ofJava for a layer that the reference evaluator computed, which must not be its own judge;
 *     null where there is none
 */
record ConvOracles(ConvOracle ofNative, ConvOracle ofJava) {}
