package io.sepconv.onnx;

import io.sepconv.op.AutoPad;
import io.sepconv.op.Window;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The attributes that convolutions and pools share: kernel, strides, dilations, pads, auto_pad. */
final class Windows {
  private Windows() {}

  /**
   * Reads a window.
   *
   * @param kernel size along each spatial axis
   */
  static Window read(Attributes attributes, NodeContext node, List<Integer> kernel) {
    int rank = kernel.size();
    if (rank > 3) {
      throw node.unsupported("its kernel " + kernel + " has more than three spatial axes");
    }
    List<Integer> ones = Collections.nCopies(rank, 1);
    List<Integer> dilations = attributes.integers("dilations", ones);
    List<Integer> strides = attributes.integers("strides", ones);
    List<Integer> pads = attributes.integers("pads", Collections.nCopies(2 * rank, 0));
    if (pads.size() != 2 * rank || pads.stream().anyMatch(pad -> pad < 0)) {
      throw node.malformed(
          "pads " + pads + " must be two values from 0 for each spatial axis of kernel " + kernel);
    }
    AutoPad autoPad = autoPad(attributes, node);
    if (autoPad != AutoPad.NOTSET && pads.stream().anyMatch(pad -> pad != 0)) {
      // Engines disagree on which of the two wins.
      throw node.malformed("it has auto_pad " + autoPad + " and pads " + pads + " at once");
    }
    return new Window(
        kernel, strides, dilations, pads.subList(0, rank), pads.subList(rank, 2 * rank), autoPad);
  }

  private static AutoPad autoPad(Attributes attributes, NodeContext node) {
    String text = attributes.text("auto_pad", "NOTSET");
    try {
      return AutoPad.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw node.unsupported("its auto_pad is '" + text + "'");
    }
  }
}
