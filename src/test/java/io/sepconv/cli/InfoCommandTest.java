package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.BackendStatus;
import io.sepconv.Backends;
import org.junit.jupiter.api.Test;

class InfoCommandTest {
  @Test
  void namesEveryBackendAndWhyOneIsMissing() {
    String out = Cli.run("info").assertDone().out();
    assertTrue(out.startsWith("sepconv "), out);
    assertTrue(out.contains(System.getProperty("java.version")), out);
    for (BackendStatus status : Backends.all()) {
      String expected = "backend " + status.name() + ": ";
      expected += status.available() ? "available" : "not available: " + status.reason();
      assertTrue(out.contains(expected), out);
      status.description().values().forEach(value -> assertTrue(out.contains(value), out));
    }
    assertTrue(out.contains("--backend auto takes " + Backends.select(Backends.AUTO).name()), out);
  }
}
