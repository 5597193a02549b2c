package io.sepconv.backend.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.sepconv.backend.CompileOptions;
import io.sepconv.backend.CompiledGraph;
import io.sepconv.backend.Precision;
import io.sepconv.backend.ReferenceBackend;
import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.tensor.Shape;
import io.sepconv.testing.TestData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which plans a backend is asked for. */
class BatchesTest {
  private final List<Batches.Run> asked = new ArrayList<>();
  private final List<Integer> picturesPerStep = new ArrayList<>();

  /** A convolution of 36 * size * size multiply-accumulates per picture. */
  private static Graph graph(int batch, int size) {
    GraphBuilder b = new GraphBuilder("batch of " + batch + ", " + size);
    ConvLayer layer = ConvLayer.of(new TestData(1).floats(Shape.of(2, 2, 3, 3))).same();
    return b.output(b.conv(b.input("x", Shape.of(batch, 2, size, size)), layer)).build();
  }

  private CompiledGraph compile(Graph graph, CompileOptions options, boolean comesApart) {
    return Batches.compile(
        "test",
        graph,
        options,
        (steps, run) -> {
          asked.add(run);
          picturesPerStep.add(steps.input("x").shape().dim(0));
          assertSame(graph, run.graph());
          return run.pictures() > 1 && !comesApart
              ? Optional.empty()
              : Optional.of(new ReferenceBackend().compile(run.graph(), options));
        });
  }

  @ParameterizedTest
  @CsvSource({"3, 1, 1, 1", "3, 2, 2, 1", "3, 3, 3, 1", "3, 4, 1, 4"})
  void aBatchRunsPictureByPictureInLanesOfThreads(
      int batch, int threads, int lanes, int threadsPerStep) {
    CompileOptions options = CompileOptions.f32(threads);
    Graph graph = graph(batch, 170);
    compile(graph, options, true);
    assertEquals(List.of(new Batches.Run(graph, batch, lanes)), asked);
    assertEquals(threadsPerStep, asked.get(0).threadsPerStep(options));
    assertEquals(List.of(1), picturesPerStep);
  }

  @Test
  void onePictureAndLittleWorkStayWhole() {
    for (Graph graph : List.of(graph(1, 170), graph(3, 160))) {
      asked.clear();
      compile(graph, CompileOptions.f32(2), true);
      assertEquals(List.of(Batches.Run.whole(graph)), asked);
      assertEquals(2, asked.get(0).threadsPerStep(CompileOptions.f32(2)));
    }
  }

  @Test
  void whatDoesNotComeApartStaysWhole() {
    Graph graph = graph(3, 171);
    for (boolean tuned : new boolean[] {false, true}) {
      asked.clear();
      compile(graph, new CompileOptions(1, Precision.F32, tuned, false), false);
      assertEquals(List.of(new Batches.Run(graph, 3, 1), Batches.Run.whole(graph)), asked);
    }
  }

  @Test
  void bothPlansAreTimedWhereThatIsAllowed() {
    Graph graph = graph(3, 172);
    CompileOptions tuned = new CompileOptions(1, Precision.F32, true, false);
    compile(graph, tuned, true);
    assertEquals(List.of(new Batches.Run(graph, 3, 1), Batches.Run.whole(graph)), asked);
    compile(graph, tuned, true);
    assertEquals(3, asked.size(), "chosen again");
  }
}
