package io.sepconv.cli;

import io.sepconv.backend.LayerReport;
import io.sepconv.op.ConvKind;
import io.sepconv.op.ConvSpec;

/** What a step of a network does, as the colours of a profile tell it. */
enum StepKind {
  POINTWISE("1x1 convolution"),
  DEPTHWISE("depthwise convolution"),
  CONVOLUTION("other convolution"),
  OTHER("other step"),
  REORDER("reorder"),
  REFERENCE("step of the reference");

  private final String label;

  StepKind(String label) {
    this.label = label;
  }

  static StepKind of(LayerReport layer) {
    if (layer.isReference()) {
      return REFERENCE;
    }
    if (layer.type().equals("reorder")) {
      return REORDER;
    }
    // A convolution without elements has a shape there, and no problem string.
    if (!layer.type().equals("Conv") || layer.problem().startsWith("[")) {
      return OTHER;
    }
    ConvKind kind = ConvSpec.parse(layer.problem()).kind();
    return switch (kind) {
      case POINTWISE -> POINTWISE;
      case DEPTHWISE -> DEPTHWISE;
      case DIRECT, GROUPED -> CONVOLUTION;
    };
  }

  String label() {
    return label;
  }

  /** The class in the style sheet. */
  String style() {
    return "k" + ordinal();
  }
}
