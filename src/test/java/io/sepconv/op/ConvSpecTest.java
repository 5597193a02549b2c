package io.sepconv.op;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.tensor.Shape;
import io.sepconv.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConvSpecTest {
  /** A problem as people write it, and all of it as we print it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # minibatch 2; w from h; output (10 - 3) / 1 + 1 = 8 from no padding
          ic16ih10oc32kh3                  | mb2ic16ih10iw10oc32oh8ow8kh3kw3ph0pw0
          # padding from the output: (9 * 1 - 10 + 3) / 2 = 1
          ic16ih10oc32oh10kh3              | mb2ic16ih10iw10oc32oh10ow10kh3kw3ph1pw1
          # half of an odd number rounds down: (111 * 2 - 224 + 3) / 2 = 1 / 2 = 0
          ic3ih224oc32oh112kh3sh2          | mb2ic3ih224iw224oc32oh112ow112kh3kw3sh2sw2ph0pw0
          # and towards zero: (0 * 1 - 6 + 1) / 2 = -5 / 2 = -2
          ic1ih6oc1oh1kh1                  | mb2ic1ih6iw6oc1oh1ow1kh1kw1ph-2pw-2
          # so does the output: (2 - 3) / 2 + 1 = 1
          ic1ih2oc1kh3sh2                  | mb2ic1ih2iw2oc1oh1ow1kh3kw3sh2sw2ph0pw0
          # extent (3 - 1) * (1 + 1) + 1 = 5, output 10 - 5 + 2 * 2 + 1 = 10
          ic1ih10oc1kh3dh1ph2              | mb2ic1ih10iw10oc1oh10ow10kh3kw3ph2pw2dh1dw1
          # an underscore is nothing, a later field wins, 0 asks for the output
          _mb4_ic8__oc8_ih5oh9_oh0kh1_     | mb4ic8ih5iw5oc8oh5ow5kh1kw1ph0pw0
          # fields at their defaults do not make an axis: w is still copied from h
          ic8oc8ih9kh3ph1sh2sw1dw0pw0      | mb2ic8ih9iw9oc8oh5ow5kh3kw3sh2sw2ph1pw1
          ic8oc8ih9kh3id0sd1dd0            | mb2ic8ih9iw9oc8oh7ow7kh3kw3ph0pw0
          # one axis
          ic3oc16_iw5ow5kw3pw1             | mb2ic3iw5oc16ow5kw3pw1
          # three axes, alone and in full
          g4ic8oc8id5od5kd3pd1             | g4mb2ic8id5ih5iw5oc8od5oh5ow5kd3kh3kw3pd1ph1pw1
          ic1oc1id4kd2ih5kh3iw6kw4ph1      | mb2ic1id4ih5iw6oc1od3oh5ow3kd2kh3kw4pd0ph1pw0
          # the name is everything behind n, with or without quotes
          ic1ih1oc1kh1n"a:b/c*3"           | mb2ic1ih1iw1oc1oh1ow1kh1kw1ph0pw0n"a:b/c*3"
          ic1ih1oc1kh1_nnoname n1          | mb2ic1ih1iw1oc1oh1ow1kh1kw1ph0pw0n"noname n1"
          """)
  void readsAndPrints(String problem, String complete) {
    ConvSpec spec = ConvSpec.parse(problem);
    assertEquals(complete, spec.toString());
    assertEquals(spec, ConvSpec.parse(complete));
  }

  @Test
  void trapOneDilationZeroIsDense() {
    Window dense = ConvSpec.parse("ic1ih9oc1kh3dh0").window();
    assertEquals(List.of(1, 1), dense.dilation());
    assertEquals(3, dense.extent(0));
    Window gap = ConvSpec.parse("ic1ih9oc1kh3dh1").window();
    assertEquals(List.of(2, 2), gap.dilation());
    assertEquals(5, gap.extent(0));
    assertEquals(1, ConvSpec.gaps(2));
  }

  /** end = (o - 1) * s + (k - 1) * (d + 1) + 1 - i - p. */
  @ParameterizedTest
  @CsvSource({
    "ic1ih13oc1oh12kh3ph0, 1", // 11 * 1 + 3 - 13 - 0
    "ic1ih224oc1oh112kh3sh2ph1, 0", // 111 * 2 + 3 - 224 - 1
    "ic1ih13oc1oh5kh3sh2ph0, -2", // 4 * 2 + 3 - 13 - 0
    "ic1ih9oc1oh3kh1sh4ph0, 0", // 2 * 4 + 1 - 9 - 0
    "ic1ih11oc1oh3kh1sh4ph0, -2", // 2 * 4 + 1 - 11 - 0
    "ic1ih10oc1oh10kh3dh2ph3, 3", // 9 * 1 + 7 - 10 - 3
    "ic1ih6oc1oh1kh1, -3", // 0 * 1 + 1 - 6 + 2
    "ic1ih2oc1kh3sh2, 1", // 0 * 2 + 3 - 2 - 0
  })
  void trapTwoOnlyTheBeginPaddingIsGiven(String problem, int end) {
    ConvSpec spec = ConvSpec.parse(problem);
    assertEquals(List.of(end, end), spec.window().padEnd());
    int output = spec.window().outputSize(0, spec.input().get(0), false);
    assertEquals(spec.output().get(0), output);
  }

  @Test
  void shapesAndCost() {
    ConvSpec spec = ConvSpec.parse("g2mb3ic8ih5iw7oc6oh3ow7kh3kw1sh2sw1ph1pw0");
    assertEquals(Shape.of(3, 8, 5, 7), spec.inputShape());
    assertEquals(Shape.of(6, 4, 3, 1), spec.weightShape());
    assertEquals(Shape.of(3, 6, 3, 7), spec.outputShape());
    assertEquals(3 * 6 * 3 * 7 * (8 / 2) * 3, spec.macs());
    assertEquals(ConvKind.GROUPED, spec.kind());
    assertEquals(new Conv(spec.window(), 2, Activation.NONE), spec.toOp());
    assertEquals(Shape.of(1, 8, 5, 7), spec.withMinibatch(1).inputShape());
  }

  @ParameterizedTest
  @CsvSource({
    "ic8ih5oc8kh3, direct",
    "ic8ih5oc8kh1, 1x1",
    "ic8ih5oc8kh1kw3iw5, direct",
    "g2ic8ih5oc8kh1, grouped",
    "g8ic8ih5oc8kh3, depthwise",
    "g8ic8ih5oc16kh3, depthwise",
    "g1ic1ih5oc8kh3, direct",
  })
  void kinds(String problem, String kind) {
    assertEquals(kind, ConvSpec.parse(problem).kind().toString());
  }

  /** Padding behind the input that no window reads does not make another problem. */
  @Test
  void endPaddingIsReducedToWhatIsRead() {
    Window loose = Window.uniform(List.of(3, 3), 2, 1, 1);
    ConvSpec spec = new ConvSpec(1, 1, 4, 4, List.of(6, 6), loose, "");
    assertEquals(List.of(0, 0), spec.window().padEnd());
    assertEquals(spec, ConvSpec.parse(spec.toString()));
  }

  @Test
  void automaticPaddingIsWrittenOut() {
    List<Integer> none = List.of(0, 0);
    Window same =
        new Window(List.of(3, 3), List.of(2, 2), List.of(1, 1), none, none, AutoPad.SAME_UPPER);
    ConvSpec spec = new ConvSpec(1, 1, 4, 4, List.of(6, 6), same, "");
    assertEquals("mb1ic4ih6iw6oc4oh3ow3kh3kw3sh2sw2ph0pw0", spec.toString());
    assertEquals(List.of(1, 1), spec.window().padEnd());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                      | ic is missing
          ic16ih5kh3              | oc is missing
          oc16ih5kh3              | ic is missing
          ic16oc16                | no spatial axis
          ic16oc16ih5             | kh is missing
          ic16oc16kh3             | ih is missing
          ic16oc16ih5kh3sw2       | iw is missing
          ic16oc16id5kd3ih5kh3    | both of the axes h and w
          ic16oc16id5kd3iw5kw3    | both of the axes h and w
          ic16oc16ih5kh3 junk     | ' junk' is no field
          icoc16ih5kh3            | 'icoc16ih5kh3' is no field
          ic16oc16ih5kh3xh2       | 'xh2' is no field
          ic16oc16ih5.5kh3        | '.5kh3' is no field
          ic0oc16ih5kh3           | at least 1
          mb0ic16oc16ih5kh3       | at least 1
          g0ic16oc16ih5kh3        | at least 1
          g3ic16oc15ih5kh3        | g3 must divide ic16 and oc15
          g3ic15oc16ih5kh3        | g3 must divide ic15 and oc16
          ic16oc16ih5kh3sh0       | no window
          ic16oc16ih0kh3          | no window
          ic16oc16ih5kh3dh-1      | no window
          ic16oc16ih2kh5          | the output along h would be empty
          ic16oc16ih2oh-2kh5      | the output along h would be empty
          ic99999999999oc1ih5kh3  | 99999999999 is beyond 2^31-1
          mb2000000000ic2000000000oc1ih2000000000kh1 | more than 2^63 elements
          ic2000000000oc2000000000ih60kh60 | long overflow
          ic1oc1ih5oh1kh2000000000dh3ph0 | integer overflow
          """)
  void refuses(String problem, String reason) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> ConvSpec.parse(problem));
    assertAll(
        () -> assertTrue(e.getMessage().startsWith("'" + problem + "'"), e.getMessage()),
        () -> assertTrue(e.getMessage().contains(reason), e.getMessage()));
  }

  @Test
  void refusesAWindowThatDoesNotFit() {
    Window window = Window.of(5, 5);
    assertThrows(
        IllegalArgumentException.class, () -> new ConvSpec(1, 1, 1, 1, List.of(4, 9), window, ""));
    assertThrows(
        IllegalArgumentException.class, () -> new ConvSpec(1, 1, 1, 1, List.of(9), window, ""));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ConvSpec(1, 1, 1, 1, List.of(0, 9), Window.uniform(List.of(1, 1), 1, 1, 1), ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shapes_1x1",
        "shapes_basic",
        "shapes_efficientdet",
        "shapes_mobilenet",
        "shapes_mobilenet_dw",
        "shapes_regression_dw",
        "shapes_resnext_101",
        "shapes_ssd_mobilenet",
        "shapes_tails"
      })
  void benchdnnFilesRoundTrip(String file) throws IOException {
    List<String> problems = problems(TestData.shared("benchdnn").resolve(file));
    assertTrue(problems.size() >= 9, file + " holds " + problems.size() + " problems");
    for (String problem : problems) {
      ConvSpec spec = ConvSpec.parse(problem);
      assertEquals(spec, ConvSpec.parse(spec.toString()), problem);
      assertKeepsItsFields(problem, spec);
    }
  }

  @Test
  void everyBenchdnnFileIsTested() throws IOException {
    try (Stream<Path> files = Files.list(TestData.shared("benchdnn"))) {
      assertEquals(9, files.filter(file -> file.getFileName().toString().startsWith("s")).count());
    }
  }

  private static List<String> problems(Path file) throws IOException {
    List<String> problems = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        problems.add(line.strip());
      }
    }
    return problems;
  }

  /** Whatever the problem says stands in what we print; only defaults are left out there. */
  private static void assertKeepsItsFields(String problem, ConvSpec spec) {
    String printed = spec.toString().split("n\"")[0];
    Matcher field = Pattern.compile("([a-z]+)(\\d+)").matcher(problem.split("n\"")[0]);
    while (field.find()) {
      String name = field.group(1);
      String byDefault = name.startsWith("s") || name.equals("g") ? "1" : "0";
      boolean omitted = !printed.contains(name) && field.group(2).equals(byDefault);
      boolean kept =
          Pattern.compile("(?<![a-z])" + field.group() + "(?!\\d)").matcher(printed).find();
      assertTrue(kept || omitted, field.group() + " of " + problem + " is lost in " + printed);
    }
  }
}
