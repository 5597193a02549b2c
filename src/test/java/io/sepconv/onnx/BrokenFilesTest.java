package io.sepconv.onnx;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.sepconv.graph.Graph;
import io.sepconv.graph.Limits;
import io.sepconv.graph.ModelFormatException;
import io.sepconv.graph.UnsupportedOperatorException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the bytes: a graph, or one of the two exceptions, and a message in it. */
class BrokenFilesTest {
  private static final long SEED = 20240607;

  /** Reads a model; null if it was refused the way it should be. */
  private static Graph read(byte[] bytes, String what) {
    try {
      return OnnxReader.read(bytes);
    } catch (ModelFormatException | UnsupportedOperatorException e) {
      assertNotNull(e.getMessage(), what);
      return null;
    } catch (Throwable t) {
      return fail(what + " (seed " + SEED + ") gave " + t, t);
    }
  }

  private static byte[] small() {
    return ModelSeeds.mixed().bytes();
  }

  @Test
  void everyPrefixOfASmallModel() {
    byte[] whole = small();
    assertNotNull(OnnxReader.read(whole));
    int loaded = 0;
    for (int length = 0; length < whole.length; length++) {
      loaded += read(Arrays.copyOf(whole, length), "prefix of " + length) == null ? 0 : 1;
    }
    // The one that ends in front of the last import, of a domain that no node uses.
    assertEquals(1, loaded);
  }

  @Test
  void everyByteOfASmallModelReplaced() {
    byte[] whole = small();
    for (int at = 0; at < whole.length; at++) {
      for (int value : new int[] {0, 1, 0x7f, 0x80, 0xff, whole[at] ^ 1, whole[at] ^ 8}) {
        byte[] changed = whole.clone();
        changed[at] = (byte) value;
        read(changed, "byte " + at + " as " + value);
      }
    }
  }

  @Test
  void prefixesOfTheClassifier() throws IOException {
    byte[] whole = TestNetworks.ppocr("ch_ppocr_mobile_v2.0_cls_infer");
    List<Integer> lengths = new ArrayList<>();
    for (int length = 0; length < whole.length; length += 1 + whole.length / 500) {
      lengths.add(length);
    }
    for (int length = whole.length - 200; length < whole.length; length++) {
      lengths.add(length);
    }
    for (int length : lengths) {
      Graph graph = read(Arrays.copyOf(whole, length), "prefix of " + length);
      assertEquals(null, graph, () -> "a prefix of " + length + " bytes was read as a whole model");
    }
  }

  @Test
  void bitFlipsInTheClassifier() throws IOException {
    byte[] whole = TestNetworks.ppocr("ch_ppocr_mobile_v2.0_cls_infer");
    Random random = new Random(SEED);
    int refused = 0;
    for (int i = 0; i < 2000; i++) {
      byte[] changed = whole.clone();
      // Messages, not weights, stand at the begin and at the end of the file.
      int region = i % 2 == 0 ? 60_000 : whole.length;
      int flips = 1 + random.nextInt(4);
      for (int flip = 0; flip < flips; flip++) {
        int at = i % 4 == 1 ? whole.length - 1 - random.nextInt(60_000) : random.nextInt(region);
        changed[at] ^= (byte) (1 << random.nextInt(8));
      }
      refused += read(changed, "mutation " + i) == null ? 1 : 0;
    }
    assertTrue(refused > 200, "only " + refused + " of 2000 mutations hit anything");
  }

  @Test
  void randomBytes() {
    Random random = new Random(SEED);
    for (int i = 0; i < 3000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(200)];
      random.nextBytes(bytes);
      assertEquals(null, read(bytes, "random bytes " + i));
    }
  }

  /**
   * Sound protobuf with absurd values in it: what flipped bits hardly ever make. What can be read
   * is compiled and computed too.
   */
  @Test
  void absurdFields() throws IOException {
    OnnxReaderFuzzTest target = new OnnxReaderFuzzTest();
    List<byte[]> seeds = ModelSeeds.all().toList();
    Random random = new Random(SEED);
    for (int i = 0; i < 10_000; i++) {
      ModelProto.Builder changed = ModelProto.parseFrom(seeds.get(i % seeds.size())).toBuilder();
      int changes = 1 + random.nextInt(3);
      for (int change = 0; change < changes; change++) {
        mutate(changed, random);
      }
      int mutation = i;
      assertDoesNotThrow(
          () -> target.readsOrRefuses(changed.build().toByteArray()),
          () -> "mutation " + mutation + " of fields (seed " + SEED + "): " + changed);
    }
  }

  /** What is small in the file must not cost its square. */
  @Test
  void longListsAndLongNames() {
    int n = 200_000;
    TestModel model = TestModel.opset(13).input("x", 2).node("Max", "x", "y").output("y");
    NodeProto.Builder node = model.graph().getNodeBuilder(0).setName("n".repeat(n));
    for (int i = 0; i < n; i++) {
      node.addInput("x").addOutput("o" + i);
    }
    model.graph().addNode(NodeProto.newBuilder().setOpType("Relu").addInput("x").addOutput("z"));
    NodeProto.Builder concat = NodeProto.newBuilder().setOpType("Concat").addOutput("c");
    concat.addAttribute(TestModel.integer("axis", 0));
    for (int i = 0; i < n; i++) {
      concat.addInput("x");
    }
    for (int i = 0; i < n; i++) {
      concat.addInput("");
    }
    model.graph().addNode(concat);
    for (int i = 0; i < n / 10; i++) {
      model
          .graph()
          .addNode(
              NodeProto.newBuilder()
                  .setName("same")
                  .setOpType("Relu")
                  .addInput("x")
                  .addOutput("same" + i));
    }
    byte[] bytes = model.bytes();
    Limits limits = Limits.defaults().nodes(2 * n);
    Graph graph =
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> OnnxReader.read(bytes, limits));
    assertEquals(n + 2 + n / 10, graph.nodes().size());
  }

  /** Changes, drops or repeats one field somewhere below a message. */
  private static void mutate(Message.Builder message, Random random) {
    List<FieldDescriptor> fields = new ArrayList<>(message.getAllFields().keySet());
    if (fields.isEmpty()) {
      return;
    }
    FieldDescriptor field = fields.get(random.nextInt(fields.size()));
    boolean nested = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
    if (random.nextInt(nested ? 12 : 4) == 0) {
      message.clearField(field);
      return;
    }
    if (!field.isRepeated()) {
      if (nested) {
        mutate(message.getFieldBuilder(field), random);
      } else {
        message.setField(field, absurd(field, message.getField(field), random));
      }
      return;
    }
    int at = random.nextInt(message.getRepeatedFieldCount(field));
    Object element = message.getRepeatedField(field, at);
    if (random.nextInt(8) == 0) {
      message.addRepeatedField(field, element);
    } else if (nested) {
      mutate(message.getRepeatedFieldBuilder(field, at), random);
    } else {
      message.setRepeatedField(field, at, absurd(field, element, random));
    }
  }

  private static Object absurd(FieldDescriptor field, Object old, Random random) {
    int[] ints = {0, -1, 1, 7, Integer.MAX_VALUE, Integer.MIN_VALUE};
    long[] longs = {0, -1, 1, 2, 3, 1L << 31, Long.MAX_VALUE, Long.MIN_VALUE, Integer.MAX_VALUE};
    return switch (field.getJavaType()) {
      case INT -> ints[random.nextInt(ints.length)];
      case LONG -> longs[random.nextInt(longs.length)];
      case FLOAT -> random.nextBoolean() ? Float.NaN : -1e38f;
      case STRING ->
          random.nextBoolean() ? "" : List.of("x", "y", "w", "Relu", "axis").get(random.nextInt(5));
      case BYTE_STRING -> com.google.protobuf.ByteString.copyFrom(new byte[random.nextInt(9)]);
      case ENUM -> {
        var values = field.getEnumType().getValues();
        yield values.get(random.nextInt(values.size()));
      }
      default -> old;
    };
  }
}
