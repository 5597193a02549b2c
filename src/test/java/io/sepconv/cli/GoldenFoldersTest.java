package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.testing.NativeTest;
import io.sepconv.testing.TestData;
import org.junit.jupiter.api.Test;

/** Trained networks with the outputs that ONNX Runtime gave for them. */
class GoldenFoldersTest {
  @Test
  void agreeOnTheReference() {
    verify("reference");
  }

  @Test
  @NativeTest
  void agreeOnOneDnn() {
    verify("onednn");
  }

  private static void verify(String backend) {
    Cli cli =
        Cli.run(
                "verify",
                "--backend",
                backend,
                TestData.shared("golden/blazeface_front_astronaut"),
                TestData.shared("golden/ppocr_cls_upright"),
                TestData.shared("golden/ppocr_cls_rotated"))
            .assertDone();
    assertTrue(cli.lines().get(0).startsWith("backend: " + backend + " ("), cli.out());
    assertEquals("3 passed, 0 failed, 0 unsupported", cli.lastLine(), cli.out());
  }
}
