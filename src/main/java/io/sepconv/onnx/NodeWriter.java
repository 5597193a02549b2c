package io.sepconv.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import io.sepconv.graph.Graph;
import io.sepconv.graph.Node;
import io.sepconv.graph.UnsupportedOperatorException;
import io.sepconv.op.Activation;
import io.sepconv.op.Binary;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvTranspose;
import io.sepconv.op.Flatten;
import io.sepconv.op.Op;
import io.sepconv.op.Reshape;
import io.sepconv.op.Resize;
import io.sepconv.op.ShapeOf;
import io.sepconv.op.Softmax;
import io.sepconv.op.Split;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Writes nodes into the message of a graph; one of ours may become several. */
final class NodeWriter {
  private final int opset;
  private final GraphProto.Builder proto;
  private final Names values = new Names();
  private final Names nodes = new Names();

  /**
   * Starts a graph.
   *
   * @param graph whose names are taken
   * @param opset that the model will declare
   * @param proto where the nodes go, and the constants they need
   */
  NodeWriter(Graph graph, int opset, GraphProto.Builder proto) {
    this.opset = opset;
    this.proto = proto;
    graph.constants().keySet().forEach(values::take);
    graph.inputs().forEach(input -> values.take(input.name()));
    for (Node node : graph.nodes()) {
      nodes.take(node.name());
      node.outputs().forEach(values::take);
    }
  }

  void write(Node node) {
    Op op = node.op();
    if (op instanceof Conv conv) {
      fused(node, conv.activation());
    } else if (op instanceof ConvTranspose conv) {
      fused(node, conv.activation());
    } else if (op instanceof Activation activation) {
      activation(node.name(), activation, node.inputs().get(0), node.output());
    } else if (op instanceof Softmax softmax && softmax.flattened()) {
      flattened(node, softmax);
    } else if (op instanceof Resize resize) {
      resize(node, resize);
    } else if (op instanceof Split split) {
      split(node, split);
    } else {
      add(node.name(), op, node.inputs(), node.outputs());
    }
  }

  /** A convolution, then its residual, then its activation. */
  private void fused(Node node, Activation activation) {
    boolean adds = node.op() instanceof Conv && node.hasInput(3);
    List<String> operands = node.inputs().subList(0, Math.min(3, node.inputs().size()));
    String sum = activation.isNone() ? node.output() : fresh(node, "sum");
    String product = adds ? fresh(node, "product") : sum;
    add(node.name(), node.op(), operands, List.of(product));
    if (adds) {
      Binary add = new Binary(Binary.Kind.ADD);
      add(nodeName(node, "add"), add, List.of(product, node.inputs().get(3)), List.of(sum));
    }
    if (!activation.isNone()) {
      activation(nodeName(node, "activation"), activation, sum, node.output());
    }
  }

  private void activation(String name, Activation op, String x, String y) {
    switch (op.kind()) {
      case CLIP -> {
        String min = constant(y + "_min", Tensor.scalar(op.alpha()));
        add(name, op, List.of(x, min, constant(y + "_max", Tensor.scalar(op.beta()))), List.of(y));
      }
      case SWISH -> swish(name, op.alpha(), x, y);
      default -> add(name, op, List.of(x), List.of(y));
    }
  }

  /** In parts: ONNX has it from opset 24 on. */
  private void swish(String name, float alpha, String x, String y) {
    Binary times = new Binary(Binary.Kind.MUL);
    String steep = x;
    if (alpha != 1) {
      steep = values.unique(y + "_steep");
      String factor = constant(y + "_alpha", Tensor.scalar(alpha));
      add(nodes.unique(name + "_steep"), times, List.of(x, factor), List.of(steep));
    }
    String gate = values.unique(y + "_gate");
    add(nodes.unique(name + "_gate"), Activation.SIGMOID, List.of(steep), List.of(gate));
    add(name, times, List.of(x, gate), List.of(y));
  }

  /** As a matrix, since opset 13 knows a single axis only. */
  private void flattened(Node node, Softmax softmax) {
    String x = node.inputs().get(0);
    String shape = fresh(node, "shape");
    String matrix = fresh(node, "matrix");
    String shares = fresh(node, "shares");
    add(nodeName(node, "shape"), new ShapeOf(), List.of(x), List.of(shape));
    add(nodeName(node, "flatten"), new Flatten(softmax.axis()), List.of(x), List.of(matrix));
    Softmax rows = new Softmax(-1, false, softmax.logarithm());
    add(node.name(), rows, List.of(matrix), List.of(shares));
    add(nodeName(node, "reshape"), new Reshape(true), List.of(shares, shape), node.outputs());
  }

  /** In ONNX the region of interest stands before scales and sizes. */
  private void resize(Node node, Resize resize) {
    boolean nearest = resize.mode() == Resize.Mode.NEAREST;
    if (nearest && resize.rounding() == Resize.Rounding.BY_SCALE) {
      throw unsupported(node, "it rounds as opset 10 does, which later ones cannot say");
    }
    if (resize.coordinates() == Resize.Coordinates.TF_HALF_PIXEL_FOR_NN) {
      throw unsupported(node, "opset 13 dropped its coordinates tf_half_pixel_for_nn");
    }
    List<String> operands = new ArrayList<>(node.inputs());
    operands.add(1, operands.size() > 3 ? operands.remove(3) : "");
    add(node.name(), resize, operands, node.outputs());
  }

  private UnsupportedOperatorException unsupported(Node node, String reason) {
    return new UnsupportedOperatorException(
        node.op().type(), "", opset, node.name(), "it cannot be written: " + reason);
  }

  /** All results have names, also those that nobody reads: they are not optional. */
  private void split(Node node, Split split) {
    List<String> results = new ArrayList<>();
    for (int i = 0; i < split.parts(); i++) {
      boolean read = i < node.outputs().size() && !node.outputs().get(i).isEmpty();
      results.add(read ? node.outputs().get(i) : fresh(node, "unread"));
    }
    NodeProto.Builder part = NodeProtos.of(split).toBuilder();
    if (!node.hasInput(1) && !split.smallerLast()) {
      NodeProtos.integer(part, "num_outputs", split.parts());
    }
    add(node.name(), part, node.inputs(), results);
  }

  private void add(String name, Op op, List<String> operands, List<String> results) {
    add(name, NodeProtos.of(op).toBuilder(), operands, results);
  }

  private void add(
      String name, NodeProto.Builder node, List<String> operands, List<String> results) {
    proto.addNode(node.setName(name).addAllInput(operands).addAllOutput(results));
  }

  private String fresh(Node node, String what) {
    return values.unique(node.name() + "_" + what);
  }

  private String nodeName(Node node, String what) {
    return nodes.unique(node.name() + "_" + what);
  }

  private String constant(String wish, Tensor tensor) {
    String name = values.unique(wish);
    proto.addInitializer(TensorProtos.of(name, tensor));
    return name;
  }
}
