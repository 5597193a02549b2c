package io.sepconv.backend.jvm;

import io.sepconv.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A depthwise convolution and the 1x1 convolution that alone reads its result, by blocks of rows:
 * what lies between the two is kept for one block at a time.
 */
final class FusedRows {
  private final Draft draft;
  private final ConvNode project;
  private final RowBlocks rows;
  private final Depthwise.Problem problem;
  private final DepthwiseTile tile;
  private final Operand result;
  private final Operand residual;
  private final Operand between;
  private final Operand strip;
  private final Operand sums;
  private final TiledProduct.Weights weights;

  /**
   * Plans the two.
   *
   * @param depthwise one that {@link #fits}
   * @param project reads its result
   * @param source layout of what the depthwise convolution reads
   * @param rowsPerBlock rows of the depthwise convolution's result
   */
  FusedRows(ConvNode depthwise, ConvNode project, Layout source, int rowsPerBlock) {
    this.draft = depthwise.draft();
    this.project = project;
    this.tile = DepthwiseConv.tile(depthwise);
    this.rows = new RowBlocks(depthwise.axes(), Math.max(rowsPerBlock, tile.rows()), tile.rows());
    Layout whole =
        Layout.channelsLast(draft.shape(depthwise.node().output()), draft.micro().lanes());
    this.problem = DepthwiseConv.problem(depthwise, source, whole, null);
    this.result = draft.createChannelsLast(project.node().output());
    this.residual = project.residual();
    this.between = draft.scratch(rows.perBlock() * whole.spatialStride(1));
    this.strip = draft.scratch(DepthwiseTiles.scratch(problem, tile));
    this.sums = draft.scratch(TiledProduct.scratch(draft.micro(), 1));
    this.weights = ProductConv.weights(project, whole);
  }

  /** Whether a depthwise convolution is computed by tiles, of one picture, by rows in order. */
  static boolean fits(ConvNode depthwise) {
    return depthwise.isDepthwise()
        && depthwise.inputShape().dim(0) == 1
        && depthwise.axes().dilation()[1] == 1
        && !depthwise.node().hasInput(3)
        && DepthwiseConv.tile(depthwise) != null;
  }

  RowBlocks rows() {
    return rows;
  }

  /** What the 1x1 convolution gives. */
  Operand result() {
    return result;
  }

  /** Floats from one row of what is read to the next. */
  int sourceRow() {
    return problem.source().spatialStride(1);
  }

  /** Memory that it reads and writes, beside source and result. */
  List<Operand> used() {
    List<Operand> used = new ArrayList<>(List.of(between, strip, sums));
    if (residual != null) {
      used.add(residual);
    }
    return used;
  }

  /** With places. */
  Bound bind(Places places) {
    return new Bound(places);
  }

  /** Makes the kernels of blocks, each for one thread. */
  final class Bound {
    private final Places places;

    private Bound(Places places) {
      this.places = places;
    }

    /** Where a thread's scratch begins. */
    int start(Operand scratch, int worker) {
      return places.start(scratch) + worker * scratch.layout().stride(0);
    }

    /**
     * The depthwise convolution of a block.
     *
     * @param x rows {@code from} to {@code to} of what it reads
     */
    Kernel depthwise(int worker, int block, Places.Place x, int from, int to) {
      Depthwise.Problem part =
          new Depthwise.Problem(
              rows.axes(block, from, to),
              problem.channels(),
              problem.weights(),
              problem.bias(),
              problem.activation(),
              problem.source(),
              problem.result(),
              null);
      return new DepthwiseTiles(
          part,
          new Depthwise.Memory(x, start(between, worker), null),
          tile,
          start(strip, worker),
          draft.micro(),
          1);
    }

    /** The 1x1 convolution of the rows that a thread has of a block, to the result. */
    Kernel project(int worker, int block) {
      Shape shape = problem.result().shape();
      int before = rows.first(block) * shape.dim(3);
      int pitch = residual == null ? 0 : residual.layout().pitch();
      Places.Place added = residual == null ? null : places.of(residual);
      return product(
          worker,
          weights,
          (rows.end(block) - rows.first(block)) * shape.dim(3),
          start(between, worker),
          problem.result().pitch(),
          places.of(result).at() + before * result.layout().pitch(),
          result.layout().pitch(),
          new TiledProduct.Epilogue(
              project.activation(),
              added == null
                  ? null
                  : new Places.Place(added.constant(), added.at() + before * pitch),
              pitch));
    }

    /** A 1x1 convolution of some neighbouring pixels in the arena. */
    Kernel product(
        int worker,
        TiledProduct.Weights weights,
        int pixels,
        int x,
        int xPitch,
        int y,
        int yPitch,
        TiledProduct.Epilogue epilogue) {
      int[] first = {0};
      return new TiledProduct(
          new TiledProduct.Geometry(pixels, first, xPitch, first, yPitch),
          weights,
          epilogue,
          draft.micro(),
          new TiledProduct.Memory(new Places.Place(null, x), y, start(sums, worker), 0),
          1);
    }
  }
}
