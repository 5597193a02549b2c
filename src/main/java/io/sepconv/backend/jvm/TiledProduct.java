package io.sepconv.backend.jvm;

import io.sepconv.op.Activation;

/**
 * Convolutions, and products of matrices, as sums of matrix products: a tile of neighbouring pixels
 * of one row by a panel of output channels stays in registers while it runs over all input channels
 * of a row of the window; the rows of the window follow one after the other.
 *
 * <p>Method: the micro-kernel of Goto and van de Geijn, Anatomy of High-Performance Matrix
 * Multiplication (2008), applied to the picture itself instead of a copy of its windows.
 */
final class TiledProduct implements Kernel {
  /** Tiles that share a panel of several passes: their sums stay in the first-level cache. */
  private static final int TILES_OF_PASSES = 8;

  /** Floats of the source that a band reads: they stay in the second-level cache. */
  private static final int BAND = 48 * 1024;

  private final Geometry geometry;
  private final Weights weights;
  private final Epilogue epilogue;
  private final MicroKernels micro;
  private final Memory memory;

  /**
   * Whether tiles are computed where the result is. Two threads may then compute the same pixels of
   * tiles that overlap at the end of a row, which is safe where applying the activation again
   * changes nothing.
   */
  private final boolean inPlace;

  /** Bounds that the tiles have by themselves. */
  private final int low;

  private final int high;

  /** Whether the activation is applied to tiles where they are. */
  private final boolean activates;

  private final int tilesPerRow;
  private final int bandTiles;
  private final int bands;
  private final int panelParts;

  /**
   * Which pixels there are. All distances are in floats.
   *
   * @param width pixels of a row
   * @param sourceRows where the source of each row begins, from the first source of all
   * @param step between the sources of neighbouring pixels
   * @param resultRows where each row of the result begins, from the first of all
   * @param pitch between neighbouring pixels of the result
   * @param room floats from a pixel of the result on that may be written: its channels, and what
   *     lies behind them and belongs to nobody
   */
  record Geometry(int width, int[] sourceRows, int step, int[] resultRows, int pitch, int room) {
    /** One with all the room to the next pixel. */
    Geometry(int width, int[] sourceRows, int step, int[] resultRows, int pitch) {
      this(width, sourceRows, step, resultRows, pitch, pitch);
    }

    int rows() {
      return sourceRows.length;
    }
  }

  /**
   * What the sources are multiplied by.
   *
   * @param packed {@code [group][panel][pass][depth][width of the panel]}
   * @param bias {@code [group][columns, padded to whole vectors]}
   * @param panels the output channels of a group
   * @param groups independent products; group g reads {@code g * groupSource} floats further and
   *     writes {@code g * panels.columns} floats further
   * @param groupSource distance between the sources of groups
   * @param passes where each row of the window begins, from that of a pixel's source
   * @param depth floats that a pass reads
   */
  record Weights(
      Places.Place packed,
      float[] bias,
      Panels panels,
      int groups,
      int groupSource,
      int[] passes,
      int depth) {
    /** Constant ones. */
    Weights(
        float[] packed,
        float[] bias,
        Panels panels,
        int groups,
        int groupSource,
        int[] passes,
        int depth) {
      this(new Places.Place(packed, 0), bias, panels, groups, groupSource, passes, depth);
    }
  }

  /**
   * What happens to sums.
   *
   * @param activation applied last
   * @param residual added before, where it is not null; its rows lie one behind the other
   * @param residualPitch between its pixels
   */
  record Epilogue(Activation activation, Places.Place residual, int residualPitch) {}

  /** Where the first source, the first result and the scratch of the first thread are. */
  record Memory(Places.Place source, int result, int scratch, int scratchPerThread) {}

  TiledProduct(
      Geometry geometry,
      Weights weights,
      Epilogue epilogue,
      MicroKernels micro,
      Memory memory,
      int threads) {
    this.geometry = geometry;
    this.weights = weights;
    this.epilogue = epilogue;
    this.micro = micro;
    this.memory = memory;
    this.inPlace =
        weights.passes().length == 1
            && epilogue.residual() == null
            && isClamp(epilogue.activation());
    boolean tiled = geometry.width() >= micro.rows();
    boolean bounded = inPlace && tiled && BitClamp.is(epilogue.activation());
    this.low = bounded ? 0 : Integer.MIN_VALUE;
    this.high = bounded ? BitClamp.high(epilogue.activation()) : Integer.MAX_VALUE;
    this.activates = !bounded && !epilogue.activation().isNone();
    this.tilesPerRow = (geometry.width() + micro.rows() - 1) / micro.rows();
    int tiles = geometry.rows() * tilesPerRow;
    int fitting = Math.max(1, BAND / (micro.rows() * Math.max(1, weights.depth())));
    int most = weights.passes().length > 1 ? TILES_OF_PASSES : fitting;
    boolean byPanels =
        threads > 1
            && weights.groups() == 1
            && weights.panels().columns() > geometry.rows() * geometry.width();
    this.panelParts = byPanels ? Math.min(weights.panels().count(), 2 * threads) : 1;
    int wanted = byPanels ? 1 : Shares.wanted(threads);
    this.bandTiles = Math.max(1, Math.min(most, (tiles + wanted - 1) / wanted));
    this.bands = (tiles + bandTiles - 1) / bandTiles;
  }

  private static boolean isClamp(Activation f) {
    return switch (f.kind()) {
      case IDENTITY, RELU, CLIP -> true;
      default -> false;
    };
  }

  /** Floats of scratch that each thread needs. */
  static int scratch(MicroKernels micro, int passes) {
    int tile = micro.rows() * micro.vectors() * micro.lanes();
    return passes > 1 ? TILES_OF_PASSES * tile : tile;
  }

  @Override
  public int parts() {
    return bands * panelParts;
  }

  @Override
  public void run(float[] arena, int part, int worker) {
    int band = part / panelParts;
    int begin = band * bandTiles;
    int end = Math.min(begin + bandTiles, geometry.rows() * tilesPerRow);
    int share = part % panelParts;
    int panels = weights.panels().count();
    int first = panels * share / panelParts;
    int last = panels * (share + 1) / panelParts;
    float[] source = memory.source().in(arena);
    for (int group = 0; group < weights.groups(); group++) {
      for (int panel = first; panel < last; panel++) {
        panel(arena, source, memory.source().at(), begin, end, group, panel, worker);
      }
    }
  }

  /** Tiles of a row of pixels. */
  int tilesPerRow() {
    return tilesPerRow;
  }

  /**
   * Some tiles of all output channels, from a copy of their pixels.
   *
   * @param source where the first pixel of all would lie in the arena
   */
  void tiles(float[] arena, int source, int begin, int end, int worker) {
    for (int panel = 0; panel < weights.panels().count(); panel++) {
      panel(arena, arena, source, begin, end, 0, panel, worker);
    }
  }

  private void panel(
      float[] arena,
      float[] source,
      int sourceAt,
      int begin,
      int end,
      int group,
      int panel,
      int worker) {
    int scratch = memory.scratch() + worker * memory.scratchPerThread();
    Panels panels = weights.panels();
    int width = panels.width(panel);
    int column = panels.first(panel) * panels.lanes();
    int passes = weights.passes().length;
    int depth = weights.depth();
    int total = depth * passes;
    int b = weights.packed().at() + (group * panels.padded() + column) * total;
    int bias = group * panels.padded() + column;
    int columns = width * panels.lanes();
    int tile = micro.rows() * columns;
    if (inPlace && columns(group, column, columns) == columns) {
      for (int t = begin; t < end; t++) {
        int y = result(t) + group * panels.columns() + column;
        multiply(
            arena, source, sourceAt, t, group, 0, width, b, bias, y, geometry.pitch(), low, high);
        if (activates) {
          int pixels = Math.min(micro.rows(), geometry.width());
          int pitch = geometry.pitch();
          micro.applyRows(epilogue.activation(), arena, y, pitch, y, pitch, pixels, columns);
        }
      }
      return;
    }
    for (int pass = 0; pass < passes; pass++) {
      int at = scratch;
      for (int t = begin; t < end; t++) {
        multiply(
            arena,
            source,
            sourceAt,
            t,
            group,
            pass,
            width,
            b,
            bias,
            at,
            columns,
            Integer.MIN_VALUE,
            Integer.MAX_VALUE);
        if (pass == passes - 1) {
          finish(
              arena,
              t,
              group * panels.columns() + column,
              columns(group, column, columns),
              columns,
              at);
        }
        at = passes > 1 ? at + tile : at;
      }
      b += depth * columns;
    }
  }

  /** How many columns of a panel belong to its group. Groups lie side by side in a pixel. */
  private int columns(int group, int column, int columns) {
    boolean last = group == weights.groups() - 1;
    boolean room =
        last && (group * weights.panels().columns() + column + columns) <= geometry.room();
    return room ? columns : Math.min(columns, weights.panels().columns() - column);
  }

  private int firstPixel(int tile) {
    int start = tile % tilesPerRow * micro.rows();
    return Math.max(0, Math.min(start, geometry.width() - micro.rows()));
  }

  private void multiply(
      float[] arena,
      float[] source,
      int sourceAt,
      int tile,
      int group,
      int pass,
      int width,
      int b,
      int bias,
      int c,
      int cPitch,
      int least,
      int most) {
    float[] packed = weights.packed().in(arena);
    int a =
        sourceAt
            + geometry.sourceRows()[tile / tilesPerRow]
            + firstPixel(tile) * geometry.step()
            + group * weights.groupSource()
            + weights.passes()[pass];
    float[] init = pass == 0 ? weights.bias() : arena;
    int initAt = pass == 0 ? bias : c;
    if (geometry.width() >= micro.rows()) {
      int initPitch = pass == 0 ? 0 : cPitch;
      micro.multiply(
          width,
          source,
          a,
          geometry.step(),
          weights.depth(),
          packed,
          b,
          init,
          initAt,
          initPitch,
          arena,
          c,
          cPitch,
          least,
          most);
      return;
    }
    for (int pixel = 0; pixel < geometry.width(); pixel++) {
      micro.multiplyRow(width, source, a, weights.depth(), packed, b, init, initAt, arena, c);
      a += geometry.step();
      c += cPitch;
      initAt += pass == 0 ? 0 : cPitch;
    }
  }

  /** Where the first pixel of a tile goes. */
  private int result(int tile) {
    return memory.result()
        + geometry.resultRows()[tile / tilesPerRow]
        + firstPixel(tile) * geometry.pitch();
  }

  /** Takes finished sums to their places. */
  private void finish(float[] arena, int tile, int column, int n, int columns, int c) {
    int row = tile / tilesPerRow;
    int pixel = firstPixel(tile);
    int y = result(tile) + column;
    int pixels = Math.min(micro.rows(), geometry.width());
    if (epilogue.residual() == null) {
      Activation activation = epilogue.activation();
      if (n % micro.lanes() != 0) {
        // Here are whole vectors; at the result's place single elements would remain.
        micro.apply(activation, arena, c, arena, c, pixels * columns);
        activation = Activation.NONE;
      }
      micro.applyRows(activation, arena, c, columns, y, geometry.pitch(), pixels, n);
      return;
    }
    float[] residual = epilogue.residual().in(arena);
    int r =
        epilogue.residual().at()
            + (row * geometry.width() + pixel) * epilogue.residualPitch()
            + column;
    Activation f = epilogue.activation();
    int pitch = epilogue.residualPitch();
    if (f.isNone() || BitClamp.is(f)) {
      micro.applyToSums(
          f, arena, c, columns, residual, r, pitch, arena, y, geometry.pitch(), pixels, n);
      return;
    }
    // Two threads may compute a pixel of tiles that overlap: it gets nothing but its final value.
    micro.applyToSums(
        Activation.NONE, arena, c, columns, residual, r, pitch, arena, c, columns, pixels, n);
    micro.applyRows(f, arena, c, columns, y, geometry.pitch(), pixels, n);
  }
}
