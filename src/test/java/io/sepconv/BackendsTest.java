package io.sepconv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sepconv.backend.Backend;
import io.sepconv.backend.CompileOptions;
import io.sepconv.backend.GraphCompiler;
import io.sepconv.testing.ChildJvm;
import io.sepconv.testing.NativeTest;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The choice of a backend, and what is said when one is missing. */
class BackendsTest {
  /** Prints every status, then the choice that the first argument (or nothing) leads to. */
  static final class Choose {
    public static void main(String[] args) {
      Backends.all()
          .forEach(s -> System.out.println(s.name() + " " + s.available() + " " + s.reason()));
      try {
        System.out.println("choice " + Backends.select(args.length == 0 ? null : args[0]).name());
      } catch (RuntimeException e) {
        System.out.println("refused " + e.getMessage());
      }
    }
  }

  @Test
  void theReferenceIsAlwaysThere() {
    assertEquals("reference", Backends.select("reference").name());
    assertTrue(
        Backends.all().stream().anyMatch(s -> s.name().equals("reference") && s.available()));
  }

  @Test
  void anUnknownNameListsTheChoices() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Backends.select("cuda")).getMessage();
    assertTrue(message.contains("'cuda'") && message.contains("reference"), message);
  }

  @Test
  @NativeTest
  void automaticallyOnednn() throws Exception {
    assertEquals("onednn", Backends.select("auto").name());
    assertTrue(choose(Map.of(), List.of(), List.of()).contains("choice onednn"));
  }

  @Test
  void propertyAndVariableChoose() throws Exception {
    assertTrue(
        choose(Map.of("SEPCONV_BACKEND", "reference"), List.of(), List.of())
            .contains("choice reference"));
    assertTrue(
        choose(Map.of("SEPCONV_BACKEND", "cuda"), List.of("-Dsepconv.backend=reference"), List.of())
            .contains("choice reference"));
  }

  @Test
  void aBlankPropertyOrVariableDoesNotChoose() throws Exception {
    String choice = "choice " + Backends.select(Backends.AUTO).name();
    for (String blank : List.of("", " ")) {
      String output =
          choose(
              Map.of("SEPCONV_BACKEND", blank), List.of("-Dsepconv.backend=" + blank), List.of());
      assertTrue(output.contains(choice), output);
    }
    assertTrue(
        choose(Map.of("SEPCONV_BACKEND", "reference"), List.of("-Dsepconv.backend="), List.of())
            .contains("choice reference"));
  }

  /** Better than all others, but for what happens when it compiles. */
  public static final class Broken implements Backend {
    @Override
    public String name() {
      return "broken";
    }

    @Override
    public int priority() {
      return Integer.MAX_VALUE;
    }

    @Override
    public void load() {
      // Loads well.
    }

    @Override
    public Map<String, String> describe() {
      return Map.of();
    }

    @Override
    public GraphCompiler newCompiler(CompileOptions options) {
      throw new IllegalStateException("no primitive for this machine");
    }
  }

  @Test
  void aBackendThatFailsItsSelfCheckIsPassedOver(@TempDir Path folder) throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(Backend.class.getName()), Broken.class.getName());
    List<String> options =
        List.of("-cp", folder + File.pathSeparator + System.getProperty("java.class.path"));
    String reason = "IllegalStateException: no primitive for this machine";
    String output = ChildJvm.run(Map.of(), options, Choose.class.getName()).output();
    assertTrue(output.contains("broken false " + reason), output);
    assertTrue(output.contains("choice " + Backends.select(Backends.AUTO).name()), output);
    assertTrue(output.contains(", not broken (" + reason + ")"), output);
    String forced = ChildJvm.run(Map.of(), options, Choose.class.getName(), "broken").output();
    assertTrue(forced.contains("refused backend broken cannot run here: " + reason), forced);
  }

  @Test
  void aPlatformWithoutNativeCodeFallsBackAndSaysWhy() throws Exception {
    List<String> none = List.of("-Dorg.bytedeco.javacpp.platform=linux-none");
    String output = choose(Map.of(), none, List.of());
    assertTrue(output.contains("onednn false") && output.contains("UnsatisfiedLinkError"), output);
    assertTrue(output.contains("choice java"), output);
    assertTrue(output.contains("using backend java, not onednn"), output);
    String forced = choose(Map.of(), none, List.of(), "onednn");
    assertTrue(forced.contains("refused backend onednn cannot run here"), forced);
    assertTrue(forced.contains("UnsatisfiedLinkError"), forced);
  }

  @Test
  void withoutTheJarsOfBytedecoItFallsBackAndSaysWhy() throws Exception {
    List<String> jars = List.of("bytedeco");
    String output = choose(Map.of(), List.of(), jars);
    assertTrue(output.contains("onednn false") && output.contains("ClassNotFound"), output);
    assertTrue(output.contains("choice java"), output);
    assertTrue(choose(Map.of(), List.of(), jars, "onednn").contains("refused"), output);
  }

  private static String choose(
      Map<String, String> environment, List<String> options, List<String> leaveOut, String... args)
      throws Exception {
    ChildJvm.Result result = ChildJvm.run(environment, options, leaveOut, Choose.class, args);
    assertEquals(0, result.exitCode(), result.output());
    assertFalse(result.output().contains("\tat "), result.output());
    return result.output();
  }

  /** CI says which backend it means to test; a run that silently tested another one fails here. */
  @Test
  void theBackendThatThisRunMeansToTestIsThere() {
    String meant = System.getenv("SEPCONV_EXPECT_BACKEND");
    assumeTrue(
        meant != null, "SEPCONV_EXPECT_BACKEND is not set, it names the backend CI means to test");
    assertEquals(meant, Backends.select(Backends.AUTO).name());
  }
}
