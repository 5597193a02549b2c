package io.sepconv.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import io.sepconv.graph.ModelFormatException;
import java.util.HashMap;
import java.util.Map;

/**
 * The operator sets that a model is written for.
 *
 * @param versions version by domain; ONNX's own domain is the empty one
 */
record Opsets(Map<String, Long> versions) {
  static Opsets of(ModelProto model) {
    Map<String, Long> versions = new HashMap<>();
    for (OperatorSetIdProto opset : model.getOpsetImportList()) {
      String domain = canonical(opset.getDomain());
      Long other = versions.put(domain, opset.getVersion());
      if (other != null && other != opset.getVersion()) {
        throw new ModelFormatException(
            String.format(
                "the model imports domain '%s' in opsets %d and %d",
                label(domain), other, opset.getVersion()));
      }
    }
    return new Opsets(Map.copyOf(versions));
  }

  /** The two spellings of ONNX's own domain as one. */
  static String canonical(String domain) {
    return domain.equals("ai.onnx") ? "" : domain;
  }

  private static String label(String domain) {
    return domain.isEmpty() ? "ai.onnx" : domain;
  }

  /** The version of a domain that a node uses. */
  long version(String domain, String node) {
    Long version = versions.get(domain);
    if (version == null) {
      throw new ModelFormatException(
          "the model imports no opset of domain '" + label(domain) + "', which " + node + " uses");
    }
    return version;
  }
}
