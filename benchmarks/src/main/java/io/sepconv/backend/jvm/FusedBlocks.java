package io.sepconv.backend.jvm;

import java.util.ArrayList;
import java.util.List;

/** Adds the convolutions of a block to a plan as one kernel. */
final class FusedBlocks {
  private FusedBlocks() {}

  /**
   * Adds a block.
   *
   * @param convs depthwise and 1x1, or 1x1, depthwise and 1x1; each reads the one before
   * @param rowsPerBlock rows of the depthwise convolution's result that are computed at a time
   */
  static void add(List<ConvNode> convs, int rowsPerBlock) {
    ConvNode depthwise = convs.get(convs.size() - 2);
    if (!FusedRows.fits(depthwise)) {
      throw new IllegalArgumentException("there are no tiles for " + depthwise.node());
    }
    if (convs.size() == 3) {
      InvertedConv.add(convs, rowsPerBlock);
    } else {
      separable(depthwise, convs.get(1), rowsPerBlock);
    }
  }

  private static void separable(ConvNode depthwise, ConvNode project, int rowsPerBlock) {
    Draft draft = depthwise.draft();
    Operand source = draft.channelsLast(depthwise.input());
    FusedRows fused = new FusedRows(depthwise, project, source.layout(), rowsPerBlock);
    List<Operand> used = new ArrayList<>(fused.used());
    used.add(source);
    draft.add(
        project.node(),
        draft.micro().name() + ":separable",
        fused.result(),
        used,
        places -> {
          FusedRows.Bound bound = fused.bind(places);
          RowBlocks rows = fused.rows();
          Kernel[][] first = new Kernel[draft.threads()][rows.count()];
          Kernel[][] second = new Kernel[draft.threads()][rows.count()];
          for (int worker = 0; worker < draft.threads(); worker++) {
            for (int block = 0; block < rows.count(); block++) {
              int height = rows.axes().input()[1];
              first[worker][block] = bound.depthwise(worker, block, places.of(source), 0, height);
              second[worker][block] = bound.project(worker, block);
            }
          }
          return new SeparableBlock(first, second);
        });
  }
}
