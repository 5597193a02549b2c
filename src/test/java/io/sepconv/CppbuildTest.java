package io.sepconv;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cppbuild.sh cannot do, it refuses with one sentence and exit status 2. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "cppbuild.sh needs bash")
class CppbuildTest {

  private static final Path SCRIPT =
      Path.of(System.getProperty("basedir", "")).resolve("cppbuild.sh").toAbsolutePath();

  @ParameterizedTest
  @ValueSource(strings = {"macosx-arm64", "macosx-x86_64", "windows-x86_64"})
  void refusesAPlatformThatIsNotBuiltYet(String platform) throws Exception {
    String sentence = refusal(Map.of(), "-platform", platform);
    assertTrue(sentence.contains("native code for " + platform + " is not built yet"), sentence);
    assertTrue(sentence.contains("-Ppure-java"), sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"linux-riscv64", "linux", "LINUX-X86_64"})
  void namesTheKnownPlatformsWhenItRefusesAnUnknownOne(String platform) throws Exception {
    String sentence = refusal(Map.of(), "-platform", platform);
    assertTrue(sentence.contains("unknown platform '" + platform + "'"), sentence);
    assertNamesThePlatforms(sentence);
  }

  @Test
  void namesTheKnownPlatformsWhenNoneIsGiven() throws Exception {
    assertNamesThePlatforms(refusal(Map.of()));
    assertNamesThePlatforms(refusal(Map.of(), "-platform"));
  }

  @Test
  void refusesAnUnknownArgument() throws Exception {
    String sentence = refusal(Map.of(), "-march=native");
    assertTrue(sentence.contains("unknown argument '-march=native'"), sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"linux-x86_64", "linux-arm64"})
  void saysWhichCompilerIsMissing(String platform, @TempDir Path empty) throws Exception {
    String sentence = refusal(Map.of("PATH", empty.toString()), "-platform", platform);
    assertTrue(sentence.contains("g++ is not installed (Debian's package g++"), sentence);
  }

  private static void assertNamesThePlatforms(String sentence) {
    assertAll(
        List.of("linux-x86_64", "linux-arm64", "macosx-arm64", "macosx-x86_64", "windows-x86_64")
            .stream()
            .map(platform -> () -> assertTrue(sentence.contains(platform), sentence)));
  }

  private static String refusal(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/bin/bash", SCRIPT.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(2, process.waitFor(), output);
    assertEquals(1, output.lines().count(), output);
    assertTrue(output.startsWith("cppbuild.sh: "), output);
    return output;
  }
}
