package io.sepconv.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The jars that a user of an engine downloads for this platform, as the build found them. */
final class Sizes {
  private Sizes() {}

  /** Of all engines that are in this build and have jars of their own. */
  static List<Results.Size> all() throws IOException {
    List<Results.Size> all = new ArrayList<>();
    for (Engine engine : Engine.values()) {
      List<String> jars = jars(engine);
      if (!jars.isEmpty()) {
        long bytes = jars.stream().mapToLong(jar -> Long.parseLong(jar.split(" ")[1])).sum();
        all.add(new Results.Size(engine.name(), jars, bytes));
      }
    }
    return all;
  }

  /** Lines of a file name and its bytes. */
  private static List<String> jars(Engine engine) throws IOException {
    try (InputStream in = Sizes.class.getResourceAsStream("sizes/" + engine + ".txt")) {
      return in == null
          ? List.of()
          : new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList();
    }
  }
}
