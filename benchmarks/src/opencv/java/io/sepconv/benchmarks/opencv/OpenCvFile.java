package io.sepconv.benchmarks.opencv;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The bytes of an ONNX file, so that OpenCV computes what the file says.
 *
 * <p>OpenCV takes {@code Mul(a, HardSigmoid(b))} for {@code HardSwish(b)} without asking whether a
 * is b: {@code HardSwishSubgraph} of its <a
 * href="https://github.com/opencv/opencv/blob/4.x/modules/dnn/src/onnx/onnx_graph_simplifier.cpp">
 * simplifier</a>. In a squeeze-and-excitation block a is the feature map, which is lost. It looks
 * for an alpha of 1/6 exactly, so each such HardSigmoid gets the float below: a change of 1 in 2^23
 * of that factor, and no other way through the rest of the import. A HardSwish that the file has as
 * one node, as the zoo's, stays one.
 */
final class OpenCvFile {
  private static final float SIXTH = 1 / 6f;

  private OpenCvFile() {}

  static byte[] read(Path file) throws IOException {
    ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
    for (NodeProto.Builder node : model.getGraphBuilder().getNodeBuilderList()) {
      if (node.getOpType().equals("HardSigmoid")) {
        for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
          if (attribute.getName().equals("alpha") && attribute.getF() == SIXTH) {
            attribute.setF(Math.nextDown(SIXTH));
          }
        }
      }
    }
    return model.build().toByteArray();
  }
}
