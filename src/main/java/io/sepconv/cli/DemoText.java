package io.sepconv.cli;

import io.sepconv.Model;
import io.sepconv.image.Images;
import io.sepconv.image.Maps;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/** The third part of the demo: finds lines of text and tells whether they are upright. */
final class DemoText {
  private static final Color UPRIGHT = new Color(0, 130, 60);
  private static final Color ROTATED = new Color(0, 70, 210);
  private static final Color UNSURE = new Color(130, 130, 130);
  private static final double OPACITY = 0.6;

  /** More lines than this are counted but not listed. */
  private static final int LISTED = 12;

  private final DemoContext demo;
  private final DemoModels models;

  DemoText(DemoContext demo, DemoModels models) {
    this.demo = demo;
    this.models = models;
  }

  /** A line of text that was found, and which way up it is. */
  record Found(TextBox box, TextDirection direction) {}

  /** Runs this part; whether the demo's own page was read as it was drawn. */
  boolean run() {
    demo.heading("3. Text: two trained networks made of separable convolutions");
    demo.say(
        """
        PP-OCR's text detector (v4) and direction classifier (v2), licence %s,
        from %s.
        """,
        DemoModels.LICENCE, DemoModels.ARTIFACT);
    boolean right = true;
    try (Model detector = Model.load(models.detector(), demo.options());
        Model classifier = Model.load(models.classifier(), demo.options())) {
      demo.say("They run on %s.", DemoContext.label(detector.backend()));
      BufferedImage turned = Images.rotate180(demo.picture());
      right &= look("The picture", demo.picture(), false, "text.png", detector, classifier);
      right &= look("Turned by 180 degrees", turned, true, "text-turned.png", detector, classifier);
    }
    demo.gap();
    demo.say(
        """
        In these pictures the detector's probability of text lies over the lines, from yellow to
        red. Boxes are green around upright lines, blue around lines upside down, and grey where
        the classifier is not sure (a confidence of 0.9 or less).
        """);
    return right;
  }

  private boolean look(
      String what,
      BufferedImage picture,
      boolean turned,
      String file,
      Model detector,
      Model classifier) {
    TextDetector.Detection detection = TextDetector.run(detector, picture);
    List<Found> lines =
        detection.boxes().stream()
            .map(box -> new Found(box, TextDirection.of(classifier, crop(picture, box))))
            .toList();
    demo.gap();
    if (lines.isEmpty()) {
      TextDirection whole = TextDirection.of(classifier, picture);
      demo.say(
          """
          %s: no text found.
          Shown the picture as a whole, the classifier says %s, confidence %.3f.
          """,
          what, whole.describe(), whole.confidence());
    } else {
      demo.say("%s: %s", what, verdict(lines));
      list(lines);
    }
    boolean right = !demo.isDrawn() || asDrawn(lines, turned);
    if (!right) {
      demo.say(
          "That is WRONG: the page has %d lines, all %s.",
          DemoPage.LINES.size(), turned ? "upside down" : "upright");
    }
    demo.write("Picture", draw(Maps.overlay(picture, detection.map(), OPACITY), lines), file);
    return right;
  }

  private static BufferedImage crop(BufferedImage picture, TextBox box) {
    return Images.crop(picture, box.x(), box.y(), box.width(), box.height());
  }

  private static boolean asDrawn(List<Found> lines, boolean turned) {
    return lines.size() == DemoPage.LINES.size()
        && lines.stream().allMatch(line -> line.direction().rotated() == turned);
  }

  /** The vote of the lines whose answer is sure. */
  static String verdict(List<Found> lines) {
    List<TextDirection> sure =
        lines.stream().map(Found::direction).filter(TextDirection::isSure).toList();
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

  private void list(List<Found> lines) {
    TextTable table =
        new TextTable()
            .add("line", "x", "y", "width", "height", "probability", "direction", "confidence")
            .rule();
    for (int i = 0; i < Math.min(LISTED, lines.size()); i++) {
      TextBox box = lines.get(i).box();
      TextDirection direction = lines.get(i).direction();
      table.add(
          String.valueOf(i + 1),
          String.valueOf(box.x()),
          String.valueOf(box.y()),
          String.valueOf(box.width()),
          String.valueOf(box.height()),
          String.format(Locale.ROOT, "%.2f", box.score()),
          direction.describe(),
          String.format(Locale.ROOT, "%.3f", direction.confidence()));
    }
    demo.say(table);
    if (lines.size() > LISTED) {
      demo.say("and %d more", lines.size() - LISTED);
    }
  }

  private static BufferedImage draw(BufferedImage picture, List<Found> lines) {
    Graphics2D graphics = picture.createGraphics();
    try {
      graphics.setStroke(new BasicStroke(2));
      for (Found line : lines) {
        TextDirection direction = line.direction();
        Color sure = direction.rotated() ? ROTATED : UPRIGHT;
        graphics.setColor(direction.isSure() ? sure : UNSURE);
        TextBox box = line.box();
        graphics.drawRect(box.x(), box.y(), box.width() - 1, box.height() - 1);
      }
      return picture;
    } finally {
      graphics.dispose();
    }
  }
}
