package io.sepconv.backend.jvm;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sepconv.op.ConvSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Sizes around the edges of the rows, blocks and strips of the kernels in plain Java. */
class PlainConvolutionsTest {
  /** Tiles of pixels are at most 400 wide, or less where that is enough. */
  @TestFactory
  Stream<DynamicTest> pixelsInRowsAreExact() {
    List<String> problems = new ArrayList<>();
    for (int pixels : new int[] {128, 129, 207, 208, 209, 256, 257, 399, 400, 401, 513, 801}) {
      problems.add("mb1ic7ih1iw" + pixels + "oc9kh1kw1ph0pw0");
    }
    for (int out : new int[] {1, 2, 3, 4, 7, 8, 31, 32, 33, 67}) {
      problems.add("mb1ic13ih11iw13oc" + out + "kh1kw1ph0pw0");
      problems.add("mb2ic13ih22iw26oc" + out + "kh1kw1sh2sw2ph0pw0");
    }
    for (int in : new int[] {1, 2, 11, 12, 13, 255, 256, 257, 515}) {
      problems.add("mb1ic" + in + "ih13iw10oc5kh1kw1ph0pw0");
    }
    return tests(problems, ":rows");
  }

  @TestFactory
  Stream<DynamicTest> windowsInRowsAreExact() {
    List<String> problems = new ArrayList<>();
    for (String picture : List.of("ih17iw33", "ih40iw31")) {
      for (String window :
          List.of(
              "kh3kw3ph1pw1",
              "kh3kw3sh2sw2ph1pw1",
              "kh3kw3dh2dw1ph3pw2",
              "kh5kw2ph2pw1",
              "kh1kw7ph0pw6")) {
        problems.add("mb2ic3" + picture + "oc18" + window);
        problems.add("mb2ic40" + picture + "oc7" + window);
        problems.add("mb2g3ic9" + picture + "oc15" + window);
        problems.add("mb2g2ic32" + picture + "oc70" + window);
      }
    }
    problems.add("mb2ic5iw300oc9kw5pw2");
    problems.add("mb1ic4id6ih7iw8oc6kd3kh3kw3pd1ph1pw1");
    problems.add("mb1ic3ih2iw90oc4oh4ow92kh3kw3ph2pw2n\"whole rows of the border\"");
    return tests(problems, ":direct-rows");
  }

  @TestFactory
  Stream<DynamicTest> fewPixelsOfManyChannelsAreExact() {
    List<String> problems = new ArrayList<>();
    for (int out : new int[] {1, 16, 31, 255, 256, 257, 500}) {
      for (int pixels : new int[] {1, 7, 8, 9, 50}) {
        problems.add("mb1ic11ih1iw" + pixels + "oc" + out + "kh1kw1ph0pw0");
      }
    }
    return tests(problems, ":product");
  }

  /** Strips are at most 384 floats: channels of one pixel, or of several. */
  @TestFactory
  Stream<DynamicTest> depthwiseStripsAreExact() {
    List<String> problems = new ArrayList<>();
    for (int channels : new int[] {3, 16, 20, 100, 192, 193, 250, 384, 385, 500, 784}) {
      problems.add(depthwise(channels, "ih7iw9", "kh3kw3ph1pw1"));
      problems.add(depthwise(channels, "ih8iw7", "kh3kw3sh2sw2ph1pw1"));
    }
    for (String window :
        List.of(
            "kh5kw5ph2pw2",
            "kh5kw5sh2sw2ph2pw2",
            "kh7kw7ph3pw3",
            "kh1kw5ph0pw4",
            "kh3kw3dh1dw2ph2pw3",
            "kh3kw3sh3sw1dh1dw1ph4pw0",
            "kh2kw2sh4sw5ph0pw0",
            "kh3kw4ph2pw3")) {
      problems.add(depthwise(20, "ih19iw29", window));
      problems.add(depthwise(256, "ih12iw14", window));
    }
    problems.add("mb2g33ic33iw40oc33kw3pw1");
    return tests(problems, ":depthwise");
  }

  private static String depthwise(int channels, String picture, String window) {
    return "mb2g" + channels + "ic" + channels + picture + "oc" + channels + window;
  }

  @TestFactory
  Stream<DynamicTest> otherDepthwiseWindowsAreExact() {
    return tests(
        List.of("mb2g5ic5id4ih6iw7oc5kd3kh3kw3pd1ph1pw1", "mb1g5ic5ih20iw20oc5kh15kw15ph7pw7"),
        ":depthwise-pixels");
  }

  private static Stream<DynamicTest> tests(List<String> problems, String kernel) {
    return problems.stream()
        .map(
            problem ->
                dynamicTest(
                    problem,
                    () -> ConvCheck.isExact(JvmTiers.plain(), ConvSpec.parse(problem), kernel)));
  }
}
