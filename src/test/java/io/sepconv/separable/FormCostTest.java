package io.sepconv.separable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Cost;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.ConvSpec;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormCostTest {
  /** The figures of "Understanding separable convolutions" (MachineCurve, 2019). */
  @Test
  void countsAsTheArticleDoes() {
    ConvSpec layer = ConvSpec.parse("mb1ic3ih15oc10kh3");
    assertEquals(45_630, FormCost.direct(layer).macs());
    FormCost separable = FormCost.depthwiseSeparable(layer);
    assertEquals(4_563, separable.problems().get(0).macs());
    assertEquals(5_070, separable.problems().get(1).macs());
    assertEquals(9_633, separable.macs());
    assertEquals(1 / 10.0 + 1 / 9.0, separable.shareOf(FormCost.direct(layer)), 1e-12);
    assertEquals(270, FormCost.direct(layer).parameters());
    assertEquals(27 + 30, separable.parameters());
    ConvSpec kernel = ConvSpec.parse("mb1ic1ih15oc1kh3");
    assertEquals(1_521, FormCost.direct(kernel).macs());
    FormCost columnAndRow = FormCost.spatiallySeparable(kernel, 1);
    assertEquals(585, columnAndRow.problems().get(0).macs());
    assertEquals(507, columnAndRow.problems().get(1).macs());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mb2ic6ih11iw14oc4kh3kw5sh2sw1ph1pw2",
        "g2mb1ic6ih11oc4kh3dh1ph2",
        "mb1ic3ih7oc5kh1",
        "g6mb1ic6ih9oc12kh3sh2"
      })
  void formsCostWhatTheirGraphsDoAndGiveTheSameShape(String text) {
    ConvSpec problem = ConvSpec.parse(text);
    for (FormCost form :
        new FormCost[] {
          FormCost.direct(problem),
          FormCost.spatiallySeparable(problem, 2 * problem.groups()),
          FormCost.depthwiseSeparable(problem),
          FormCost.of(SeparableForm.DEPTHWISE_FIRST, problem, 3),
          FormCost.of(SeparableForm.POINTWISE_FIRST, problem, 2)
        }) {
      GraphBuilder builder = new GraphBuilder("form");
      Value x = builder.input("x", problem.inputShape());
      for (ConvSpec part : form.problems()) {
        Tensor weights = Tensor.zeros(DataType.FLOAT32, part.weightShape());
        x =
            builder.groupedConv(
                x,
                part.groups(),
                new ConvLayer(weights, part.window(), null, part.toOp().activation()));
      }
      assertEquals(problem.outputShape(), x.shape(), form.toString());
      Cost counted = Cost.of(builder.output(x).build());
      assertEquals(counted.macs(), form.macs(), form.toString());
      assertEquals(counted.bytes(), form.bytes(), form.toString());
      assertEquals((double) counted.macs() / counted.bytes(), form.intensity());
    }
  }

  @Test
  void refusesAColumnAndARowOfOneAxis() {
    ConvSpec line = ConvSpec.parse("mb1ic3iw15oc10kw3");
    assertEquals(
        line + ": a column and a row are for two spatial axes, not 1",
        assertThrows(IllegalArgumentException.class, () -> FormCost.spatiallySeparable(line, 3))
            .getMessage());
  }
}
