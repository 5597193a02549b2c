package io.sepconv.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** The name of a network stands for its convolutions, as JMH itself reads the arguments. */
class JmhArgumentsTest {
  private static final String SMALL = "mb1ic8ih4oc8kh1";
  private static final String BLOCK = "g8mb1ic8ih4oc8kh3ph1n\"a+b\" + mb1ic8ih4oc8kh1";

  private static List<String> problems(String network) {
    return Shapes.of(network).stream().map(line -> line.problem().toString()).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-p problem=", "-pproblem=", "-p=problem=", "--p problem=", "--p=problem="})
  void aNetworkStandsForItsConvolutions(String option) throws Exception {
    List<String> args = new ArrayList<>(List.of(option.split(" ")));
    String values = SMALL + ",mobilenet_v2," + BLOCK + ",mobilenet_v1";
    args.set(args.size() - 1, args.get(args.size() - 1) + values);
    args.add(0, "ConvolutionBenchmark");
    CommandLineOptions options =
        new CommandLineOptions(JmhArguments.expand(args.toArray(String[]::new)));
    assertEquals(
        Stream.of(
                List.of(SMALL), problems("mobilenet_v2"), List.of(BLOCK), problems("mobilenet_v1"))
            .flatMap(List::stream)
            .distinct()
            .toList(),
        List.copyOf(options.getParameter("problem").get()));
  }

  @Test
  void otherArgumentsStayAsTheyAre() {
    String[] args = {"-h", "mobilenet_v2", "-p", "network=mobilenet_v2", "-pengine=ONNXRUNTIME"};
    assertArrayEquals(args, JmhArguments.expand(args));
  }
}
