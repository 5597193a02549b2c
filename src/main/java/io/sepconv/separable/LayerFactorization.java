package io.sepconv.separable;

import io.sepconv.graph.ConvLayer;
import io.sepconv.op.Activation;
import io.sepconv.op.Window;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A convolution {@code [O, I/g, kH, kW]} as two convolutions, in one of the forms: exactly, or with
 * fewer terms as well as that many can.
 *
 * <p>The weights are cut into matrices, each of which becomes a sum of outer products by its
 * singular values: one matrix per group for {@link SeparableForm#SPATIAL}, one per input channel
 * for {@link SeparableForm#DEPTHWISE_FIRST}, one per output channel for {@link
 * SeparableForm#POINTWISE_FIRST}. Every matrix keeps as many terms; the error is the root of the
 * squares of all singular values left out, over that of all. Immutable; safe for any thread.
 */
public final class LayerFactorization {
  private final SeparableForm form;
  private final ConvLayer layer;
  private final int groups;

  /** Of each group, input channel or output channel, in order. */
  private final List<OuterProducts> parts;

  private LayerFactorization(
      SeparableForm form, ConvLayer layer, int groups, List<OuterProducts> parts) {
    this.form = form;
    this.layer = layer;
    this.groups = groups;
    this.parts = parts;
  }

  /**
   * Factorises a layer.
   *
   * @param layer weights {@code [O, I/g, kH, kW]} with window, bias and activation
   * @param groups g, a divisor of O
   * @throws IllegalArgumentException if it has not two spatial axes, O is no multiple of g, or a
   *     weight is not finite
   */
  public static LayerFactorization of(SeparableForm form, ConvLayer layer, int groups) {
    Shape shape = layer.weights().shape();
    if (shape.rank() != 4) {
      throw new IllegalArgumentException(
          "only layers with weights [O, I/g, kH, kW] are factorised, not " + shape);
    }
    if (groups < 1 || shape.dim(0) % groups != 0) {
      throw new IllegalArgumentException(
          "groups " + groups + " must divide the output channels of the weights " + shape);
    }
    double[] weights = Finite.values("weights", layer.weights());
    Cut cut = new Cut(form, shape, groups);
    List<OuterProducts> parts = new ArrayList<>();
    for (int part = 0; part < cut.parts(); part++) {
      double[] matrix = new double[cut.rows() * cut.columns()];
      for (int row = 0; row < cut.rows(); row++) {
        for (int column = 0; column < cut.columns(); column++) {
          matrix[row * cut.columns() + column] = weights[cut.at(part, row, column)];
        }
      }
      parts.add(OuterProducts.of(matrix, cut.rows(), cut.columns()));
    }
    return new LayerFactorization(form, layer, groups, parts);
  }

  /** Where the elements of the matrices lie in weights {@code [O, I/g, kH, kW]}. */
  private record Cut(SeparableForm form, Shape shape, int groups) {
    int out() {
      return shape.dim(0) / groups;
    }

    int in() {
      return shape.dim(1);
    }

    int high() {
      return shape.dim(2);
    }

    int wide() {
      return shape.dim(3);
    }

    int parts() {
      return switch (form) {
        case SPATIAL -> groups;
        case DEPTHWISE_FIRST -> groups * in();
        case POINTWISE_FIRST -> shape.dim(0);
      };
    }

    int rows() {
      return switch (form) {
        case SPATIAL -> in() * high();
        case DEPTHWISE_FIRST -> out();
        case POINTWISE_FIRST -> in();
      };
    }

    int columns() {
      return form == SeparableForm.SPATIAL ? out() * wide() : high() * wide();
    }

    int at(int part, int row, int column) {
      return switch (form) {
        case SPATIAL ->
            index(
                part * out() + column / wide(),
                row / high(),
                row % high() * wide() + column % wide());
        case DEPTHWISE_FIRST -> index(part / in() * out() + row, part % in(), column);
        case POINTWISE_FIRST -> index(part, row, column);
      };
    }

    private int index(int out, int in, int tap) {
      return (out * in() + in) * high() * wide() + tap;
    }
  }

  /** The form. */
  public SeparableForm form() {
    return form;
  }

  /** How many terms make it exact: those of the longest of its sums. */
  public int most() {
    return parts.get(0).count();
  }

  /**
   * What so many terms leave out, as a share of all weights: 0 at {@link #most}, but for rounding.
   *
   * @throws IllegalArgumentException unless {@code terms} lies in 1..{@link #most}
   */
  public double error(int terms) {
    checked(terms);
    double left = parts.stream().mapToDouble(part -> part.squaresBeyond(terms)).sum();
    double all = parts.stream().mapToDouble(part -> part.squaresBeyond(0)).sum();
    return all == 0 ? 0 : Math.sqrt(left / all);
  }

  /**
   * The fewest terms whose error is at most the given one.
   *
   * @param error at least 0
   * @throws IllegalArgumentException if it is not
   */
  public int termsFor(double error) {
    if (!(error >= 0)) {
      throw new IllegalArgumentException("an error is at least 0, not " + error);
    }
    int terms = 1;
    while (terms < most() && error(terms) > error) {
      terms++;
    }
    return terms;
  }

  /**
   * The two convolutions of so many terms.
   *
   * @throws IllegalArgumentException unless {@code terms} lies in 1..{@link #most}
   */
  public SeparableLayer layer(int terms) {
    checked(terms);
    Shape shape = layer.weights().shape();
    int in = shape.dim(1);
    int out = shape.dim(0);
    int high = shape.dim(2);
    int wide = shape.dim(3);
    Window window = layer.window();
    return switch (form) {
      case SPATIAL ->
          made(
              terms,
              new ConvLayer(columns(terms), Axes.only(window, 0), null, Activation.NONE),
              groups,
              rows(terms),
              Axes.only(window, 1),
              groups);
      case DEPTHWISE_FIRST ->
          made(
              terms,
              new ConvLayer(
                  filters(Shape.of(groups * in * terms, 1, high, wide), terms),
                  window,
                  null,
                  Activation.NONE),
              groups * in,
              mixes(Shape.of(out, in * terms, 1, 1), terms),
              Window.of(1, 1),
              groups);
      case POINTWISE_FIRST ->
          made(
              terms,
              new ConvLayer(
                  mixes(Shape.of(out * terms, in, 1, 1), terms),
                  Window.of(1, 1),
                  null,
                  Activation.NONE),
              groups,
              filters(Shape.of(out, terms, high, wide), terms),
              window,
              out);
    };
  }

  private SeparableLayer made(
      int terms,
      ConvLayer first,
      int firstGroups,
      Tensor secondWeights,
      Window secondWindow,
      int secondGroups) {
    ConvLayer second = new ConvLayer(secondWeights, secondWindow, layer.bias(), layer.activation());
    return new SeparableLayer(form, terms, first, firstGroups, second, secondGroups, error(terms));
  }

  /** {@code [g * R, I/g, kH, 1]}. */
  private Tensor columns(int terms) {
    Shape shape = layer.weights().shape();
    int length = shape.dim(1) * shape.dim(2);
    float[] floats = new float[groups * terms * length];
    int at = 0;
    for (OuterProducts part : parts) {
      for (int term = 0; term < terms; term++) {
        for (int i = 0; i < length; i++) {
          floats[at++] = (float) part.left(term)[i];
        }
      }
    }
    return Tensor.of(Shape.of(groups * terms, shape.dim(1), shape.dim(2), 1), floats);
  }

  /** {@code [O, R, 1, kW]}. */
  private Tensor rows(int terms) {
    Shape shape = layer.weights().shape();
    int wide = shape.dim(3);
    float[] floats = new float[shape.dim(0) * terms * wide];
    int at = 0;
    for (OuterProducts part : parts) {
      for (int out = 0; out < shape.dim(0) / groups; out++) {
        for (int term = 0; term < terms; term++) {
          for (int tap = 0; tap < wide; tap++) {
            floats[at++] = (float) part.right(term)[out * wide + tap];
          }
        }
      }
    }
    return Tensor.of(Shape.of(shape.dim(0), terms, 1, wide), floats);
  }

  /** The rows of all products, part by part and term by term: filters of kH x kW. */
  private Tensor filters(Shape shape, int terms) {
    float[] floats = new float[Math.toIntExact(shape.size())];
    int at = 0;
    for (OuterProducts part : parts) {
      for (int term = 0; term < terms; term++) {
        for (double weight : part.right(term)) {
          floats[at++] = (float) weight;
        }
      }
    }
    return Tensor.of(shape, floats);
  }

  /** The columns of all products: what input channels are mixed with. */
  private Tensor mixes(Shape shape, int terms) {
    float[] floats = new float[Math.toIntExact(shape.size())];
    int rows = parts.get(0).left(0).length;
    int in = layer.weights().shape().dim(1);
    for (int number = 0; number < parts.size(); number++) {
      for (int term = 0; term < terms; term++) {
        for (int row = 0; row < rows; row++) {
          int place =
              form == SeparableForm.POINTWISE_FIRST
                  ? (number * terms + term) * rows + row
                  : ((number / in * rows + row) * in + number % in) * terms + term;
          floats[place] = (float) parts.get(number).left(term)[row];
        }
      }
    }
    return Tensor.of(shape, floats);
  }

  private void checked(int terms) {
    if (terms < 1 || terms > most()) {
      throw new IllegalArgumentException(
          String.format(
              "weights %s have 1 to %d terms as %s, not %d",
              layer.weights().shape(), most(), form, terms));
    }
  }
}
