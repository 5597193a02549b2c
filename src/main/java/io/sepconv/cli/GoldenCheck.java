package io.sepconv.cli;

import io.sepconv.Model;
import io.sepconv.ModelOptions;
import io.sepconv.graph.GraphInput;
import io.sepconv.onnx.NamedTensor;
import io.sepconv.onnx.OnnxTensors;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs the model of a golden folder on each of its data sets and compares every output.
 *
 * @param golden the folder
 * @param options backend, threads and precision
 */
record GoldenCheck(GoldenCase golden, ModelOptions options) implements Check {
  @Override
  public String name() {
    return golden.name();
  }

  @Override
  public CheckResult run() throws IOException {
    Path file = golden.model();
    List<Path> dataSets = golden.dataSets();
    if (dataSets.isEmpty()) {
      throw new IllegalArgumentException("there is no folder test_data_set_0 beside its model");
    }
    double worst = 0;
    try (Model model = Model.load(file, options)) {
      for (Path dataSet : dataSets) {
        String where = dataSets.size() == 1 ? "" : dataSet.getFileName() + " ";
        Map<String, Tensor> expected = assign(dataSet, "output", model.outputs());
        Map<String, Tensor> actual = model.run(inputs(dataSet, model));
        for (String output : model.outputs()) {
          Agreement agreement = Agreement.of(expected.get(output), actual.get(output));
          boolean agrees =
              switch (model.precision()) {
                case F32 -> agreement.within(Agreement.F32);
                case BF16 -> agreement.withinBf16();
              };
          if (!agrees) {
            return CheckResult.failed(
                name(), where + "output '" + output + "': " + agreement.describe());
          }
          worst = Math.max(worst, agreement.ratio());
        }
      }
    }
    return CheckResult.passed(
        name(), String.format(Locale.ROOT, "max|diff|/max|ref| = %.2g", worst));
  }

  private static Map<String, Tensor> inputs(Path dataSet, Model model) throws IOException {
    return assign(dataSet, "input", model.inputs().stream().map(GraphInput::name).toList());
  }

  /**
   * Reads the tensors of a data set: one that carries the name of a value of the model is that
   * value, the others are the remaining values in their order.
   */
  private static Map<String, Tensor> assign(Path dataSet, String what, List<String> values)
      throws IOException {
    Map<String, Tensor> assigned = new LinkedHashMap<>();
    List<Path> files = GoldenCase.tensors(dataSet, what);
    List<Tensor> unnamed = new ArrayList<>();
    for (Path file : files) {
      NamedTensor named = OnnxTensors.read(file);
      boolean known = values.contains(named.name()) && !assigned.containsKey(named.name());
      if (known) {
        assigned.put(named.name(), named.tensor());
      } else {
        unnamed.add(named.tensor());
      }
    }
    if (files.size() != values.size()) {
      throw new IllegalArgumentException(
          String.format(
              "%s holds %d %ss, the model has %d: %s",
              dataSet.getFileName(), files.size(), what, values.size(), values));
    }
    for (String value : values) {
      if (!assigned.containsKey(value)) {
        assigned.put(value, unnamed.remove(0));
      }
    }
    return assigned;
  }
}
