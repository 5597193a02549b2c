package io.sepconv.cli;

import io.sepconv.Model;
import io.sepconv.image.Images;
import io.sepconv.image.Maps;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The fifth part of the demo: finds lines of text, tells whether they are upright, reads them. */
final class DemoText {
  private static final double OPACITY = 0.6;

  private final DemoContext demo;
  private final DemoModels models;

  DemoText(DemoContext demo, DemoModels models) {
    this.demo = demo;
    this.models = models;
  }

  /**
   * What this part found.
   *
   * @param right whether the demo's own page was read as it was drawn; true of other pictures
   * @param lines of the picture, from top to bottom
   */
  record Result(boolean right, List<TextLine> lines) {}

  /** Runs this part. */
  Result run() {
    demo.heading("5. Text: three trained networks made of separable convolutions");
    demo.say(
        """
        PP-OCR's text detector (v4), direction classifier (v2) and recogniser (v4), licence %s,
        from %s.
        """,
        DemoModels.LICENCE, DemoModels.ARTIFACT);
    try (Model detector = Model.load(models.detector(), demo.options());
        Model classifier = Model.load(models.classifier(), demo.options());
        Model recognizer = Model.load(models.recognizer(), demo.options())) {
      demo.say("They run on %s.", DemoContext.label(detector.backend()));
      TextReader reader = new TextReader(detector, classifier, new TextRecognizer(recognizer));
      Result result = look("The picture", demo.picture(), false, "text.png", reader);
      BufferedImage turned = Images.rotate180(demo.picture());
      Result second = look("Turned by 180 degrees", turned, true, "text-turned.png", reader);
      legend();
      return new Result(result.right() && second.right(), result.lines());
    }
  }

  private Result look(
      String what, BufferedImage picture, boolean turned, String file, TextReader reader) {
    TextReader.Page page = reader.read(picture);
    List<TextLine> lines = page.lines();
    demo.gap();
    if (lines.isEmpty()) {
      TextDirection whole = TextDirection.of(reader.classifier(), picture);
      demo.say(
          """
          %s: no text found.
          Shown the picture as a whole, the classifier says %s, confidence %.3f.
          """,
          what, whole.describe(), whole.confidence());
    } else {
      demo.say("%s: %s", what, verdict(lines));
      demo.say(TextFindings.table(lines));
    }
    boolean right = !demo.isDrawn() || asDrawn(lines, turned);
    BufferedImage heat = Maps.overlay(picture, page.map(), OPACITY);
    demo.write("Picture", TextFindings.draw(heat, lines), file);
    return new Result(right, lines);
  }

  /** Whether the page was found, turned and read as it was drawn; says what was not. */
  private boolean asDrawn(List<TextLine> lines, boolean turned) {
    boolean found =
        lines.size() == DemoPage.LINES.size()
            && lines.stream().allMatch(line -> line.direction().rotated() == turned);
    if (!found) {
      demo.say(
          "That is WRONG: the page has %d lines, all %s.",
          DemoPage.LINES.size(), turned ? "upside down" : "upright");
    }
    String read = text(lines, turned);
    EditDistance error = EditDistance.between(DemoPage.text(), read);
    demo.say(
        "Character error, against what was drawn: %d of %d, %.2f %%.",
        error.edits(), error.length(), 100 * error.rate());
    if (error.edits() > 0) {
      demo.say("That is WRONG: it must be 0. What was drawn:");
      demo.say("%s", DemoPage.text());
    }
    return found && error.edits() == 0;
  }

  /** What the lines of a page say, in reading order: from the bottom up on a turned picture. */
  static String text(List<TextLine> lines, boolean turned) {
    List<TextLine> ordered = new ArrayList<>(lines);
    if (turned) {
      Collections.reverse(ordered);
    }
    return ordered.stream().map(line -> line.reading().text()).collect(Collectors.joining("\n"));
  }

  /** The vote of the lines whose answer is sure. */
  static String verdict(List<TextLine> lines) {
    List<TextDirection> sure =
        lines.stream().map(TextLine::direction).filter(TextDirection::isSure).toList();
    long rotated = sure.stream().filter(TextDirection::rotated).count();
    long upright = sure.size() - rotated;
    String answer =
        upright == rotated ? "UNDECIDED" : rotated > upright ? "UPSIDE DOWN" : "UPRIGHT";
    return String.format(
        Locale.ROOT,
        "%s (%d %s: %d upright, %d upside down, %d unsure)",
        answer,
        lines.size(),
        lines.size() == 1 ? "line" : "lines",
        upright,
        rotated,
        lines.size() - sure.size());
  }

  private void legend() {
    demo.gap();
    demo.say(
        """
        found: the detector's probability of text; sure: the classifier's confidence in the
        direction; read: the mean of the recogniser's probabilities of the characters. Lines
        that are surely upside down are turned before they are read.
        In these pictures the detector's probability of text lies over the lines, from yellow to
        red. Boxes are green around upright lines, blue around lines upside down, and grey where
        the classifier is not sure (a confidence of 0.9 or less).
        """);
  }
}
