package io.sepconv.onnx;

import static io.sepconv.onnx.Refusals.assertMalformed;
import static io.sepconv.onnx.Refusals.assertUnsupported;
import static io.sepconv.onnx.TestModel.integer;
import static io.sepconv.onnx.TestModel.integers;
import static io.sepconv.onnx.TestModel.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sepconv.graph.Node;
import io.sepconv.op.AutoPad;
import io.sepconv.op.GlobalPool;
import io.sepconv.op.MaxPoolIndices;
import io.sepconv.op.Pool;
import io.sepconv.op.Window;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolingMappersTest {
  private static final Window WINDOW =
      new Window(
          List.of(3, 2),
          List.of(2, 1),
          List.of(1, 1),
          List.of(1, 0),
          List.of(2, 1),
          AutoPad.NOTSET);

  @ParameterizedTest
  @ValueSource(longs = {6, 7, 8, 9})
  void maxPoolBeforeCeilMode(long opset) {
    Node node =
        TestModel.of(
                opset,
                "MaxPool",
                integers("kernel_shape", 3, 2),
                integers("strides", 2, 1),
                integers("pads", 1, 0, 2, 1))
            .onlyNode();

    assertEquals(new Pool(Pool.Kind.MAX, WINDOW, false, false), node.op());
    assertEquals(List.of("x"), node.inputs());
  }

  @ParameterizedTest
  @ValueSource(longs = {10, 11, 12, 22})
  void maxPoolWithEverything(long opset) {
    Node node =
        TestModel.of(
                opset,
                "MaxPool",
                integers("kernel_shape", 3),
                integers("dilations", 2),
                integers("pads", 1, 2),
                integer("ceil_mode", 1),
                integer("storage_order", 1))
            .onlyNode();

    Window window =
        new Window(List.of(3), List.of(1), List.of(2), List.of(1), List.of(2), AutoPad.NOTSET);
    assertEquals(new Pool(Pool.Kind.MAX, window, true, false), node.op());
  }

  @Test
  void indicesOfMaxPool() {
    TestModel unread =
        TestModel.opset(12)
            .input("x", 1, 1, 4)
            .node("MaxPool", "x", "y indices", integers("kernel_shape", 2))
            .output("y");
    assertEquals(List.of("y"), unread.onlyNode().outputs());

    TestModel read =
        TestModel.opset(12)
            .input("x", 1, 1, 4)
            .node("MaxPool", "x", "y indices", integers("kernel_shape", 2))
            .output("y", "indices");
    Pool pool = new Pool(Pool.Kind.MAX, Window.of(2), false, false);
    assertEquals(new MaxPoolIndices(pool, false), read.onlyNode().op());
    assertEquals(List.of("y", "indices"), read.onlyNode().outputs());
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 10, 11, 19, 22})
  void averagePool(long opset) {
    Node node =
        TestModel.of(
                opset,
                "AveragePool",
                integers("kernel_shape", 3, 2),
                integers("strides", 2, 1),
                integers("pads", 1, 0, 2, 1),
                integer("count_include_pad", 1))
            .onlyNode();

    assertEquals(new Pool(Pool.Kind.AVERAGE, WINDOW, false, true), node.op());
  }

  @Test
  void defaultsAndAutoPadOfAveragePool() {
    assertEquals(
        new Pool(Pool.Kind.AVERAGE, Window.of(3, 2), false, false),
        TestModel.of(6, "AveragePool", integers("kernel_shape", 3, 2)).onlyNode().op());
    Pool same =
        (Pool)
            TestModel.of(
                    6,
                    "AveragePool",
                    integers("kernel_shape", 3, 2),
                    text("auto_pad", "SAME_LOWER"))
                .onlyNode()
                .op();
    assertEquals(AutoPad.SAME_LOWER, same.window().autoPad());
  }

  @Test
  void globalPools() {
    for (long opset : new long[] {6, 22}) {
      assertEquals(
          new GlobalPool(Pool.Kind.AVERAGE),
          TestModel.of(opset, "GlobalAveragePool").onlyNode().op());
      assertEquals(
          new GlobalPool(Pool.Kind.MAX), TestModel.of(opset, "GlobalMaxPool").onlyNode().op());
    }
  }

  @Test
  void refusedPools() {
    assertMalformed(TestModel.of(11, "MaxPool"), "kernel_shape", "missing");
    assertMalformed(
        TestModel.of(11, "MaxPool", integers("kernel_shape", 2), integers("pads", 2, 0)),
        "pads 2 and 0");
    assertUnsupported(
        TestModel.of(11, "MaxPool", integers("kernel_shape", 2), integer("count_include_pad", 1)),
        "count_include_pad = 1");
    assertUnsupported(
        TestModel.of(11, "GlobalAveragePool", integer("p", 2)), "GlobalAveragePool", "p = 2");
  }
}
