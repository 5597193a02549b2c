package io.sepconv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.testing.ChildJvm;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java example of README.md compiles as it stands there, and does what it says. */
class ReadmeTest {
  @Test
  void theExampleRuns(@TempDir Path folder) throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    int begin = readme.indexOf("```java\n") + "```java\n".length();
    Path source = folder.resolve("Block.java");
    Files.writeString(source, readme.substring(begin, readme.indexOf("```\n", begin)));

    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int status =
        compiler.run(
            null,
            null,
            errors,
            "-cp",
            System.getProperty("java.class.path"),
            "-d",
            folder.toString(),
            source.toString());
    assertEquals(0, status, errors.toString(StandardCharsets.UTF_8));

    ChildJvm.Result run =
        ChildJvm.run(
            Map.of(),
            List.of("-cp", folder + File.pathSeparator + System.getProperty("java.class.path")),
            "Block");
    assertEquals(0, run.exitCode(), run.output());
    // A mean of ones is one inside; at the corner five of the nine positions are padding.
    assertTrue(run.output().contains("50176 values, the first is 0.444, on "), run.output());
    assertTrue(run.output().contains("g32mb1ic32ih56iw56oc32oh28ow28kh3kw3"), run.output());
  }
}
