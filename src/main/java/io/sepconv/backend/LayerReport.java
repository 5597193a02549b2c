package io.sepconv.backend;

/**
 * What was chosen for one step of a compiled graph.
 *
 * @param name the node it came from
 * @param type its operator
 * @param problem the convolution as a problem string, else the shape of the result
 * @param implementation the kernel's name as its library reports it, such as brgconv:avx512_core
 * @param layout memory layout of the result, such as nhwc
 * @param isNative whether it runs in the native library
 * @param segment number of the native segment or Java step it belongs to; consecutive native steps
 *     of one segment run in one call
 * @param macs multiply-accumulates of the dense formula
 * @param bytes operands and results, each once
 */
public record LayerReport(
    String name,
    String type,
    String problem,
    String implementation,
    String layout,
    boolean isNative,
    int segment,
    long macs,
    long bytes) {}
