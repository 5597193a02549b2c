package io.sepconv.cli;

import io.sepconv.op.ConvKind;
import io.sepconv.op.ConvSpec;
import io.sepconv.separable.FormCost;
import java.util.ArrayList;
import java.util.List;

/**
 * A convolution and the forms that could stand in its place.
 *
 * @param forms the convolution itself first
 */
record CostForms(ConvSpec problem, List<Form> forms) {
  private static final String DEPTHWISE = "depthwise-separable";

  /**
   * One of them.
   *
   * @param label for tables
   */
  record Form(String label, FormCost cost) {}

  /**
   * All forms that differ from the convolution: no column and row where it has one axis or a window
   * of one row or column or the groups do not divide the channels, no depthwise and 1x1 where it is
   * one of these.
   *
   * @param channels between column and row; as many as the convolution has outputs where it is 0
   */
  static CostForms of(ConvSpec problem, int channels) {
    List<Form> forms = new ArrayList<>();
    forms.add(new Form(problem.kind().toString(), FormCost.direct(problem)));
    List<Integer> kernel = problem.window().kernel();
    int middle = channels == 0 ? problem.outChannels() : channels;
    boolean groups = middle % problem.groups() == 0;
    if (kernel.size() == 2 && groups && kernel.stream().allMatch(k -> k > 1)) {
      forms.add(new Form("spatially separable", FormCost.spatiallySeparable(problem, middle)));
    }
    boolean mixes = problem.kind() == ConvKind.DIRECT || problem.kind() == ConvKind.GROUPED;
    if (mixes && !problem.window().isPointwise()) {
      forms.add(new Form(DEPTHWISE, FormCost.depthwiseSeparable(problem)));
    }
    return new CostForms(problem, forms);
  }

  /** The cost as depthwise and 1x1, or of the convolution itself where it is one of these. */
  FormCost separable() {
    Form last = forms.get(forms.size() - 1);
    return (last.label().equals(DEPTHWISE) ? last : forms.get(0)).cost();
  }

  List<FormCost> costs() {
    return forms.stream().map(Form::cost).toList();
  }
}
