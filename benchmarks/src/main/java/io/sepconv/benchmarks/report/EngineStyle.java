package io.sepconv.benchmarks.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an engine is called in tables and pictures, and its colour, the same in all of them.
 *
 * <p>The colours are those that <a href="https://jfly.uni-koeln.de/color/">Okabe and Ito</a> chose
 * for the colour-blind, and of others what Paul Tol's <a
 * href="https://sronpersonalpages.nl/~pault/">schemes</a> add.
 *
 * @param label for people
 * @param colour of its bars
 */
record EngineStyle(String label, Color colour) {
  private static final Map<String, EngineStyle> KNOWN = new LinkedHashMap<>();

  static {
    know("SEPCONV_ONEDNN_F32", "sepconv f32", 0x0072B2);
    know("SEPCONV_ONEDNN_BF16", "sepconv bf16", 0x56B4E9);
    know("SEPCONV_JAVA", "sepconv Java", 0xD55E00);
    know("SEPCONV_JAVA_PLAIN", "sepconv Java, plain", 0xE69F00);
    know("SEPCONV_REFERENCE", "sepconv reference", 0xBBBBBB);
    know("ONNXRUNTIME", "ONNX Runtime", 0x000000);
    know("LITERT", "LiteRT", 0x332288);
    know("OPENCV", "OpenCV", 0x009E73);
    know("PYTORCH", "PyTorch", 0xCC79A7);
    know("TENSORFLOW", "TensorFlow", 0xF0E442);
  }

  private static final int[] SPARE = {0x999933, 0x44AA99, 0x777777};

  /** By what comes first in tables: sepconv, then its rivals, then strangers by their names. */
  static final Comparator<String> ORDER =
      Comparator.<String>comparingInt(EngineStyle::rank).thenComparing(name -> name);

  private static void know(String name, String label, int rgb) {
    KNOWN.put(name, new EngineStyle(label, new Color(rgb)));
  }

  private static int rank(String name) {
    int index = new ArrayList<>(KNOWN.keySet()).indexOf(name);
    return index < 0 ? KNOWN.size() : index;
  }

  /** The style of an engine, by the name that the contest gives it; a stranger keeps its name. */
  static EngineStyle of(String name) {
    EngineStyle known = KNOWN.get(name);
    return known == null
        ? new EngineStyle(name, new Color(SPARE[Math.floorMod(name.hashCode(), SPARE.length)]))
        : known;
  }

  static String label(String name) {
    return of(name).label();
  }

  /** The labels, with commas between them. */
  static String labels(List<String> names) {
    return String.join(", ", names.stream().map(EngineStyle::label).toList());
  }
}
