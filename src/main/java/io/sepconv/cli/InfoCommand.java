package io.sepconv.cli;

import io.sepconv.BackendStatus;
import io.sepconv.Backends;
import io.sepconv.backend.BackendUnavailableException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code info}: versions, machine, and which backends can run and, if not, why. */
@Command(
    name = "info",
    description = "Shows versions, the machine, and which backends can run and, if not, why.",
    optionListHeading = "%nOptions:%n",
    footer = {
      "%nExamples:",
      "  sepconv info",
      "  SEPCONV_BACKEND=java sepconv info          what that choice comes to",
      "  SEPCONV_CLASSPATH_EXCLUDE='*/org/bytedeco/*' sepconv info",
      "                                             what is left without oneDNN"
    })
final class InfoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.println(BuildInfo.read());
    row(out, "java", "%s (%s, %s)", property("java.version"), property("java.vendor"), jvm());
    row(out, "system", "%s %s, %s", property("os.name"), property("os.version"), arch());
    row(out, "processor", "%s", Machine.processor());
    Runtime runtime = Runtime.getRuntime();
    row(out, "granted", "%d processors", runtime.availableProcessors());
    row(out, "heap", "at most %d MiB", runtime.maxMemory() >> 20);
    for (BackendStatus status : Backends.all()) {
      out.println();
      out.println("backend " + status.name() + ": " + state(status));
      status.description().forEach((what, value) -> row(out, "  " + what, "%s", value));
    }
    out.println();
    out.println("--backend auto takes " + Backends.select(Backends.AUTO).name());
    out.println("without --backend " + unasked());
    return ExitCode.DONE;
  }

  /** What the property or the variable comes to; a bad one is no reason to fail here. */
  private static String unasked() {
    try {
      return "a run takes " + Backends.select(null).name();
    } catch (IllegalArgumentException | BackendUnavailableException e) {
      return "a run fails: " + Failure.of(e).message();
    }
  }

  private static String state(BackendStatus status) {
    return status.available() ? "available" : "not available: " + Failure.oneLine(status.reason());
  }

  private static void row(PrintWriter out, String what, String format, Object... values) {
    out.println(String.format("%-17s %s", what, String.format(format, values)));
  }

  private static String property(String key) {
    return System.getProperty(key);
  }

  private static String jvm() {
    return property("java.vm.name") + " " + property("java.vm.version");
  }

  private static String arch() {
    return property("os.arch");
  }
}
