package io.sepconv.graph;

/**
 * A model that is well formed but uses an operator, or a form of one, that sepconv does not have.
 */
public class UnsupportedOperatorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String operator;
  private final String domain;
  private final long opset;
  private final String node;

  /**
   * @param operator the operator's name, such as NonMaxSuppression
   * @param domain its domain, empty for ONNX's own
   * @param opset the version of the domain that the model declares
   * @param node the node that uses it
   * @param reason what about it is missing
   */
  public UnsupportedOperatorException(
      String operator, String domain, long opset, String node, String reason) {
    super(
        ModelFormatException.cut(
            String.format(
                "operator %s (domain %s, opset %d) of node '%s' is not supported: %s",
                operator, domain.isEmpty() ? "ai.onnx" : domain, opset, node, reason)));
    this.operator = operator;
    this.domain = domain;
    this.opset = opset;
    this.node = node;
  }

  /** The operator's name. */
  public String operator() {
    return operator;
  }

  /** The operator's domain, empty for ONNX's own. */
  public String domain() {
    return domain;
  }

  /** The version of the domain that the model declares. */
  public long opset() {
    return opset;
  }

  /** The name of the node that uses the operator. */
  public String node() {
    return node;
  }
}
