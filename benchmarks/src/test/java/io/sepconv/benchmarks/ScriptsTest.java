package io.sepconv.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts, with a java that only says where it is and what it was given. */
class ScriptsTest {
  @TempDir private Path folder;

  /** A relative path is the caller's; the project's root is told, for the defaults. */
  @ParameterizedTest
  @ValueSource(strings = {"measure", "report"})
  void runsWhereItIsCalled(String script) throws Exception {
    Path project = Files.createDirectories(folder.resolve("project")).toRealPath();
    executable(project.resolve("benchmarks").resolve(script), Files.readString(Path.of(script)));
    executable(folder.resolve("jdk/bin/java"), "#!/bin/sh\npwd\necho \"$@\"\n");
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere")).toRealPath();
    assertTrue(call(project, script, elsewhere).startsWith(script + ": "), "no jar");
    Path jar = project.resolve("benchmarks/target/benchmarks.jar");
    Files.createDirectories(jar.getParent());
    Files.writeString(jar, "");
    List<String> lines = call(project, script, elsewhere).lines().toList();
    assertEquals(elsewhere.toString(), lines.get(0));
    assertTrue(lines.get(1).startsWith("-cp " + jar + " io.sepconv.benchmarks."), lines.get(1));
    assertTrue(lines.get(1).endsWith(" --project " + project + " --out x.json"), lines.get(1));
  }

  private String call(Path project, String script, Path elsewhere) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            project.resolve("benchmarks").resolve(script).toString(), "--out", "x.json");
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    Process process = builder.directory(elsewhere.toFile()).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static void executable(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertTrue(file.toFile().setExecutable(true), file::toString);
  }
}
