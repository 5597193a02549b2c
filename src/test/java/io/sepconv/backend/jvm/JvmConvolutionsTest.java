package io.sepconv.backend.jvm;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sepconv.op.ConvSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Sizes around the edges of tiles, panels and pictures, on one thread and on three. */
class JvmConvolutionsTest {
  @TestFactory
  Stream<DynamicTest> depthwiseTilesAreExact() {
    List<String> problems = new ArrayList<>();
    for (int kernel : new int[] {3, 5}) {
      for (int stride : new int[] {1, 2}) {
        for (int dilation : stride == 1 ? new int[] {0, 1, 2} : new int[] {0}) {
          for (String picture : List.of("ih18iw24", "ih19iw29", "ih23iw26", "ih31iw25")) {
            for (int pad : new int[] {0, kernel / 2 * (dilation + 1), 3}) {
              problems.add(
                  String.format(
                      "mb2g17ic17%soc17kh%dkw%dsh%dsw%ddh%ddw%dph%dpw%d",
                      picture, kernel, kernel, stride, stride, dilation, dilation, pad, pad));
            }
          }
        }
      }
    }
    return problems.stream().map(problem -> test(problem, ":depthwise"));
  }

  @TestFactory
  Stream<DynamicTest> otherDepthwiseWindowsAreExact() {
    return Stream.of(
            "mb1g20ic20ih7iw9oc20kh7kw7ph3pw3",
            "mb1g20ic20ih7iw9oc20kh1kw5ph0pw2",
            "mb2g3ic3ih11iw9oc3kh3kw3sh2sw1ph1pw1",
            "mb1g16ic16ih11iw12oc16kh3kw3sh2sw2dh1dw1ph2pw2",
            "mb1g9ic9ih2iw3oc9kh3kw3ph1pw1",
            "mb1g33ic33iw40oc33kw3pw1",
            "mb2g5ic5id4ih6iw7oc5kd3kh3kw3pd1ph1pw1")
        .map(problem -> test(problem, ":depthwise-pixels"));
  }

  @TestFactory
  Stream<DynamicTest> productsAreExact() {
    List<String> problems = new ArrayList<>();
    for (int out : new int[] {1, 15, 16, 17, 63, 64, 65, 100, 129}) {
      problems.add("mb1ic5ih7iw7oc" + out + "kh1kw1");
      problems.add("mb2ic5ih9iw15oc" + out + "kh1kw1sh2sw2ph0pw0");
    }
    for (int width = 1; width < 16; width++) {
      problems.add("mb2ic3ih1iw" + width + "oc20kh1kw1ph0pw0");
    }
    return problems.stream().map(problem -> test(problem, ":product"));
  }

  @TestFactory
  Stream<DynamicTest> directConvolutionsAreExact() {
    List<String> problems = new ArrayList<>();
    for (String picture : List.of("ih4iw5", "ih9iw7", "ih8iw13", "ih15iw22")) {
      for (String window :
          List.of(
              "kh3kw3ph1pw1",
              "kh3kw3sh2sw2ph1pw1",
              "kh3kw3dh1dw1ph2pw2",
              "kh5kw2ph2pw1",
              "kh3kw3sh1sw2dh1dw0ph4pw0",
              "kh2kw2sh2sw2ph0pw0")) {
        problems.add("mb1ic7" + picture + "oc18" + window);
        problems.add("mb1ic20" + picture + "oc70" + window);
        problems.add("mb1g3ic9" + picture + "oc15" + window);
        problems.add("mb1g2ic32" + picture + "oc64" + window);
      }
    }
    return problems.stream().map(problem -> test(problem, ":direct"));
  }

  @TestFactory
  Stream<DynamicTest> convolutionsOfFewChannelsAreExact() {
    List<String> problems = new ArrayList<>();
    for (String picture : List.of("ih4iw5", "ih9iw7", "ih8iw13", "ih15iw22")) {
      for (String window :
          List.of(
              "kh3kw3ph1pw1",
              "kh3kw3sh2sw2ph1pw1",
              "kh3kw3sh2sw2ph0pw0",
              "kh3kw1sh1sw3dh1ph2pw0",
              "kh7kw7sh2sw2ph3pw3",
              "kh2kw2sh2sw2ph0pw0")) {
        problems.add("mb2ic3" + picture + "oc18" + window);
        problems.add("mb1ic1" + picture + "oc65" + window);
      }
    }
    problems.add("mb1ic3iw20oc6kw5pw2");
    return problems.stream().map(problem -> test(problem, ":stem"));
  }

  private static DynamicTest test(String problem, String kernel) {
    return dynamicTest(
        problem, () -> ConvCheck.isExact(JvmTiers.vector(), ConvSpec.parse(problem), kernel));
  }
}
