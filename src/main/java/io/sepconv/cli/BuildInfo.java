package io.sepconv.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.jar.Manifest;
import picocli.CommandLine.IVersionProvider;

/**
 * Which build of sepconv this is, as the manifest of its jar says.
 *
 * @param version the release, or "development build" outside a jar
 * @param commit the commit it was built from, or "unknown"
 */
record BuildInfo(String version, String commit) {

  static BuildInfo read() {
    String version = BuildInfo.class.getPackage().getImplementationVersion();
    return new BuildInfo(version == null ? "development build" : version, readCommit());
  }

  private static String readCommit() {
    try {
      ClassLoader loader = BuildInfo.class.getClassLoader();
      for (URL url : Collections.list(loader.getResources("META-INF/MANIFEST.MF"))) {
        try (InputStream in = url.openStream()) {
          String commit = new Manifest(in).getMainAttributes().getValue("Sepconv-Commit");
          if (commit != null) {
            return commit;
          }
        }
      }
    } catch (IOException e) {
      return "unknown: " + e.getMessage();
    }
    return "unknown";
  }

  @Override
  public String toString() {
    return "sepconv " + version + " (commit " + commit + ")";
  }

  /** What {@code --version} prints. */
  static final class Provider implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {BuildInfo.read().toString()};
    }
  }
}
