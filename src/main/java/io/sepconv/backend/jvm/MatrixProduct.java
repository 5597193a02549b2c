package io.sepconv.backend.jvm;

import io.sepconv.graph.Node;
import io.sepconv.op.Activation;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Products of matrices {@code [..., M, K]} and {@code [..., K, N]}, with leading axes broadcast, as
 * {@link TiledProduct}s into row-major memory. A right operand that is constant is packed once,
 * another in a step before the product.
 */
final class MatrixProduct {
  private final Node node;
  private final Draft draft;
  private final MicroKernels micro;
  private final Operand left;
  private final Layout right;
  private final Shape batch;
  private final Panels panels;
  private final float[] bias;

  /**
   * A product for the first result of a node.
   *
   * @param left its rows are dense
   * @param right layout of the right operand, in any order
   */
  private MatrixProduct(Node node, Draft draft, Operand left, Layout right, float[] bias) {
    this.node = node;
    this.draft = draft;
    this.micro = draft.micro();
    this.left = left;
    this.right = right;
    this.batch = Shape.broadcast(leading(left.layout().shape()), leading(right.shape()));
    this.panels = new Panels(micro.lanes(), micro.vectors(), right.shape().dim(-1));
    this.bias = bias == null ? new float[panels.padded()] : Arrays.copyOf(bias, panels.padded());
  }

  /**
   * Adds {@code scale * left * right + bias} as the first result of a node.
   *
   * @param left seen as {@code [..., M, K]}, with dense rows
   * @param value the right operand's name
   * @param right the right operand, seen as {@code [..., K, N]}
   * @param bias {@code [N]}, or null
   */
  static Operand add(
      Node node,
      Draft draft,
      Operand left,
      String value,
      Operand right,
      float scale,
      float[] bias) {
    MatrixProduct product = new MatrixProduct(node, draft, left, right.layout(), bias);
    return product.add(product.packed(value, right, scale));
  }

  private static Shape leading(Shape shape) {
    return Shape.of(Arrays.copyOf(shape.dims(), shape.rank() - 2));
  }

  private Operand packed(String value, Operand operand, float scale) {
    Tensor constant = draft.constant(value);
    Shape shape = Shape.of(PanelPacking.size(right, panels));
    if (constant != null) {
      float[] array =
          draft
              .weights()
              .pack(
                  constant,
                  List.of(panels, right.key(), scale),
                  () -> PanelPacking.pack(operand.constant(), right, panels, scale));
      return new Operand(operand.storage(), Layout.rowMajor(shape), array);
    }
    Operand packed = draft.create(Layout.rowMajor(shape));
    draft.addPart(
        node,
        "pack",
        packed,
        List.of(operand),
        places -> new PanelPacking(places.of(operand), right, places.of(packed), panels, scale));
    return packed;
  }

  private Operand add(Operand packed) {
    int perThread = Layout.roundUp(TiledProduct.scratch(micro, 1), 16);
    Operand scratch = draft.scratch(perThread);
    Operand result = draft.create(Layout.rowMajor(draft.shape(node.output())));
    draft.add(
        node,
        micro.name() + ":product",
        result,
        List.of(left, packed, scratch),
        places -> {
          TiledProduct.Memory memory =
              new TiledProduct.Memory(
                  places.of(left), places.of(result).at(), places.start(scratch), perThread);
          return Together.of(products(places.of(packed), memory));
        });
    return result;
  }

  /** One product for all rows where they meet the same right operand, else one per matrix. */
  private List<TiledProduct> products(Places.Place packed, TiledProduct.Memory memory) {
    Layout rows = left.layout();
    int m = rows.shape().dim(-2);
    int n = panels.columns();
    int[] sources = rows.broadcast(shape(m, rows.shape().dim(-1))).starts(batch.rank());
    int[] results = Layout.rowMajor(shape(m, n)).starts(batch.rank());
    int[] matrices = Layout.rowMajor(leading(right.shape())).broadcast(batch).starts(batch.rank());
    if (leading(right.shape()).size() == 1) {
      Layout flat = rows.reshaped(Shape.of(sources.length * m, rows.shape().dim(-1)));
      TiledProduct.Geometry geometry =
          flat == null
              ? new TiledProduct.Geometry(m, sources, rows.stride(-2), results, n)
              : new TiledProduct.Geometry(
                  sources.length * m, new int[1], flat.stride(0), new int[1], n);
      return List.of(product(geometry, packed, memory));
    }
    List<TiledProduct> products = new ArrayList<>();
    int size = right.shape().dim(-2) * panels.padded();
    for (int i = 0; i < sources.length; i++) {
      TiledProduct.Geometry geometry =
          new TiledProduct.Geometry(
              m, new int[] {sources[i]}, rows.stride(-2), new int[] {results[i]}, n);
      Places.Place matrix = new Places.Place(packed.constant(), packed.at() + matrices[i] * size);
      products.add(product(geometry, matrix, memory));
    }
    return products;
  }

  private Shape shape(int rows, int columns) {
    int[] dims = Arrays.copyOf(batch.dims(), batch.rank() + 2);
    dims[batch.rank()] = rows;
    dims[batch.rank() + 1] = columns;
    return Shape.of(dims);
  }

  private TiledProduct product(
      TiledProduct.Geometry geometry, Places.Place packed, TiledProduct.Memory memory) {
    return new TiledProduct(
        geometry,
        new TiledProduct.Weights(packed, bias, panels, 1, 0, new int[1], right.shape().dim(-2)),
        new TiledProduct.Epilogue(Activation.NONE, null, 0),
        micro,
        memory,
        draft.threads());
  }
}
