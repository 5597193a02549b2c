package io.sepconv.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rivals of this build's profiles agree with sepconv on what {@link EngineTest} has not. */
class RivalTest {
  private static final String KERNELS =
      "mb2ic6ih11iw9oc12oh11ow9kh3kw1ph1pw0n\"column\""
          + " + g4mb2ic12ih11iw9oc8oh11ow9kh1kw5ph0pw2n\"grouped row\""
          + " + g8mb2ic8ih11iw9oc8oh11ow9kh3kw3ph1pw1n\"depthwise\""
          + " + mb2ic8ih11iw9oc6oh11ow9kh1kw1ph0pw0n\"1x1\""
          + " + x";
  private static final String MORE_PADDING_BEHIND =
      "mb1ic3ih12iw14oc8oh6ow7kh3kw3sh2sw2ph0pw0n\"stride 2\"";
  private static final String SPLIT_AND_SHUFFLED = "shufflenet_v2_x1_0";

  @ParameterizedTest
  @EnumSource(names = {"OPENCV", "PYTORCH", "LITERT", "TENSORFLOW"})
  void computesTheSame(Engine rival) {
    assumeTrue(rival.isHere(), "not in this build");
    StringWriter said = new StringWriter();
    int code =
        Contest.run(
            new PrintWriter(said),
            new PrintWriter(said),
            "--engines",
            "SEPCONV_ONEDNN_F32," + rival,
            "--problem",
            KERNELS,
            "--problem",
            MORE_PADDING_BEHIND,
            "--networks",
            SPLIT_AND_SHUFFLED,
            "--sets",
            "1",
            "--seconds",
            "0.05");
    assertEquals(0, code, said::toString);
  }
}
