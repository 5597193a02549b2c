package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.op.ConvSpec;
import io.sepconv.reference.Evaluators;
import io.sepconv.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConvDataTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ic1ih1oc1kh1",
        "ic32ih14oc8kh3ph1",
        "ic1024ih7oc4kh1",
        "ic4096ih4oc1kh4",
        "ic90000ih1oc1kh1"
      })
  void everyPartialSumIsAnExactInteger(String problem) {
    ConvSpec spec = ConvSpec.parse(problem);
    ConvData data = ConvData.integers(spec, 3);
    long terms = spec.inChannels() / spec.groups() * spec.window().volume();
    long bound = (long) (max(data.bias()) + terms * max(data.x()) * max(data.weights()));
    assertTrue(bound < 1 << 24, spec + ": " + bound);
    assertTrue(bound > 0, "the data are not all zero");
    for (Tensor operand : data.operands()) {
      for (float value : operand.floats()) {
        assertEquals(Math.rint(value), value);
      }
    }
  }

  private static double max(Tensor tensor) {
    double max = 0;
    for (float value : tensor.floats()) {
      max = Math.max(max, Math.abs(value));
    }
    return max;
  }

  @Test
  void theSeedDecidesTheData() {
    ConvSpec spec = ConvSpec.parse("ic3ih5oc4kh3");
    assertEquals(ConvData.integers(spec, 1), ConvData.integers(spec, 1));
    assertNotEquals(ConvData.integers(spec, 1), ConvData.integers(spec, 2));
    assertEquals(ConvData.floats(spec, 1), ConvData.floats(spec, 1));
    assertNotEquals(ConvData.floats(spec, 1), ConvData.floats(spec, 2));
  }

  /** Both for a result that is compared whole and for one that is sampled. */
  @ParameterizedTest
  @ValueSource(
      strings = {"mb2g2ic4ih6iw5oc6kh3kw2sh2ph1dh1", "mb2g3ic6ih120iw61oc3kh3kw5sh1ph1pw2"})
  void theDefinitionAgreesWithTheReferenceAndSeesAWrongElement(String problem) {
    ConvSpec spec = ConvSpec.parse(problem);
    ConvData data = ConvData.integers(spec, 5);
    Tensor result = Evaluators.evaluate(spec.toOp(), data.operands()).get(0);
    DefinitionOracle oracle = new DefinitionOracle(5);
    assertEquals("", oracle.difference(spec, data, result));
    // The far corner belongs to every sample of this size.
    result.floats()[result.size() - 1] += 1;
    assertFalse(oracle.difference(spec, data, result).isEmpty());
  }

  @Test
  void aMisplacedPadIsSeen() {
    ConvSpec spec = ConvSpec.parse("mb1ic3ih90iw90oc4oh90ow90kh2kw2ph0pw0");
    ConvSpec shifted = ConvSpec.parse("mb1ic3ih90iw90oc4oh90ow90kh2kw2ph1pw0");
    ConvData data = ConvData.integers(spec, 5);
    Tensor result = Evaluators.evaluate(shifted.toOp(), data.operands()).get(0);
    assertEquals(spec.outputShape(), result.shape());
    assertFalse(new DefinitionOracle(5).difference(spec, data, result).isEmpty());
  }

  @Test
  void aNotANumberIsADifference() {
    ConvSpec spec = ConvSpec.parse("mb1ic3ih4oc2kh3");
    ConvData data = ConvData.integers(spec, 5);
    Tensor result = Evaluators.evaluate(spec.toOp(), data.operands()).get(0);
    result.floats()[3] = Float.NaN;
    assertFalse(new DefinitionOracle(5).difference(spec, data, result).isEmpty());
    assertFalse(ConvOracle.REFERENCE_EXACTLY.difference(spec, data, result).isEmpty());
    assertFalse(ConvOracle.REFERENCE_CLOSELY.difference(spec, data, result).isEmpty());
  }
}
