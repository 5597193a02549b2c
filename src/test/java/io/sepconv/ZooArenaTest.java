package io.sepconv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.backend.ArenaReport;
import io.sepconv.backend.ArenaReport.Buffer;
import io.sepconv.backend.LayerReport;
import io.sepconv.tensor.Shape;
import io.sepconv.testing.NativeTest;
import io.sepconv.zoo.Zoo;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the report says of the arenas of published networks. */
class ZooArenaTest {
  /** How much larger than the values alive at once an arena may be. */
  private static final double LIMIT = 1.25;

  private static ModelReport report(String network, String backend) {
    ModelOptions options = ModelOptions.defaults().backend(backend).threads(1);
    try (Model model = Model.of(Zoo.build(network, 1), options)) {
      return model.report(Map.of("x", Shape.of(1, 3, 224, 224)));
    }
  }

  @NativeTest
  @ParameterizedTest
  @ValueSource(
      strings = {"mobilenet_v2", "mobilenet_v3_small", "shufflenet_v2_x1_0", "squeezenet1_1"})
  void buffersAliveTogetherLieApart(String network) {
    ModelReport report = report(network, "onednn");
    ArenaReport arena = report.arena();
    List<Buffer> buffers = arena.buffers();
    int steps = report.layers().size();
    for (int i = 0; i < buffers.size(); i++) {
      Buffer one = buffers.get(i);
      assertTrue(one.offset() >= 0 && one.offset() + one.bytes() <= arena.bytes(), one::toString);
      assertTrue(
          0 <= one.first() && one.first() <= one.last() && one.last() < steps, one::toString);
      for (Buffer other : buffers.subList(0, i)) {
        boolean together = one.first() <= other.last() && other.first() <= one.last();
        boolean apart =
            one.offset() + one.bytes() <= other.offset()
                || other.offset() + other.bytes() <= one.offset();
        assertTrue(apart || !together, () -> one + " and " + other);
      }
    }
    // Sizes are rounded up to cache lines in the plan, and are not in the report.
    long alive =
        IntStream.range(0, steps)
            .mapToLong(
                step ->
                    buffers.stream()
                        .filter(b -> b.first() <= step && step <= b.last())
                        .mapToLong(b -> (b.bytes() + 63) / 64 * 64)
                        .sum())
            .max()
            .orElse(0);
    assertEquals(alive, arena.peakBytes());
    assertTrue(arena.bytes() <= LIMIT * arena.peakBytes(), arena::summary);
    assertEquals(report.sessionBytes(), arena.bytes());
  }

  @NativeTest
  @Test
  void buffersAreNamedAfterWhatTheyHold() {
    ModelReport report = report("mobilenet_v2", "onednn");
    List<String> nodes = report.layers().stream().map(LayerReport::name).toList();
    ArenaReport arena = report.arena();
    assertFalse(arena.buffers().isEmpty());
    for (Buffer buffer : arena.buffers()) {
      String name = buffer.name();
      assertFalse(name.isBlank(), buffer::toString);
      if (name.startsWith("scratchpad of ")) {
        assertEquals(buffer.first(), buffer.last(), buffer::toString);
        assertEquals("scratchpad of " + nodes.get(buffer.first()), name);
      }
    }
    assertTrue(report.toString().contains(arena.summary()), report::toString);
  }

  @Test
  void theReferencePlansNone() {
    ModelReport report = report("squeezenet1_1", "reference");
    assertEquals(ArenaReport.NONE, report.arena());
    assertEquals(1, report.arena().overPeak());
    assertTrue(report.toString().contains("arena: none planned"), report::toString);
  }
}
