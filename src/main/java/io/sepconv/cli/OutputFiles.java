package io.sepconv.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks of files that a command will write, before the work whose results they are to hold. */
final class OutputFiles {
  private OutputFiles() {}

  /**
   * The file, if it can be written. One that is there stays as it is.
   *
   * @throws IllegalArgumentException if it is a folder or its own folder is missing
   * @throws IOException if it may not be written
   */
  static Path require(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(file + " is a folder, not a file");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "cannot write " + file + ": there is no folder " + folder + "; make it first");
    }
    if (Files.exists(file)) {
      if (!Files.isWritable(file)) {
        throw new AccessDeniedException(file.toString());
      }
    } else {
      Files.delete(Files.createFile(file));
    }
    return file;
  }
}
