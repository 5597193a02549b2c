package io.sepconv.graph.rewrite;

import io.sepconv.graph.Node;
import io.sepconv.op.Activation;
import io.sepconv.op.Binary;
import java.util.List;

/**
 * Clip(Add(x, 3), 0, 6) / 6 -> HardSigmoid(x, 1/6, 1/2); so too Clip(x * a + b, 0, 1), and every
 * other way to write a clipped line from 0 to 1 with constants of one element.
 */
final class SpelledHardSigmoid implements PatternRewrite {
  @Override
  public Node rewrite(Node last, GraphEdit edit) {
    HardGate gate = null;
    if (last.op() instanceof Binary) {
      Affine outer = Affine.of(last.output(), last, edit);
      HardGate clip = HardGate.of(edit.privateOrigin(outer.x()), edit);
      gate = clip == null || outer.factor() < 0 ? null : clip.then(outer.factor(), outer.offset());
    } else if (last.op() instanceof Activation op && op.kind() == Activation.Kind.CLIP) {
      gate = HardGate.of(last, edit);
      gate = gate == null || gate.x().equals(last.inputs().get(0)) ? null : gate;
    }
    if (gate == null || !gate.isUnit() || !edit.type(gate.x()).equals(edit.type(last.output()))) {
      return null;
    }
    Activation sigmoid =
        new Activation(Activation.Kind.HARD_SIGMOID, (float) gate.slope(), (float) gate.shift());
    return last.with(sigmoid, List.of(gate.x()));
  }
}
