package io.sepconv.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What goes with a figure: on what it was measured. */
public final class Machine {
  private Machine() {}

  /** CPU, OS, JDK and load (of the last minute) by these names, in this order. */
  public static Map<String, String> describe() {
    Map<String, String> facts = new LinkedHashMap<>();
    int processors = Runtime.getRuntime().availableProcessors();
    facts.put("CPU", processor() + ", " + processors + " processors granted");
    facts.put("OS", property("os.name") + " " + property("os.version") + ", " + arch());
    facts.put("JDK", property("java.vm.name") + " " + property("java.vm.version"));
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    facts.put(
        "load", load < 0 ? "unknown" : String.format(Locale.ROOT, "%.2f before it began", load));
    return facts;
  }

  private static String property(String key) {
    return System.getProperty(key);
  }

  private static String arch() {
    return property("os.arch");
  }

  /** The model and the revision of it that Linux names; elsewhere there is no file to read. */
  private static String processor() {
    try (Stream<String> lines =
        Files.lines(Path.of("/proc/cpuinfo"), StandardCharsets.ISO_8859_1)) {
      Map<String, String> first = new LinkedHashMap<>();
      lines
          .filter(line -> line.contains(":"))
          .map(line -> line.split(":", 2))
          .forEach(pair -> first.putIfAbsent(pair[0].strip(), pair[1].strip()));
      return first.containsKey("model name")
          ? String.format(
              "%s (family %s, model %s)",
              first.get("model name"), first.get("cpu family"), first.get("model"))
          : "unknown " + arch();
    } catch (IOException | UncheckedIOException e) {
      return "unknown " + arch();
    }
  }
}
