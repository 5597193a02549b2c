package io.sepconv.onnx;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphInput;
import io.sepconv.graph.Limits;
import io.sepconv.graph.ModelFormatException;
import io.sepconv.graph.Node;
import io.sepconv.graph.UnsupportedOperatorException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns the messages of one model into a graph; used once.
 *
 * <p>Names come first: every value is known to have one origin before a node is looked at. Then the
 * Constant nodes, so that a mapper finds every constant whatever the order of the nodes.
 */
final class GraphAssembler {
  private final ModelProto model;
  private final GraphProto proto;
  private final ExternalData external;
  private final Opsets opsets;

  /** Domain and name of the functions that the model defines; they go before operators. */
  private final Set<List<String>> functions = new HashSet<>();

  private final Limits limits;
  private final Values values;
  private final List<String> refusedInputs = new ArrayList<>();
  private final Names nodeNames = new Names();
  private final List<Node> nodes = new ArrayList<>();

  /**
   * Prepares a model.
   *
   * @param model the model
   * @param external where its external tensors are
   * @param limits what it may ask for
   */
  GraphAssembler(ModelProto model, ExternalData external, Limits limits) {
    if (!model.hasGraph()) {
      throw new ModelFormatException("the file holds no graph; is it an ONNX model?");
    }
    this.model = model;
    this.proto = model.getGraph();
    this.external = external;
    this.limits = limits;
    this.values = new Values(limits);
    limits.requireNodes(proto.getNodeCount());
    this.opsets = Opsets.of(model);
    for (FunctionProto function : model.getFunctionsList()) {
      functions.add(List.of(Opsets.canonical(function.getDomain()), function.getName()));
    }
  }

  /**
   * Builds the graph.
   *
   * @param defaultName its name if the model has none
   */
  Graph assemble(String defaultName) {
    readInitializers();
    List<GraphInput> inputs = readInputs();
    List<String> outputs = defineAndCheckNames();
    List<String> names = nameNodes();
    for (boolean constants : new boolean[] {true, false}) {
      for (int i = 0; i < proto.getNodeCount(); i++) {
        if (proto.getNode(i).getOpType().equals("Constant") == constants) {
          map(proto.getNode(i), names.get(i));
        }
      }
    }
    refuseWhatIsLeft(outputs);
    String name = proto.getName().isEmpty() ? defaultName : proto.getName();
    return new Graph(name, inputs, values.constants(), nodes, outputs, metadata());
  }

  Values values() {
    return values;
  }

  ExternalData external() {
    return external;
  }

  /** Adds a node; one of the file may become several. */
  void add(Node node) {
    nodes.add(node);
    limits.requireNodes(nodes.size());
  }

  String freshNodeName(String wish) {
    return nodeNames.unique(wish);
  }

  private void readInitializers() {
    for (TensorProto tensor : proto.getInitializerList()) {
      values.define(tensor.getName(), () -> "an initializer");
      TensorProtos.whyUnsupported(tensor)
          .ifPresentOrElse(
              reason -> values.refuse(tensor.getName(), reason),
              () -> values.constant(tensor.getName(), TensorProtos.read(tensor, external)));
    }
    for (SparseTensorProto tensor : proto.getSparseInitializerList()) {
      String name = tensor.getValues().getName();
      values.define(name, () -> "a sparse initializer");
      values.refuse(name, "is a sparse tensor; sepconv has dense ones");
    }
  }

  private List<GraphInput> readInputs() {
    Set<String> initializers = new HashSet<>();
    proto.getInitializerList().forEach(tensor -> initializers.add(tensor.getName()));
    proto.getSparseInitializerList().forEach(t -> initializers.add(t.getValues().getName()));
    List<GraphInput> inputs = new ArrayList<>();
    for (ValueInfoProto info : proto.getInputList()) {
      // Until IR version 3 every initializer had to be an input too; none of them is one here.
      if (initializers.contains(info.getName())) {
        continue;
      }
      values.define(info.getName(), () -> "an input");
      Inputs.whyUnsupported(info)
          .ifPresentOrElse(
              reason -> {
                values.refuse(info.getName(), reason);
                refusedInputs.add(info.getName());
              },
              () -> {
                GraphInput input = Inputs.read(info);
                values.dims(input.name(), input.dims());
                inputs.add(input);
              });
    }
    return inputs;
  }

  private List<String> defineAndCheckNames() {
    for (NodeProto node : proto.getNodeList()) {
      for (String output : node.getOutputList()) {
        if (!output.isEmpty()) {
          values.define(output, () -> describe(node));
        }
      }
    }
    for (NodeProto node : proto.getNodeList()) {
      for (String input : node.getInputList()) {
        if (!input.isEmpty()) {
          values.use(input, () -> "the operands of " + describe(node));
        }
      }
    }
    Set<String> outputs = new HashSet<>();
    for (ValueInfoProto output : proto.getOutputList()) {
      values.use(output.getName(), () -> "the graph's outputs");
      if (!outputs.add(output.getName())) {
        throw new ModelFormatException("output '" + output.getName() + "' is listed twice");
      }
    }
    return proto.getOutputList().stream().map(ValueInfoProto::getName).toList();
  }

  private static String describe(NodeProto node) {
    String first = node.getOutputCount() == 0 ? "" : node.getOutput(0);
    return "node '"
        + (node.getName().isEmpty() ? first : node.getName())
        + "' ("
        + node.getOpType()
        + ")";
  }

  private List<String> nameNodes() {
    proto.getNodeList().stream().map(NodeProto::getName).forEach(nodeNames::take);
    Set<String> seen = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < proto.getNodeCount(); i++) {
      NodeProto node = proto.getNode(i);
      String wish = node.getName().isEmpty() ? node.getOpType() + "_" + i : node.getName();
      boolean first = !node.getName().isEmpty() && seen.add(wish);
      names.add(first ? wish : nodeNames.unique(wish));
    }
    return names;
  }

  private void map(NodeProto node, String name) {
    String domain = Opsets.canonical(node.getDomain());
    NodeContext context = new NodeContext(this, node, name, opsets.version(domain, describe(node)));
    if (functions.contains(List.of(domain, node.getOpType()))) {
      throw context.unsupported("it is a function that the model defines; inline it");
    }
    if (!domain.isEmpty()) {
      throw context.unsupported("sepconv knows the operators of domain ai.onnx only");
    }
    Attributes attributes = new Attributes(context.toString(), node.getAttributeList());
    attributes.ignore("consumed_inputs"); // a hint for allocators, gone since opset 6
    try {
      OperatorTable.find(context).map(attributes, context);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw context.malformed(e);
    }
    if (!attributes.unread().isEmpty()) {
      throw context.unsupported("its attribute " + attributes.unread().get(0) + " is not known");
    }
  }

  /** Inputs and outputs of an unknown kind that no mapper met. */
  private void refuseWhatIsLeft(List<String> outputs) {
    long opset = opsets.versions().getOrDefault("", 0L);
    for (String input : refusedInputs) {
      throw new UnsupportedOperatorException(
          "Input", "", opset, input, "it " + values.refusal(input));
    }
    for (String output : outputs) {
      String refusal = values.refusal(output);
      if (refusal != null) {
        throw new UnsupportedOperatorException("Output", "", opset, output, "it " + refusal);
      }
    }
  }

  private Map<String, String> metadata() {
    Map<String, String> metadata = new HashMap<>();
    if (!model.getProducerName().isBlank()) {
      metadata.put("producer_name", model.getProducerName());
    }
    if (!model.getProducerVersion().isBlank()) {
      metadata.put("producer_version", model.getProducerVersion());
    }
    model.getMetadataPropsList().forEach(entry -> metadata.put(entry.getKey(), entry.getValue()));
    return metadata;
  }
}
