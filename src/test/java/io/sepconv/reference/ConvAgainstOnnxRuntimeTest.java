package io.sepconv.reference;

import static io.sepconv.reference.OnnxRuntimeAgreement.CLOSE;
import static io.sepconv.reference.OnnxRuntimeAgreement.EQUAL;
import static io.sepconv.reference.OnnxRuntimeAgreement.check;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sepconv.op.Activation;
import io.sepconv.op.AutoPad;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvKind;
import io.sepconv.op.ConvTranspose;
import io.sepconv.op.Window;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.ConvProblem;
import io.sepconv.testing.TestData;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ConvAgainstOnnxRuntimeTest {
  private static final int PER_CASE = 6;

  @TestFactory
  Stream<DynamicTest> everyKindInOneToThreeDimensions() {
    return Stream.of(ConvKind.values())
        .flatMap(
            kind ->
                Stream.of(1, 2, 3)
                    .flatMap(
                        rank ->
                            LongStream.range(0, PER_CASE)
                                .mapToObj(seed -> ConvProblem.random(seed, kind, rank))
                                .map(ConvAgainstOnnxRuntimeTest::conv)));
  }

  private static DynamicTest conv(ConvProblem problem) {
    return dynamicTest(
        problem.toString(),
        () ->
            check(
                problem.toString(),
                problem.exact() ? EQUAL : CLOSE,
                problem.op(),
                11,
                problem.operands()));
  }

  @TestFactory
  Stream<DynamicTest> automaticPadding() {
    return Stream.of(AutoPad.SAME_UPPER, AutoPad.SAME_LOWER, AutoPad.VALID)
        .flatMap(
            autoPad ->
                LongStream.range(0, 4)
                    .mapToObj(
                        seed ->
                            dynamicTest(
                                autoPad + " seed " + seed, () -> automaticPadding(autoPad, seed))));
  }

  private static void automaticPadding(AutoPad autoPad, long seed) {
    TestData data = new TestData(seed);
    List<Integer> none = List.of(0, 0);
    Window window =
        new Window(
            List.of(data.between(1, 4), data.between(1, 4)),
            List.of(data.between(1, 3), data.between(1, 3)),
            // ONNX Runtime 1.17 refuses automatic padding beside a dilation
            List.of(1, 1),
            none,
            none,
            autoPad);
    Tensor x = data.integers(Shape.of(1, 2, data.between(4, 9), data.between(4, 9)));
    Tensor w = data.integers(Shape.of(3, 2, window.kernel().get(0), window.kernel().get(1)));
    String problem = "seed " + seed + ", x " + x.shape();
    check(problem, EQUAL, new Conv(window, 1, Activation.NONE), 11, List.of(x, w));
  }

  @TestFactory
  Stream<DynamicTest> transposed() {
    return Stream.of(1, 2, 3)
        .flatMap(
            rank ->
                LongStream.range(0, PER_CASE)
                    .mapToObj(
                        seed ->
                            dynamicTest(rank + "-D, seed " + seed, () -> transposed(rank, seed))));
  }

  private static void transposed(int rank, long seed) {
    TestData data = new TestData(seed);
    int groups = data.between(1, 3);
    List<Integer> x = new ArrayList<>(List.of(data.between(1, 2), groups * data.between(1, 4)));
    List<Integer> w = new ArrayList<>(List.of(x.get(1), data.between(1, 4)));
    List<Integer> stride = new ArrayList<>();
    List<Integer> dilation = new ArrayList<>();
    List<Integer> begin = new ArrayList<>();
    List<Integer> end = new ArrayList<>();
    List<Integer> outputPadding = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      x.add(data.between(3, 7));
      w.add(data.between(1, 4));
      stride.add(data.between(1, 3));
      dilation.add(data.between(1, 2));
      begin.add(data.between(0, 1));
      end.add(data.between(0, 1));
      outputPadding.add(data.between(0, stride.get(i) - 1));
    }
    Window window =
        new Window(w.subList(2, w.size()), stride, dilation, begin, end, AutoPad.NOTSET);
    ConvTranspose op = new ConvTranspose(window, groups, outputPadding, Activation.NONE);
    List<Tensor> operands =
        new ArrayList<>(List.of(data.integers(Shape.of(x)), data.integers(Shape.of(w))));
    if (data.coin()) {
      operands.add(data.integers(Shape.of(w.get(1) * groups)));
    }
    check("seed " + seed + ", x " + x + ", weights " + w, EQUAL, op, 11, operands);
  }
}
