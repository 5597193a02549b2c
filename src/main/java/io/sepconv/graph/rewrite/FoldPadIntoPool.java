package io.sepconv.graph.rewrite;

import io.sepconv.graph.Node;
import io.sepconv.op.Pool;
import io.sepconv.op.Window;
import java.util.List;

/**
 * AveragePool(Pad(x, pads, 0)) -> AveragePool(x) with those pads, counting them; MaxPool(Pad(x,
 * pads, -infinity)) -> MaxPool(x) with those pads.
 *
 * <p>An average may not have pads of its own that it leaves out: of all pads it counts all or none.
 * Rounding up must be off, as the window that it adds or drops depends on where the padding ends.
 */
final class FoldPadIntoPool implements PatternRewrite {
  @Override
  public Node rewrite(Node last, GraphEdit edit) {
    if (!(last.op() instanceof Pool pool) || pool.ceilMode()) {
      return null;
    }
    ConstantPad pad = ConstantPad.of(edit.origin(last.inputs().get(0)), edit);
    if (pad == null || !fits(pool, pad)) {
      return null;
    }
    Window window = pad.joined(pool.window());
    return window == null
        ? null
        : last.with(
            new Pool(pool.kind(), window, false, pool.kind() == Pool.Kind.AVERAGE),
            List.of(pad.x()));
  }

  private static boolean fits(Pool pool, ConstantPad pad) {
    Window window = pool.window();
    if (pool.kind() == Pool.Kind.MAX) {
      // The gaps of a dilated window may leave it with padding alone, which has no maximum.
      return pad.value() == Double.NEGATIVE_INFINITY && !window.isDilated();
    }
    boolean none =
        window.padBegin().stream().allMatch(p -> p == 0)
            && window.padEnd().stream().allMatch(p -> p == 0);
    return pad.value() == 0 && (none || pool.countIncludePad());
  }
}
