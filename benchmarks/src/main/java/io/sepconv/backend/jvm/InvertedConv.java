package io.sepconv.backend.jvm;

import java.util.ArrayList;
import java.util.List;

/**
 * A 1x1 convolution that expands channels, the depthwise one that alone reads its result, and the
 * 1x1 convolution that alone reads that, as one {@link InvertedBlock}: meant for pictures whose
 * expansion goes through the third-level cache and back.
 */
final class InvertedConv {
  private InvertedConv() {}

  /**
   * Adds a block.
   *
   * @param block 1x1, depthwise and 1x1 convolution, each reads the one before
   * @param rowsPerBlock rows of the depthwise convolution's result that are computed at a time
   */
  static void add(List<ConvNode> block, int rowsPerBlock) {
    ConvNode expand = block.get(0);
    Draft draft = expand.draft();
    Operand source = draft.channelsLast(expand.input());
    Layout expansion =
        Layout.channelsLast(draft.shape(expand.node().output()), draft.micro().lanes());
    FusedRows fused = new FusedRows(block.get(1), block.get(2), expansion, rowsPerBlock);
    Operand expanded = draft.scratch(fused.rows().mostRead() * fused.sourceRow());
    TiledProduct.Weights weights = ProductConv.weights(expand, source.layout());
    List<Operand> used = new ArrayList<>(fused.used());
    used.addAll(List.of(source, expanded));
    draft.add(
        block.get(2).node(),
        draft.micro().name() + ":inverted",
        fused.result(),
        used,
        places -> {
          FusedRows.Bound bound = fused.bind(places);
          Expansion rows =
              (worker, from, to, at) ->
                  bound.product(
                      worker,
                      weights,
                      (to - from) * expansion.shape().dim(3),
                      places.of(source).at() + from * source.layout().spatialStride(1),
                      source.layout().pitch(),
                      at,
                      expansion.pitch(),
                      new TiledProduct.Epilogue(expand.activation(), null, 0));
          return kernel(fused, bound, rows, expanded, draft.threads());
        });
  }

  /** Makes a kernel that expands rows {@code from} to {@code to} to a place. */
  private interface Expansion {
    Kernel rows(int worker, int from, int to, int at);
  }

  private static Kernel kernel(
      FusedRows fused, FusedRows.Bound bound, Expansion expansion, Operand expanded, int threads) {
    RowBlocks rows = fused.rows();
    InvertedBlock.Block[][] blocks = new InvertedBlock.Block[threads][rows.count()];
    for (int worker = 0; worker < threads; worker++) {
      int memory = bound.start(expanded, worker);
      for (int block = 0; block < rows.count(); block++) {
        int from = rows.firstRead(block);
        int to = rows.endRead(block);
        int known = block == 0 ? from : Math.max(from, rows.endRead(block - 1));
        int before = block == 0 ? from : rows.firstRead(block - 1);
        int row = fused.sourceRow();
        blocks[worker][block] =
            new InvertedBlock.Block(
                expansion.rows(worker, from, to, memory),
                known == to
                    ? null
                    : expansion.rows(worker, known, to, memory + (known - from) * row),
                new InvertedBlock.Kept(
                    memory + (from - before) * row, memory, (known - from) * row),
                bound.depthwise(worker, block, new Places.Place(null, memory), from, to),
                bound.project(worker, block));
      }
    }
    // Each part expands its first rows alone, so there are not many.
    int parts = threads == 1 ? 1 : Math.min(rows.count(), 2 * threads);
    return new InvertedBlock(blocks, parts);
  }
}
