package io.sepconv.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.util.jar.Manifest;

/** JMH's command line, behind a line that says which sepconv is measured. */
public final class BenchmarkMain {
  private BenchmarkMain() {}

  /**
   * Takes JMH's options, which {@code -h} lists; in {@code -p problem=...} the name of a network
   * stands for its convolutions.
   */
  public static void main(String[] args) throws Exception {
    System.err.println("measuring sepconv of commit " + commit());
    // JMH may end the JVM itself.
    Runtime.getRuntime().addShutdownHook(new Thread(SharedFolder.create()::close));
    org.openjdk.jmh.Main.main(JmhArguments.expand(args));
  }

  /** The commit that the sepconv in this jar was built from, or "unknown" outside the jar. */
  static String commit() throws IOException {
    try (InputStream in = BenchmarkMain.class.getResourceAsStream("/META-INF/MANIFEST.MF")) {
      String commit =
          in == null ? null : new Manifest(in).getMainAttributes().getValue("Sepconv-Commit");
      return commit == null ? "unknown" : commit;
    }
  }
}
