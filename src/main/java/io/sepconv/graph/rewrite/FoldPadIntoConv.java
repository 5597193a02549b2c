package io.sepconv.graph.rewrite;

import io.sepconv.graph.Node;
import io.sepconv.op.Conv;
import io.sepconv.op.Window;
import java.util.ArrayList;
import java.util.List;

/** Conv(Pad(x, pads, 0)) -> Conv(x) with those pads added to its own. */
final class FoldPadIntoConv implements PatternRewrite {
  @Override
  public Node rewrite(Node last, GraphEdit edit) {
    if (!(last.op() instanceof Conv conv)) {
      return null;
    }
    ConstantPad pad = ConstantPad.of(edit.origin(last.inputs().get(0)), edit);
    Window window = pad == null || pad.value() != 0 ? null : pad.joined(conv.window());
    if (window == null) {
      return null;
    }
    List<String> inputs = new ArrayList<>(last.inputs());
    inputs.set(0, pad.x());
    return last.with(new Conv(window, conv.groups(), conv.activation()), inputs);
  }
}
