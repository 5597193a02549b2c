package io.sepconv.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_set_verbose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sepconv.backend.BackendSession;
import io.sepconv.backend.Buffers;
import io.sepconv.backend.CompileOptions;
import io.sepconv.backend.CompiledGraph;
import io.sepconv.graph.Graph;
import io.sepconv.graph.ShapeInference;
import io.sepconv.graph.ValueType;
import io.sepconv.graph.rewrite.GraphOptimizer;
import io.sepconv.tensor.Shape;
import io.sepconv.testing.ChildJvm;
import io.sepconv.testing.NativeTest;
import io.sepconv.testing.OperatorCases;
import io.sepconv.zoo.Zoo;
import java.io.IOException;
import java.nio.Buffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** native/bench runs what Java runs: oneDNN prints the same executions of both, times aside. */
@NativeTest
class NativeBenchTest {
  private static final Path ROOT = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  private static final Path BUILD = ROOT.resolve("target/bench");
  private static final long PATIENCE_MINUTES = 5;

  @TempDir Path folder;

  /**
   * Saves the plans of graphs as 0.plan, 1.plan and so on, but for those with steps in Java, and
   * runs each once while oneDNN reports every execution.
   */
  static final class SaveAndRun {
    /** Arguments: a folder, the number of threads, and a network of the zoo or nothing. */
    public static void main(String[] args) throws IOException {
      List<Graph> graphs =
          args.length > 2
              ? List.of(network(args[2]))
              : OperatorCases.all().stream().map(OperatorCases.Case::graph).toList();
      for (int i = 0; i < graphs.size(); i++) {
        CompileOptions options = CompileOptions.f32(Integer.parseInt(args[1]));
        try (CompiledGraph compiled = new OnednnBackend().compile(graphs.get(i), options)) {
          if (compiled.layers().stream().allMatch(layer -> layer.isNative())) {
            compiled.savePlan(Path.of(args[0], i + ".plan"));
            run(compiled);
          }
        }
      }
    }

    private static Graph network(String name) {
      Graph graph = Zoo.build(name, 1);
      return GraphOptimizer.optimize(graph.withInputShapes(Map.of("x", Shape.of(1, 3, 224, 224))));
    }

    private static void run(CompiledGraph compiled) {
      Graph graph = compiled.graph();
      Map<String, ValueType> types = ShapeInference.infer(graph);
      List<Buffer> in =
          graph.inputs().stream().map(input -> Buffers.allocate(types.get(input.name()))).toList();
      List<Buffer> out =
          graph.outputs().stream().map(output -> Buffers.allocate(types.get(output))).toList();
      try (BackendSession session = compiled.newSession()) {
        dnnl_set_verbose(1);
        session.run(in, out);
        dnnl_set_verbose(0);
      }
    }
  }

  @BeforeAll
  static void build() throws Exception {
    for (String tool : List.of("cmake", "g++")) {
      boolean isThere =
          Arrays.stream(System.getenv("PATH").split(":"))
              .anyMatch(place -> Files.isExecutable(Path.of(place, tool)));
      assumeTrue(isThere, tool + " is not installed: native/bench is not built");
    }
    String source = ROOT.resolve("native/bench").toString();
    for (List<String> command :
        List.of(
            List.of("cmake", "-S", source, "-B", BUILD.toString()),
            List.of("cmake", "--build", BUILD.toString()))) {
      Output build = Output.of(command);
      assertEquals(0, build.exitCode(), build.text());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mobilenet_v2",
        "mobilenet_v3_small",
        "shufflenet_v2_x1_0",
        "squeezenet1_1",
        "resnet50"
      })
  void executesWhatJavaExecutes(String network) throws Exception {
    List<String> java = runInJava(1, network);
    assertTrue(java.size() > 20, () -> String.join("\n", java));
    assertEquals(String.join("\n", java), String.join("\n", runInCpp("0.plan")));
  }

  @Test
  void executesWhatJavaExecutesWithTwoThreads() throws Exception {
    assertEquals(runInJava(2, "mobilenet_v2"), runInCpp("0.plan"));
  }

  /** Every operator in every form: so every kind of primitive that there is a lowering to. */
  @Test
  void executesEveryKindOfPrimitiveThatJavaDoes() throws Exception {
    List<String> java = runInJava(1);
    List<String> names;
    try (Stream<Path> files = Files.list(folder)) {
      names =
          files
              .map(file -> file.getFileName().toString())
              .sorted((a, b) -> Integer.compare(number(a), number(b)))
              .toList();
    }
    List<String> cpp = runInCpp(names.toArray(String[]::new));
    for (int i = 0; i < Math.min(java.size(), cpp.size()); i++) {
      assertEquals(java.get(i), cpp.get(i));
    }
    assertEquals(java.size(), cpp.size());
    assertEquals(
        "binary concat convolution deconvolution eltwise lrn matmul pooling prelu reduction"
            + " reorder resampling softmax",
        java.stream()
            .map(line -> line.split(",")[5])
            .collect(Collectors.toCollection(TreeSet::new))
            .stream()
            .collect(Collectors.joining(" ")));
  }

  private static int number(String plan) {
    return Integer.parseInt(plan.substring(0, plan.indexOf('.')));
  }

  /** Executions of Java, which leaves its plans in the folder. */
  private List<String> runInJava(int threads, String... network) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(folder.toString(), "" + threads));
    arguments.addAll(List.of(network));
    ChildJvm.Result run =
        ChildJvm.run(
            Map.of(), List.of(), List.of(), SaveAndRun.class, arguments.toArray(String[]::new));
    assertEquals(0, run.exitCode(), run.output());
    return executions(run.output());
  }

  private List<String> runInCpp(String... plans) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--once"));
    for (String plan : plans) {
      arguments.add(folder.resolve(plan).toString());
    }
    Output run = bench(arguments.toArray(String[]::new));
    assertEquals(0, run.exitCode(), run.text());
    return executions(run.text());
  }

  private static Output bench(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(BUILD.resolve("bench").toString()));
    command.addAll(List.of(arguments));
    return Output.of(command);
  }

  /** The lines onednn_verbose,v1,primitive,exec,cpu,convolution,... without the time at the end. */
  private static List<String> executions(String text) {
    return text.lines()
        .filter(line -> line.startsWith("onednn_verbose,") && line.contains(",exec,"))
        .map(line -> line.substring(0, line.lastIndexOf(',')))
        .toList();
  }

  @Test
  void timesRunsAndServesTurns() throws Exception {
    runInJava(1, "mobilenet_v3_small");
    String plan = folder.resolve("0.plan").toString();
    Output timed = bench(plan, "--seconds", "0.1");
    assertEquals(0, timed.exitCode(), timed.text());
    assertTrue(
        timed
            .text()
            .matches("(?s).*median [\\d.]+ ms, min [\\d.]+ ms, p99 [\\d.]+ ms, \\d+ runs.*"),
        timed.text());

    Path turns = Files.writeString(folder.resolve("turns"), "turn 1\nturn 20\n");
    Output served = Output.of(List.of(BUILD.resolve("bench").toString(), plan, "--serve"), turns);
    assertEquals(0, served.exitCode(), served.text());
    List<String> lines = served.text().lines().toList();
    assertEquals(3, lines.size(), served.text());
    assertEquals("ready", lines.get(0));
    for (int i = 1; i < 3; i++) {
      assertTrue(lines.get(i).matches("\\d+( \\d+)*"), served.text());
    }
  }

  @Test
  void refusesWhatItCannotRunAsSaved() throws Exception {
    runInJava(1, "mobilenet_v3_small");
    Path plan = folder.resolve("0.plan");
    List<String> lines = Files.readAllLines(plan);
    refuses(lines.subList(0, lines.size() - 1), "ends before its line 'end'");
    refuses(replaced(lines, "onednn 3.*", "onednn 3.10.9"), "line 2: the file needs version");
    refuses(replaced(lines, "(step pooling) .*", "$1 nobody:knows"), "oneDNN offers other ones");
    refuses(replaced(lines, "(arg 17 \\d+ )\\d+( free)", "$10$2"), "step ");
    refuses(replaced(lines, "strides.*", "strode 1 1"), "there is no parameter strode");
    refuses(List.of("PK"), "this is not a plan of sepconv");
    Output missing = bench(folder.resolve("no.plan").toString());
    assertTrue(missing.exitCode() == 2 && missing.text().contains("cannot open"), missing.text());
    Output misused = bench(plan.toString(), "--seconds", "-1");
    assertTrue(misused.exitCode() == 2 && misused.text().contains("usage:"), misused.text());
  }

  private static List<String> replaced(List<String> lines, String pattern, String by) {
    return lines.stream().map(line -> line.replaceFirst("^" + pattern + "$", by)).toList();
  }

  private void refuses(List<String> lines, String sentence) throws Exception {
    Path changed = Files.write(folder.resolve("changed.plan"), lines);
    Output run = bench(changed.toString(), "--once");
    assertEquals(2, run.exitCode(), run.text());
    assertTrue(run.text().contains(sentence), run.text());
    assertEquals(1, run.text().lines().count(), run.text());
  }

  /** What a program left behind; error output is part of the text. */
  private record Output(int exitCode, String text) {
    static Output of(List<String> command) throws Exception {
      return of(command, Path.of("/dev/null"));
    }

    static Output of(List<String> command, Path input) throws Exception {
      Path text = Files.createTempFile("bench", ".txt");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .redirectOutput(text.toFile())
                .start();
        boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        String output = Files.readString(text, StandardCharsets.UTF_8);
        assertTrue(ended, "still running after " + PATIENCE_MINUTES + " minutes: " + output);
        return new Output(process.exitValue(), output);
      } finally {
        Files.delete(text);
      }
    }
  }
}
