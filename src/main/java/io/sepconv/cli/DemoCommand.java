package io.sepconv.cli;

import io.sepconv.ModelOptions;
import io.sepconv.image.Images;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}: what separable convolutions do and save, on a picture and on trained networks. */
@Command(
    name = "demo",
    description = {
      "Finds edges in a picture, reads its text, and runs every network on every backend.",
      "Exits with 1 if two ways to compute the same disagree, or if the page that the demo",
      "draws is not read as it was drawn."
    },
    optionListHeading = "%nOptions:%n",
    footer = {"%nExamples:", "  sepconv demo", "  sepconv demo --image photo.jpg --out pictures"})
final class DemoCommand implements Callable<Integer> {
  /** Pictures are shrunk to this, so that plain Java keeps up. */
  private static final int LONG_SIDE = 1280;

  private static final int SHORT_SIDE = 16;

  @Spec private CommandSpec spec;

  @Option(
      names = "--image",
      paramLabel = "FILE",
      description = "A PNG or JPEG to look at, instead of a page that the demo draws.")
  private Path image;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "out/demo",
      description = "Where the pictures go (default: ${DEFAULT-VALUE}).")
  private Path directory;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = {
        "Threads of one run (default: ${DEFAULT-VALUE},",
        "as many as the reference has, so that the table compares like with like)."
      })
  private int threads;

  @Override
  public Integer call() {
    // Drawing into memory needs no display, but some systems would open one.
    System.setProperty("java.awt.headless", "true");
    ModelOptions options = ModelOptions.defaults().threads(threads);
    BufferedImage given = image == null ? DemoPage.draw() : Images.read(image);
    DemoModels models = DemoModels.load();
    createDirectory();
    PrintWriter out = spec.commandLine().getOut();
    DemoContext demo = new DemoContext(out, options, fit(given), image == null, directory);
    introduce(demo, given);
    boolean agree = new DemoEdges(demo).run();
    agree &= new DemoLayers(demo).run();
    agree &= new DemoKernels(demo).run();
    agree &= new DemoSplits(demo, models).run();
    DemoText.Result text = new DemoText(demo, models).run();
    agree &= text.right();
    agree &= new DemoTable(demo, models, text.lines()).run();
    out.println();
    out.println(
        agree ? "Everything that must agree does." : "NOT everything that must agree does.");
    out.println("The pictures are in " + directory + ".");
    return agree ? 0 : 1;
  }

  private BufferedImage fit(BufferedImage given) {
    if (Math.min(given.getWidth(), given.getHeight()) < SHORT_SIDE) {
      throw new IllegalArgumentException(
          String.format(
              "the picture %s has %d x %d pixels; the demo needs at least %d x %d",
              image, given.getWidth(), given.getHeight(), SHORT_SIDE, SHORT_SIDE));
    }
    return Images.fit(given, LONG_SIDE);
  }

  private void createDirectory() {
    try {
      Files.createDirectories(directory);
      if (!Files.isWritable(directory)) {
        throw new AccessDeniedException(directory.toString(), null, "no permission");
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "cannot write pictures to " + directory + ": " + reason(e), e);
    }
  }

  private static String reason(IOException e) {
    if (e instanceof FileAlreadyExistsException) {
      return "that is not a folder";
    }
    String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }

  private void introduce(DemoContext demo, BufferedImage given) {
    BufferedImage picture = demo.picture();
    String size = picture.getWidth() + " x " + picture.getHeight() + " pixels";
    if (demo.isDrawn()) {
      demo.out().println("The picture: a page that the demo draws, " + size);
      demo.write("Page", picture, "page.png");
    } else {
      boolean shrunk = picture.getWidth() != given.getWidth();
      demo.out().println("The picture: " + image + ", " + (shrunk ? "shrunk to " : "") + size);
    }
  }
}
