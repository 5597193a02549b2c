package io.sepconv.backend.jvm;

import io.sepconv.graph.Node;
import io.sepconv.op.ConvTranspose;
import io.sepconv.reference.Axes3;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A transposed convolution as {@link TiledProduct}s: one for each phase of {@link TransposedAxis}.
 */
final class ConvTransposeProduct {
  private final ConvTranspose op;
  private final Node node;
  private final Draft draft;
  private final TransposedAxis[] axes = new TransposedAxis[3];
  private final Operand source;
  private final Operand result;

  /**
   * Taps along W that are computed at once, as so many times the pitch of output channels: all
   * where the windows tile the result, which puts them side by side, else 1.
   */
  private final int merged;

  private ConvTransposeProduct(ConvTranspose op, Node node, Draft draft) {
    this.op = op;
    this.node = node;
    this.draft = draft;
    String input = node.inputs().get(0);
    Shape x = draft.shape(input);
    Shape y = draft.shape(node.output());
    // The window slides over the result, at one position per element of the operand.
    Axes3 window = Axes3.of(op.resolve(Arrays.copyOfRange(x.dims(), 2, x.rank())).window(), y, x);
    for (int i = 0; i < 3; i++) {
      axes[i] =
          new TransposedAxis(
              window.output()[i],
              window.input()[i],
              window.kernel()[i],
              window.stride()[i],
              window.dilation()[i],
              window.pad()[i]);
    }
    this.source = source(input);
    this.result = draft.create(layout(y));
    this.merged = op.groups() == 1 && axes[2].isTiling() ? axes[2].stride() : 1;
  }

  /** Adds it to a draft. */
  static void add(ConvTranspose op, Node node, Draft draft) {
    new ConvTransposeProduct(op, node, draft).add();
  }

  /** The picture with a border of zeros where results need it, its channels dense then. */
  private Operand source(String input) {
    Shape shape = draft.shape(input);
    int rank = shape.rank() - 2;
    int[] begin = new int[rank];
    int[] end = new int[rank];
    for (int i = 0; i < rank; i++) {
      begin[i] = axes[3 - rank + i].begin();
      end[i] = axes[3 - rank + i].end();
    }
    Operand born = draft.operand(input);
    boolean borders = Arrays.stream(begin).sum() + Arrays.stream(end).sum() > 0;
    return !borders && born.layout().isChannelsLast()
        ? born
        : draft.require(input, Layout.bordered(shape, shape.dim(1), begin, end));
  }

  /**
   * Channels-last; dense where whole vectors would be mostly empty, as in a map of probabilities.
   */
  private Layout layout(Shape shape) {
    int lanes = draft.micro().lanes();
    int[] none = new int[shape.rank() - 2];
    return 2 * shape.dim(1) <= lanes
        ? Layout.bordered(shape, shape.dim(1), none, none)
        : Layout.channelsLast(shape, lanes);
  }

  /** The results at one phase of each axis: D, H, W. */
  private record Phases(
      TransposedAxis.Phase d, TransposedAxis.Phase h, TransposedAxis.Phase w, int merged) {
    int taps() {
      return d.taps().size() * h.taps().size() * w.taps().size();
    }
  }

  private void add() {
    MicroKernels micro = draft.micro();
    List<TiledProduct.Geometry> geometries = new ArrayList<>();
    List<TiledProduct.Weights> weights = new ArrayList<>();
    for (TransposedAxis.Phase d : axes[0].phases()) {
      for (TransposedAxis.Phase h : axes[1].phases()) {
        for (TransposedAxis.Phase w :
            merged > 1 ? axes[2].phases().subList(0, 1) : axes[2].phases()) {
          Phases phases = new Phases(d, h, w, merged);
          geometries.add(geometry(phases));
          weights.add(weights(phases));
        }
      }
    }
    int passes = weights.stream().mapToInt(one -> one.passes().length).reduce(1, Math::max);
    int perThread = Layout.roundUp(TiledProduct.scratch(micro, passes), 16);
    Operand scratch = draft.scratch(perThread);
    draft.add(
        node,
        micro.name() + ":phases",
        result,
        List.of(source, scratch),
        places -> {
          TiledProduct.Memory memory =
              new TiledProduct.Memory(
                  places.of(source), places.of(result).at(), places.start(scratch), perThread);
          TiledProduct.Epilogue epilogue = new TiledProduct.Epilogue(op.activation(), null, 0);
          List<TiledProduct> products = new ArrayList<>();
          for (int i = 0; i < weights.size(); i++) {
            products.add(
                new TiledProduct(
                    geometries.get(i), weights.get(i), epilogue, micro, memory, draft.threads()));
          }
          return Together.of(products);
        });
  }

  private TiledProduct.Geometry geometry(Phases phases) {
    Layout from = source.layout();
    int pitch = result.layout().pitch();
    int pictures = from.shape().dim(0);
    int depth = phases.d().count();
    int height = phases.h().count();
    int[] sources = new int[pictures * depth * height];
    int[] results = new int[sources.length];
    for (int row = 0; row < sources.length; row++) {
      int h = row % height;
      int d = row / height % depth;
      int picture = row / height / depth;
      sources[row] =
          picture * from.stride(0) + d * from.spatialStride(0) + h * from.spatialStride(1);
      int line =
          (picture * axes[0].output() + phases.d().first() + d * axes[0].stride())
                  * axes[1].output()
              + phases.h().first()
              + h * axes[1].stride();
      results[row] = (line * axes[2].output() + phases.w().first()) * pitch;
    }
    return new TiledProduct.Geometry(
        phases.w().count(),
        sources,
        from.spatialStride(2),
        results,
        axes[2].stride() * pitch,
        merged * pitch);
  }

  private TiledProduct.Weights weights(Phases phases) {
    Tensor tensor = draft.constant(node.inputs().get(1));
    int inChannels = tensor.shape().dim(0) / op.groups();
    MicroKernels micro = draft.micro();
    int columns = merged > 1 ? merged * result.layout().pitch() : tensor.shape().dim(1);
    Panels panels = new Panels(micro.lanes(), micro.vectors(), columns);
    ConvPacking packing = new ConvPacking(panels, op.groups(), inChannels, phases.taps());
    int[] passes = passes(phases, inChannels);
    return new TiledProduct.Weights(
        draft
            .weights()
            .pack(
                tensor,
                List.of(packing, phases),
                () -> packing.weights(filters(tensor, phases, packing))),
        packing.bias(bias()),
        panels,
        op.groups(),
        inChannels,
        passes,
        phases.taps() * inChannels / passes.length);
  }

  /** Where the sources of each tap, or of each run of taps, begin; one of no depth without taps. */
  private int[] passes(Phases phases, int inChannels) {
    if (phases.taps() == 0) {
      return new int[1];
    }
    Layout from = source.layout();
    boolean runs = op.groups() == 1 && phases.w().isRun() && from.spatialStride(2) == inChannels;
    List<Integer> passes = new ArrayList<>();
    for (TransposedAxis.Tap d : phases.d().taps()) {
      for (TransposedAxis.Tap h : phases.h().taps()) {
        for (TransposedAxis.Tap w : runs ? phases.w().taps().subList(0, 1) : phases.w().taps()) {
          passes.add(
              d.step() * from.spatialStride(0)
                  + h.step() * from.spatialStride(1)
                  + w.step() * from.spatialStride(2));
        }
      }
    }
    return passes.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * The elements of the window that make up a phase.
   *
   * @param tensor {@code [C, O/groups, (kD,) (kH,) kW]}
   * @return {@code [O, C/groups, taps]}; with merged taps {@code [taps along W and pitch of O, C,
   *     taps along D and H]}, with zeros between the output channels of different taps
   */
  private float[] filters(Tensor tensor, Phases phases, ConvPacking packing) {
    int outChannels = tensor.shape().dim(1);
    int columns = packing.panels().columns();
    int pitch = columns / merged;
    int inChannels = packing.inChannels();
    float[] filters = new float[op.groups() * columns * inChannels * phases.taps()];
    int next = 0;
    for (int out = 0; out < op.groups() * columns; out++) {
      int group = out / columns;
      int element = out % columns / pitch;
      int channel = out % columns % pitch;
      if (channel >= outChannels) {
        next += inChannels * phases.taps();
        continue;
      }
      for (int in = 0; in < inChannels; in++) {
        int kernel = (group * inChannels + in) * outChannels + channel;
        for (TransposedAxis.Tap d : phases.d().taps()) {
          for (TransposedAxis.Tap h : phases.h().taps()) {
            for (TransposedAxis.Tap w : phases.w().taps()) {
              int line = (kernel * axes[0].kernel() + d.element()) * axes[1].kernel() + h.element();
              filters[next++] = tensor.floats()[line * axes[2].kernel() + w.element() + element];
            }
          }
        }
      }
    }
    return filters;
  }

  /** The bias, once for each of merged taps; null where there is none. */
  private Tensor bias() {
    Tensor bias = node.hasInput(2) ? draft.constant(node.inputs().get(2)) : null;
    if (bias == null) {
      return null;
    }
    if (merged == 1) {
      return bias;
    }
    int pitch = result.layout().pitch();
    float[] repeated = new float[pitch * merged];
    for (int element = 0; element < merged; element++) {
      System.arraycopy(bias.floats(), 0, repeated, element * pitch, bias.size());
    }
    return Tensor.of(Shape.of(repeated.length), repeated);
  }
}
