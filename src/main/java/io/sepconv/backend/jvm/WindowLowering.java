package io.sepconv.backend.jvm;

import io.sepconv.graph.Node;
import java.util.List;

/** Adds {@link WindowFilter}s to a draft. */
final class WindowLowering {
  private WindowLowering() {}

  /**
   * Adds one over the last spatial axis and all the others as one.
   *
   * @param name of what it does, for the report
   * @param width positions along the last axis of x
   * @param rows along the other axes
   * @param result channels-last with the result's elements, whatever its shape
   */
  static void add(
      Node node,
      String name,
      WindowFilter.Kind kind,
      int width,
      Taps rows,
      Taps columns,
      Operand result,
      Draft draft) {
    Operand source = draft.channelsLast(node.inputs().get(0));
    Layout from = source.layout();
    MicroKernels micro = draft.micro();
    int channels = from.shape().dim(1);
    int pitch = from.pitch();
    int whole = Layout.roundUp(channels, micro.lanes());
    int resultPitch = result.layout().pitch();
    boolean room = whole <= resultPitch && !source.isConstant();
    int count = from.shape().dim(0);
    WindowFilter.Picture picture =
        new WindowFilter.Picture(
            count,
            from.pixels() / count * pitch,
            width,
            pitch,
            room ? whole : channels,
            resultPitch);
    Operand scratch = draft.scratch(picture.scratch());
    Operand seen = result.as(result.layout().reshaped(draft.shape(node.output())));
    draft.add(
        node,
        micro.name() + ":" + name,
        seen,
        List.of(source, scratch),
        places ->
            new WindowFilter(
                kind,
                rows,
                columns,
                picture,
                micro,
                places.of(source),
                places.of(result).at(),
                places.start(scratch),
                draft.threads()));
  }
}
