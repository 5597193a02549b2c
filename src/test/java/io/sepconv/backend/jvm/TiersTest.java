package io.sepconv.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sepconv.backend.Backend;
import io.sepconv.backend.CompileOptions;
import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.graph.rewrite.GraphOptimizer;
import io.sepconv.op.Activation;
import io.sepconv.op.ConvSpec;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.BackendRunner;
import io.sepconv.testing.ChildJvm;
import io.sepconv.testing.ConvProblems;
import io.sepconv.testing.GraphRunner;
import io.sepconv.testing.TestData;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which kernels a process takes, and that they compute as they should: each in a process. */
class TiersTest {
  private static final String MODULE = "--add-modules=jdk.incubator.vector";
  private static final String LOGGED = "backend java computes in plain loops: ";

  /** What the backend says of itself, and some networks on it against the reference. */
  public static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      Backend backend = new JvmBackend();
      System.out.println("description " + backend.describe());
      ConvProblems.ALL.forEach(problem -> ConvCheck.isExact(backend, ConvSpec.parse(problem), ""));
      // Wide enough for every panel, with rests.
      for (String problem :
          List.of(
              "mb1ic19ih13iw11oc203kh1kw1ph0pw0",
              "mb1g40ic40ih23iw26oc40kh5kw5sh2sw2ph2pw2",
              "mb1g40ic40ih23iw26oc40kh3kw3ph1pw1")) {
        ConvCheck.isExact(backend, ConvSpec.parse(problem), "");
      }
      for (Activation.Kind kind : Activation.Kind.values()) {
        check(backend, new Activation(kind, 0.5f, 0.75f));
      }
      new JvmBackend().load();
      System.out.println("all well");
    }

    /** A function on its own, and behind a convolution, whose sums are exact: some are steep. */
    private static void check(Backend backend, Activation f) {
      TestData data = new TestData(f.kind().ordinal());
      Shape shape = Shape.of(1, 7, 9, 13);
      ConvLayer layer = ConvLayer.of(data.integers(Shape.of(21, 7, 3, 3))).activation(f);
      GraphBuilder builder = new GraphBuilder(f.toString());
      Value alone = builder.activation(builder.input("x", shape), f);
      Value behind = builder.conv(builder.input("z", shape), layer);
      Graph graph = GraphOptimizer.optimize(builder.output(alone).output(behind).build());
      Tensor[] in = {data.floats(shape), data.integers(shape)};
      List<Tensor> expected = GraphRunner.run(graph, in);
      List<Tensor> actual = BackendRunner.run(backend, CompileOptions.f32(1), graph, true, in);
      for (int i = 0; i < expected.size(); i++) {
        Agreement agreement = Agreement.of(expected.get(i), actual.get(i));
        assertTrue(agreement.within(Agreement.F32), f + ": " + agreement.describe());
      }
    }
  }

  private static String run(String... options) throws Exception {
    ChildJvm.Result result = ChildJvm.run(Map.of(), List.of(options), List.of(), Child.class);
    assertEquals(0, result.exitCode(), result.output());
    assertTrue(result.output().contains("all well"), result.output());
    return result.output();
  }

  private static long lines(String output, String part) {
    return output.lines().filter(line -> line.contains(part)).count();
  }

  @Test
  void withoutTheModuleNothingOfItIsLoadedAndOneLineSaysHowToEnableIt() throws Exception {
    String output = run("-Xlog:class+load");
    assertTrue(output.contains("io.sepconv.backend.jvm.PlainProduct "), "the log has no classes");
    assertEquals(0, lines(output, "jdk.incubator.vector."), "classes of the module");
    assertEquals(0, lines(output, "io.sepconv.backend.jvm.Vector"), "classes of its tier");
    List<String> said = output.lines().filter(line -> line.contains(LOGGED)).toList();
    assertEquals(1, said.size(), said.toString());
    assertTrue(said.get(0).contains("--add-modules jdk.incubator.vector"), said.get(0));
    assertEquals(1, lines(output, "description {kernels=plain, vector API=not used: "));
  }

  @Test
  void thePropertyKeepsToPlainJava() throws Exception {
    String output = run(MODULE, "-Dsepconv.java.vector=false");
    assertTrue(output.contains("{kernels=plain, vector API=not used: the property"), output);
  }

  @Test
  void withTheModuleNothingIsSaid() throws Exception {
    assumeTrue(Tiers.usesVectorApi().yes(), Tiers.usesVectorApi().reason());
    String output = run(MODULE);
    assertTrue(output.contains("description {kernels=" + Tiers.best().name() + "}"), output);
    assertFalse(output.contains(LOGGED), output);
  }

  @ParameterizedTest
  @CsvSource({
    "512, -XX:UseAVX=3",
    "256, -XX:UseAVX=2",
    "128, -XX:UseAVX=1",
    "128, -XX:UseAVX=2 -XX:MaxVectorSize=16"
  })
  void kernelsOfEveryWidth(int bits, String options) throws Exception {
    assumeX86();
    int most = Tiers.usesVectorApi().yes() ? Tiers.best().lanes() * Float.SIZE : 0;
    assumeTrue(most >= bits, "Java has vectors of " + most + " bits here, not of " + bits);
    String output = run((MODULE + " " + options).split(" "));
    assertTrue(output.contains("description {kernels=vector" + bits + "}"), output);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:UseAVX=0", "-XX:TieredStopAtLevel=1"})
  void processorsAndCompilersThatAreTooOldGetPlainJava(String option) throws Exception {
    assumeX86();
    String output = run(MODULE, option);
    assertTrue(output.contains("description {kernels=plain, vector API=not used: "), output);
    assertEquals(1, lines(output, LOGGED), output);
  }

  private static void assumeX86() {
    String arch = System.getProperty("os.arch");
    assumeTrue(arch.matches("amd64|x86_64"), "options of x86, not of " + arch);
  }
}
