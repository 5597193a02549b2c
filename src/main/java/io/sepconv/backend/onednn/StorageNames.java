package io.sepconv.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;

import io.sepconv.backend.plan.Storage;
import java.util.HashMap;
import java.util.Map;

/** What the memory of a draft holds, for the report. */
final class StorageNames {
  private StorageNames() {}

  /**
   * Names every storage that a step touches: after the first value that lies there, else after the
   * node that uses it first.
   */
  static Map<Storage, String> of(PlanDraft draft) {
    Map<Storage, String> names = new HashMap<>();
    draft
        .forms()
        .forEach((value, forms) -> forms.forEach(form -> names.putIfAbsent(form.storage(), value)));
    for (Step step : draft.steps()) {
      String node = step.report().name();
      if (step instanceof Step.Primitive primitive) {
        for (Step.Argument argument : primitive.arguments()) {
          boolean isScratchpad = argument.role() == DNNL_ARG_SCRATCHPAD;
          names.putIfAbsent(
              argument.operand().storage(), isScratchpad ? "scratchpad of " + node : node);
        }
      }
    }
    return names;
  }
}
