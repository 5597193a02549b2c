package io.sepconv.backend.jvm;

/**
 * Puts matrices into the order in which {@link TiledProduct} reads them: {@code
 * [matrix][panel][row][column of the panel]}. Columns behind the last are left as they are: what is
 * computed from them reaches no result. A part is a panel.
 */
final class PanelPacking implements Kernel {
  private final Places.Place from;
  private final int[] matrices;
  private final int rows;
  private final int rowStride;
  private final int columnStride;
  private final Places.Place to;
  private final Panels panels;
  private final float scale;

  /**
   * The packing of an operand.
   *
   * @param layout of the matrices, {@code [..., K, N]}
   * @param panels of their columns
   * @param scale what every element is multiplied by
   */
  PanelPacking(Places.Place from, Layout layout, Places.Place to, Panels panels, float scale) {
    this.from = from;
    this.matrices = layout.starts(layout.shape().rank() - 2);
    this.rows = layout.shape().dim(-2);
    this.rowStride = layout.stride(-2);
    this.columnStride = layout.stride(-1);
    this.to = to;
    this.panels = panels;
    this.scale = scale;
  }

  /** Packs once, while compiling. */
  static float[] pack(float[] from, Layout layout, Panels panels, float scale) {
    float[] packed = new float[size(layout, panels)];
    PanelPacking packing =
        new PanelPacking(
            new Places.Place(from, layout.offset()),
            layout,
            new Places.Place(packed, 0),
            panels,
            scale);
    for (int part = 0; part < packing.parts(); part++) {
      packing.run(packed, part, 0);
    }
    return packed;
  }

  /** Floats that packed matrices take. */
  static int size(Layout layout, Panels panels) {
    int rank = layout.shape().rank();
    return Math.toIntExact(
        layout.shape().size(0, rank - 2)
            * Math.multiplyExact(layout.shape().dim(-2), panels.padded()));
  }

  @Override
  public int parts() {
    return matrices.length * panels.count();
  }

  @Override
  public void run(float[] arena, int part, int worker) {
    int matrix = part / panels.count();
    int panel = part % panels.count();
    int first = panels.first(panel) * panels.lanes();
    int width = panels.width(panel) * panels.lanes();
    int real = Math.min(width, panels.columns() - first);
    float[] x = from.in(arena);
    float[] y = to.in(arena);
    int xAt = from.at() + matrices[matrix] + first * columnStride;
    int yAt = to.at() + (matrix * panels.padded() + first) * rows;
    for (int row = 0; row < rows; row++) {
      line(x, xAt + row * rowStride, y, yAt + row * width, real);
    }
  }

  private void line(float[] x, int xAt, float[] y, int yAt, int n) {
    if (columnStride == 1 && scale == 1) {
      System.arraycopy(x, xAt, y, yAt, n);
      return;
    }
    for (int column = 0; column < n; column++) {
      y[yAt + column] = scale * x[xAt + column * columnStride];
    }
  }
}
