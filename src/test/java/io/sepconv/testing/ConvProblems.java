package io.sepconv.testing;

import java.util.List;

/** Convolutions that every backend and every implementation must compute exactly. */
public final class ConvProblems {
  /** Direct, grouped, depthwise, 1x1; strides, dilations, lopsided pads; 1-D to 3-D; odd sizes. */
  public static final List<String> ALL =
      List.of(
          "mb1ic3ih27iw37oc19oh14ow19kh3kw3sh2sw2ph1pw1n\"direct, stride 2, odd sizes\"",
          "mb2ic23ih13oc19kh3ph1n\"direct, 23 to 19 channels\"",
          "mb1ic5ih9oc7kh5ph2n\"direct 5x5\"",
          "mb1ic16ih12oc16oh12kh2ph0n\"direct, even kernel, padding behind only\"",
          "mb1ic4ih84oc16oh20kh8sh4ph0n\"direct, last rows not read\"",
          "mb1ic8ih11oc8kh3dh1ph2n\"direct, dilated\"",
          "mb1ic3ih10iw12oc6kh1kw3ph0pw1n\"direct 1x3\"",
          "mb2g4ic20ih5oc20oh5kh3ph1n\"grouped\"",
          "mb1g2ic6ih9oc10kh3sh2ph1n\"grouped, stride 2\"",
          "mb1g3ic9ih10oc6kh3dh2ph3n\"grouped, dilated\"",
          "mb1g32ic32ih14oc32kh3ph1n\"depthwise\"",
          "mb2g19ic19ih9iw7oc19kh3kw3ph1pw1n\"depthwise, 19 channels\"",
          "mb1g24ic24ih13oc24oh7kh3sh2ph1n\"depthwise, stride 2\"",
          "mb1g28ic28ih64oc28oh32kh3sh2ph0n\"depthwise, padded behind only\"",
          "mb1g16ic16ih12oc16kh5ph2n\"depthwise 5x5\"",
          "mb1g8ic8ih12iw24oc8oh6ow24kh5kw5sh2sw1ph2pw2n\"depthwise, strides 2 and 1\"",
          "mb1g12ic12ih9oc24kh3ph1n\"depthwise, multiplier 2\"",
          "mb1g10ic10ih12oc10kh3dh1ph2n\"depthwise, dilated\"",
          "mb1ic32ih14oc64kh1n\"1x1\"",
          "mb3ic23ih5iw7oc19kh1kw1n\"1x1, odd\"",
          "mb1ic40ih7oc10oh4kh1sh2n\"1x1, stride 2\"",
          "mb1ic17ih1oc33kh1n\"1x1 on one position\"",
          "mb1ic1ih4iw4oc5oh7ow1kh4kw4sh1sw3ph3pw1n\"one channel, one column, stride 2\"",
          "mb2ic1id4ih3iw4oc6od5oh4ow1kd4kh3kw4sw3pd3ph2pw0n\"the same in 3-D\"",
          "mb2ic6iw31oc9kw3pw1n\"1-D direct\"",
          "mb1g8ic8iw20oc8kw5pw2n\"1-D depthwise\"",
          "mb1ic5iw11oc4kw1n\"1-D 1x1\"",
          "mb1ic4id6ih7iw8oc6kd3kh3kw3pd1ph1pw1n\"3-D direct\"",
          "mb1g6ic6id5oc6kd3pd1n\"3-D depthwise\"",
          "mb1ic7id3ih4iw5oc5kd1kh1kw1n\"3-D 1x1\"",
          "mb1ic16iw6oc16ow3kw1sw3pw0n\"1-D, last window behind the input\"",
          "mb1ic16ih1iw6oc16oh1ow3kh1kw1sh1sw3ph0pw0n\"2-D, last window behind the input\"",
          "mb1ic2iw8oc10ow3kw1sw4pw0n\"1-D, stride 4, last window behind the input\"",
          "mb1ic1iw1oc1ow4kw1pw0n\"1-D, one channel, windows behind the input\"",
          "mb1ic16ih8iw1oc16oh4ow2kh1kw1sh4sw2ph5pw1n\"windows before and behind the input\"",
          "mb1ic4ih5iw1oc2oh3ow2kh4kw1sh3sw2ph2pw1n\"no window on the input's one column\"");

  private ConvProblems() {}
}
