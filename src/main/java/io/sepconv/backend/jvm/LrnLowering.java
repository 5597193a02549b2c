package io.sepconv.backend.jvm;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.op.Lrn;
import java.util.List;

/** Normalisation over neighbouring channels, channels-last. */
final class LrnLowering implements Lowering<Lrn> {
  @Override
  public Support lower(Lrn op, Node node, Draft draft) {
    Operand source = draft.channelsLast(node.inputs().get(0));
    Operand result = draft.createChannelsLast(node.output());
    int channels = draft.shape(node.output()).dim(1);
    int perThread = Layout.roundUp(ChannelNormalisation.scratch(op, channels), 16);
    Operand scratch = draft.scratch(perThread);
    draft.add(
        node,
        draft.micro().name() + ":channels",
        result,
        List.of(source, scratch),
        places ->
            new ChannelNormalisation(
                op,
                source.layout(),
                places.of(source),
                result.layout(),
                places.of(result).at(),
                places.start(scratch),
                perThread,
                draft.micro(),
                Shares.of(source.layout().pixels(), draft.threads())));
    return Support.YES;
  }
}
