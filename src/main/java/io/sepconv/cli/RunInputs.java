package io.sepconv.cli;

import io.sepconv.graph.GraphInput;
import io.sepconv.onnx.OnnxTensors;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/** Makes a model's inputs from files, or from seeded random numbers where no file is given. */
final class RunInputs {
  private static final Pattern SIZES = Pattern.compile("\\d+([x,]\\d+)*");

  private final List<GraphInput> inputs;
  private final Map<String, Shape> shapes = new LinkedHashMap<>();

  /** Inputs whose shapes somebody asked for. */
  private final Set<String> demanded = new HashSet<>();

  /** The size of axis 0 that somebody asked for, of inputs that leave it open. */
  private final Map<String, Integer> demandedBatches = new HashMap<>();

  /**
   * @param inputs of the model
   * @param shapes {@code NAME=1x3x224x224}, or the sizes alone for the only input
   */
  RunInputs(List<GraphInput> inputs, List<String> shapes) {
    this.inputs = inputs;
    for (String text : shapes) {
      int equals = text.lastIndexOf('=');
      GraphInput input = equals < 0 ? only(text) : named(text.substring(0, equals));
      Shape shape = parseShape(text.substring(equals + 1));
      input.check(input.type(), shape);
      if (this.shapes.put(input.name(), shape) != null) {
        throw new IllegalArgumentException("--shape is given twice for '" + input.name() + "'");
      }
      demanded.add(input.name());
    }
  }

  /**
   * Sets axis 0 of every input that leaves it open, where its other sizes are known.
   *
   * @param size the size, or null for 1 where no shape was given
   * @return this
   * @throws IllegalArgumentException if a size is given and no input leaves axis 0 open
   */
  RunInputs withBatch(Integer size) {
    if (size != null && size < 1) {
      throw new IllegalArgumentException("--batch must be at least 1, not " + size);
    }
    boolean open = false;
    for (GraphInput input : inputs) {
      if (!input.dims().isEmpty() && input.dims().get(0) == GraphInput.UNKNOWN) {
        open = true;
        setBatch(input, size);
      }
    }
    if (size != null && !open) {
      throw new IllegalArgumentException(
          "--batch "
              + size
              + ": axis 0 of every input has a fixed size: "
              + inputs.stream().map(input -> input.name() + " " + input.describe()).toList());
    }
    return this;
  }

  private void setBatch(GraphInput input, Integer size) {
    if (size != null) {
      demandedBatches.put(input.name(), size);
    }
    Shape given = shapes.get(input.name());
    if (given != null && size == null) {
      return;
    }
    int[] dims =
        given != null ? given.dims() : input.dims().stream().mapToInt(Integer::intValue).toArray();
    dims[0] = size == null ? 1 : size;
    if (Arrays.stream(dims).noneMatch(dim -> dim == GraphInput.UNKNOWN)) {
      shapes.put(input.name(), Shape.of(dims));
    }
  }

  private static Shape parseShape(String sizes) {
    if (!SIZES.matcher(sizes).matches()) {
      throw new IllegalArgumentException(
          "--shape takes sizes like 1x3x224x224, not '" + sizes + "'");
    }
    return Shape.of(Arrays.stream(sizes.split("[x,]")).mapToLong(Long::parseLong).toArray());
  }

  private GraphInput only(String text) {
    if (inputs.size() != 1) {
      throw new IllegalArgumentException(
          "which input has the shape " + text + "? write NAME=" + text + " for one of " + names());
    }
    return inputs.get(0);
  }

  private GraphInput named(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the model has no input '" + name + "', it has " + names()));
  }

  private Optional<GraphInput> find(String name) {
    return inputs.stream().filter(input -> input.name().equals(name)).findFirst();
  }

  private List<String> names() {
    return inputs.stream().map(GraphInput::name).toList();
  }

  /** Seeded random values for every input. */
  Map<String, Tensor> random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (GraphInput input : inputs) {
      if (!input.isStatic() && !shapes.containsKey(input.name())) {
        throw new IllegalArgumentException(
            String.format(
                "input '%s' %s has unknown sizes: give --shape %s=%s, or a file where the command takes one",
                input.name(), input.describe(), input.name(), example(input)));
      }
      Shape shape = shapes.containsKey(input.name()) ? shapes.get(input.name()) : input.shape();
      tensors.put(input.name(), RandomTensor.of(input.type(), shape, random));
    }
    return tensors;
  }

  private static String example(GraphInput input) {
    StringBuilder example = new StringBuilder();
    for (int axis = 0; axis < input.dims().size(); axis++) {
      int known = input.dims().get(axis);
      int guess = axis == 0 ? 1 : 224;
      example.append(axis == 0 ? "" : "x").append(known == GraphInput.UNKNOWN ? guess : known);
    }
    return example.toString();
  }

  /**
   * The tensors of files.
   *
   * @param files {@code NAME=FILE}, or files alone in the order of the inputs not named
   * @param pictures how a picture becomes a tensor
   */
  Map<String, Tensor> read(List<String> files, PictureOptions pictures) throws IOException {
    Map<String, Path> paths = assign(files);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, Path> entry : paths.entrySet()) {
      GraphInput input = named(entry.getKey());
      Tensor tensor = read(input, entry.getValue(), pictures);
      input.check(tensor.type(), tensor.shape());
      requireDemanded(input, entry.getValue(), tensor.shape());
      tensors.put(input.name(), tensor);
    }
    return tensors;
  }

  private void requireDemanded(GraphInput input, Path file, Shape shape) {
    Shape asked = shapes.get(input.name());
    if (demanded.contains(input.name()) && !shape.equals(asked)) {
      throw new IllegalArgumentException(
          String.format("%s is %s, not %s as --shape asks", file, shape, asked));
    }
    Integer batch = demandedBatches.get(input.name());
    if (batch != null && shape.dim(0) != batch) {
      throw new IllegalArgumentException(
          String.format("%s is %s, not of batch %d as --batch asks", file, shape, batch));
    }
  }

  private Map<String, Path> assign(List<String> files) {
    Map<String, Path> paths = new LinkedHashMap<>();
    List<String> unnamed = new ArrayList<>();
    for (String file : files) {
      int equals = file.indexOf('=');
      Optional<GraphInput> input = find(file.substring(0, Math.max(0, equals)));
      if (input.isEmpty()) {
        unnamed.add(file);
      } else if (paths.put(input.get().name(), Path.of(file.substring(equals + 1))) != null) {
        throw new IllegalArgumentException(
            "--input is given twice for '" + input.get().name() + "'");
      }
    }
    for (String file : unnamed) {
      int equals = file.indexOf('=');
      if (equals >= 0 && !Files.exists(Path.of(file))) {
        named(file.substring(0, equals));
      }
      paths.put(firstWithout(paths, file), Path.of(file));
    }
    for (String name : names()) {
      if (!paths.containsKey(name)) {
        throw new IllegalArgumentException(
            "no --input for '" + name + "': give one for each of " + names() + ", or none at all");
      }
    }
    return paths;
  }

  private String firstWithout(Map<String, Path> paths, String file) {
    return names().stream()
        .filter(name -> !paths.containsKey(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'" + file + "' is one --input too many for " + names()));
  }

  private Tensor read(GraphInput input, Path file, PictureOptions pictures) throws IOException {
    InputFiles.require(file);
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".pb")) {
      return OnnxTensors.read(file).tensor();
    }
    if (name.endsWith(".npy")) {
      return NpyFile.read(file);
    }
    if (name.matches(".*\\.(png|jpe?g|bmp|gif)")) {
      Shape shape = shapes.get(input.name());
      return pictures.read(
          file, input, shape == null ? input.dims() : Arrays.stream(shape.dims()).boxed().toList());
    }
    throw new IllegalArgumentException(
        file + ": an input is a .pb, a .npy or a picture (.png, .jpg, .bmp, .gif)");
  }
}
