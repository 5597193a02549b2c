package io.sepconv.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.zoo.Zoo;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;

/** What the benchmarks run unless they are told otherwise. */
class DefaultsTest {
  private static List<String> values(Class<?> benchmark, String param) throws Exception {
    return List.of(benchmark.getField(param).getAnnotation(Param.class).value());
  }

  /** All are in every build, and run in a JVM with the options that stand at the benchmark. */
  @ParameterizedTest
  @ValueSource(
      classes = {
        BlockBenchmark.class,
        ConvolutionBenchmark.class,
        ModelBenchmark.class,
        OverheadBenchmark.class,
        ThroughputBenchmark.class
      })
  void everyEngineIsHere(Class<?> benchmark) throws Exception {
    List<String> options = List.of(benchmark.getAnnotation(Fork.class).jvmArgsAppend());
    List<Engine> engines = values(benchmark, "engine").stream().map(Engine::valueOf).toList();
    assertTrue(engines.size() > 1);
    for (Engine engine : engines) {
      assertTrue(engine.isHere(), engine.name());
      assertEquals(engine.jvmOptions(), options);
    }
  }

  @Test
  void modelsAreAllNetworksOfTheZoo() throws Exception {
    assertEquals(Zoo.names(), values(ModelBenchmark.class, "network"));
  }

  @Test
  void throughputIsThatOfANetworkOfTheZoo() throws Exception {
    assertTrue(Zoo.names().containsAll(values(ThroughputBenchmark.class, "network")));
  }

  @Test
  void convolutionsAreProblems() throws Exception {
    for (String problem : values(ConvolutionBenchmark.class, "problem")) {
      assertEquals(1, Problem.parse(problem).input().shape().dim(0), problem);
    }
  }

  @Test
  void blocksHaveSizesThatAllFormsTake() throws Exception {
    int channels = Integer.parseInt(values(BlockBenchmark.class, "channels").get(0));
    int size = Integer.parseInt(values(BlockBenchmark.class, "size").get(0));
    assertEquals(
        BlockForm.values().length,
        Stream.of(BlockForm.values()).map(form -> form.at(channels, size)).distinct().count());
  }
}
