package io.sepconv.graph.rewrite;

import io.sepconv.graph.Node;
import io.sepconv.op.Activation;
import io.sepconv.op.Binary;
import java.util.List;

/**
 * Mul(x, Clip(Add(x, 3), 0, 6)) / 6 -> HardSwish(x); in any order of the product, with the division
 * as a product with 1/6, or with HardSigmoid(x, 1/6, 1/2) as the gate.
 */
final class SpelledHardSwish implements PatternRewrite {
  @Override
  public Node rewrite(Node last, GraphEdit edit) {
    if (!(last.op() instanceof Binary)) {
      return null;
    }
    Product product = Product.of(last, edit);
    if (product.factors().size() != 2 || product.coefficient() <= 0) {
      return null;
    }
    for (int i = 0; i < 2; i++) {
      String x = product.factors().get(1 - i);
      HardGate gate = HardGate.of(edit.privateOrigin(product.factors().get(i)), edit);
      if (gate != null
          && gate.x().equals(x)
          && gate.then(product.coefficient(), 0).isOfHardSwish()
          && edit.type(x).equals(edit.type(last.output()))) {
        return last.with(Activation.HARD_SWISH, List.of(x));
      }
    }
    return null;
  }
}
