package io.sepconv.backend.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sepconv.backend.Buffers;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphInput;
import io.sepconv.graph.Node;
import io.sepconv.op.Split;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.nio.Buffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a session does for its backend, with a plan that has reference steps alone. */
class PlannedSessionTest {
  private static final Split HALVES = new Split(1, 2, false);

  /** The third and the fourth quarter of x: nobody wants the first half, and sizes are absent. */
  private static final Graph QUARTERS =
      new Graph(
          "quarters",
          List.of(GraphInput.of("x", DataType.FLOAT32, Shape.of(2, 8))),
          Map.of(),
          List.of(
              new Node("halves", HALVES, List.of("x"), List.of("", "half")),
              new Node("quarters", HALVES, List.of("half", ""), List.of("third", "fourth"))),
          List.of("third", "fourth"),
          Map.of());

  private static final List<String> VALUES = List.of("x", "half", "third", "fourth");

  /** A plan that has memory for some of the values: those whose bits are set. */
  private static final class Quarters extends PlannedSession {
    private final int planned;
    private final Tensor[] memory = new Tensor[VALUES.size()];
    private final List<ReferenceStep> steps = new ArrayList<>();
    private int released;

    Quarters(int planned) {
      super(
          QUARTERS,
          numbers(List.of("x"), planned),
          numbers(QUARTERS.outputs(), planned),
          QUARTERS.nodes().size());
      this.planned = planned;
      for (Node node : QUARTERS.nodes()) {
        steps.add(
            new ReferenceStep(
                node, numbers(node.inputs(), planned), numbers(node.outputs(), planned)));
      }
    }

    private static int[] numbers(List<String> values, int planned) {
      return values.stream().mapToInt(value -> number(value, planned)).toArray();
    }

    private static int number(String value, int planned) {
      int number = VALUES.indexOf(value);
      return number >= 0 && (planned >> number & 1) == 1 ? number : -1;
    }

    @Override
    protected void execute(
        List<? extends Buffer> inputs, List<? extends Buffer> outputs, long[] nanos) {
      if (number("x", planned) >= 0) {
        memory[0] = Buffers.read(inputTypes().get(0), inputs.get(0));
      }
      for (int i = 0; i < steps.size(); i++) {
        evaluate(steps.get(i));
        if (nanos != null) {
          nanos[i] = i + 1;
        }
      }
      for (int i = 0; i < outputs.size(); i++) {
        int number = number(QUARTERS.outputs().get(i), planned);
        if (number >= 0) {
          Buffers.write(memory[number], outputs.get(i));
        }
      }
    }

    @Override
    protected Tensor read(int number, String value) {
      assertEquals(VALUES.get(number), value);
      assertEquals(type(value).shape(), memory[number].shape());
      return memory[number];
    }

    @Override
    protected void write(int number, String value, Tensor tensor) {
      assertEquals(VALUES.get(number), value);
      memory[number] = tensor;
    }

    @Override
    protected void release() {
      released++;
    }
  }

  private static FloatBuffer x(float from) {
    FloatBuffer x = FloatBuffer.allocate(16);
    for (int i = 0; i < 16; i++) {
      x.put(i, from + i);
    }
    return x;
  }

  @Test
  void anyValueMayHaveMemoryOrBeATensor() {
    for (int planned = 0; planned < 1 << VALUES.size(); planned++) {
      try (Quarters session = new Quarters(planned)) {
        for (float from : new float[] {0, 100}) {
          float[] third = new float[4];
          float[] fourth = new float[4];
          List<Buffer> outputs = List.of(FloatBuffer.wrap(third), FloatBuffer.wrap(fourth));
          long[] nanos = session.profile(List.of(x(from)), outputs);
          String where = "memory for " + planned;
          assertArrayEquals(new float[] {from + 4, from + 5, from + 12, from + 13}, third, where);
          assertArrayEquals(new float[] {from + 6, from + 7, from + 14, from + 15}, fourth, where);
          assertArrayEquals(new long[] {1, 2}, nanos);
          session.run(List.of(x(7)), outputs);
          assertEquals(7 + 4, third[0]);
        }
      }
    }
  }

  @Test
  void buffersThatDoNotFitAreRefused() {
    try (Quarters session = new Quarters(0)) {
      FloatBuffer quarter = FloatBuffer.allocate(4);
      assertThrows(
          IllegalArgumentException.class,
          () -> session.run(List.of(x(0)), List.of(quarter, quarter)));
      // Two outputs, one buffer.
      assertThrows(IllegalArgumentException.class, () -> session.run(x(0), quarter));
      session.run(List.of(x(0)), List.of(quarter, FloatBuffer.allocate(4)));
    }
  }

  @Test
  void aClosedSessionIsReleasedOnceAndRefusesToRun() {
    Quarters session = new Quarters(0);
    session.close();
    session.close();
    assertEquals(1, session.released);
    List<Buffer> in = List.of(x(0));
    List<Buffer> out = List.of(FloatBuffer.allocate(4), FloatBuffer.allocate(4));
    for (Runnable run :
        List.<Runnable>of(
            () -> session.run(in, out),
            () -> session.run(in.get(0), out.get(0)),
            () -> session.profile(in, out))) {
      assertEquals(
          "the session is closed",
          assertThrows(IllegalStateException.class, run::run).getMessage());
    }
  }
}
