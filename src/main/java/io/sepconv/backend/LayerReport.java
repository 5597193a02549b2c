package io.sepconv.backend;

import io.sepconv.graph.Cost;
import io.sepconv.graph.Node;
import io.sepconv.graph.ValueType;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvSpec;
import io.sepconv.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What was chosen for one step of a compiled graph.
 *
 * @param name the node it came from
 * @param type its operator
 * @param problem the convolution as a problem string, else the shape of the result; of one picture
 *     where a batch runs picture by picture
 * @param implementation the kernel's name as its library reports it, such as brgconv:avx512_core,
 *     or java:vector512:product; a step on its reference evaluator begins with reference or java
 *     reference, and says why
 * @param layout memory layout of the result, such as nhwc
 * @param isNative whether it runs in the native library
 * @param segment number of the native segment or Java step it belongs to; consecutive native steps
 *     of one segment run in one call
 * @param macs multiply-accumulates of a run, by the dense formula
 * @param bytes operands and results of a run, each once for every picture that is run by itself
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
    long bytes) {
  private static final String REFERENCE = "reference";

  /**
   * The convolution of a node as a problem string, or the shape of the result of any other node and
   * of a convolution without elements, which the notation does not have.
   */
  public static String problem(Node node, Map<String, ValueType> types) {
    if (node.op() instanceof Conv conv) {
      Shape x = types.get(node.inputs().get(0)).shape();
      Shape weights = types.get(node.inputs().get(1)).shape();
      List<Integer> spatial = Arrays.stream(x.dims()).skip(2).boxed().toList();
      if (x.size() > 0 && weights.size() > 0) {
        return new ConvSpec(
                x.dim(0), conv.groups(), x.dim(1), weights.dim(0), spatial, conv.window(), "")
            .toString();
      }
    }
    return types.get(node.output()).shape().toString();
  }

  /**
   * The report of a step that computes a node, with the node's costs.
   *
   * @param types of the values of its graph
   * @param implementation the kernel's name
   * @param layout of the result
   * @param isNative whether it runs in the native library
   */
  public static LayerReport of(
      Node node,
      Map<String, ValueType> types,
      String implementation,
      String layout,
      boolean isNative) {
    Cost cost = Cost.of(node, types);
    return new LayerReport(
        node.name(),
        node.op().type(),
        problem(node, types),
        implementation,
        layout,
        isNative,
        0,
        cost.macs(),
        cost.bytes());
  }

  /**
   * Whether the implementation is a slow path: a plain loop ({@code ref}), a convolution by way of
   * a matrix copy ({@code gemm}), or the reference evaluator. Kernels of the Java backend are none.
   */
  public boolean isSlow() {
    return isNative ? isSlow(implementation) : isReference();
  }

  /** Whether it runs on its reference evaluator: in plain loops that add in double precision. */
  public boolean isReference() {
    return implementation.startsWith(REFERENCE) || implementation.startsWith("java " + REFERENCE);
  }

  /** Whether a native library's name of an implementation tells of a slow path. */
  public static boolean isSlow(String implementation) {
    return implementation.startsWith("ref")
        || implementation.contains(":ref")
        || implementation.replace("brgemm", "").contains("gemm");
  }

  /** This entry for a step that runs that often in a run of the network. */
  public LayerReport times(int runs) {
    return new LayerReport(
        name, type, problem, implementation, layout, isNative, segment, macs * runs, bytes * runs);
  }

  /** This entry as part of the given segment. */
  public LayerReport inSegment(int number) {
    return new LayerReport(
        name, type, problem, implementation, layout, isNative, number, macs, bytes);
  }
}
