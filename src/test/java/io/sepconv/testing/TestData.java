package io.sepconv.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A seeded source of tensors and choices: one seed, one sequence, on every machine. */
public final class TestData {
  private final Random random;

  /** Starts the sequence of the given seed. */
  public TestData(long seed) {
    // Neighbouring seeds of java.util.Random begin alike; an odd factor spreads them.
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
  }

  /**
   * Integers of -4..4 as f32. Their products stay exact in f32, and so do sums of up to a million
   * of these, in any order: results must be equal, not close.
   */
  public Tensor integers(Shape shape) {
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = between(-4, 4);
    }
    return Tensor.of(shape, values);
  }

  /** Uniform in [-1, 1). */
  public Tensor floats(Shape shape) {
    return floats(shape, -1, 1);
  }

  /** Uniform in [low, high). */
  public Tensor floats(Shape shape, float low, float high) {
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = low + (high - low) * random.nextFloat();
    }
    return Tensor.of(shape, values);
  }

  /** An integer of low..high, both included. */
  public int between(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  /** One of the given values. */
  @SafeVarargs
  public final <T> T oneOf(T... values) {
    return values[random.nextInt(values.length)];
  }

  /** True half of the time. */
  public boolean coin() {
    return random.nextBoolean();
  }

  /**
   * A file or folder of the shared test data. The test that asks is skipped where the environment
   * variable SEPCONV_TESTDATA is not set.
   */
  public static Path shared(String name) {
    String folder = System.getenv("SEPCONV_TESTDATA");
    assumeTrue(folder != null, "SEPCONV_TESTDATA is not set, it names the folder of test data");
    Path path = Path.of(folder, name);
    if (!Files.exists(path)) {
      throw new IllegalStateException(path + " does not exist; see SEPCONV_TESTDATA");
    }
    return path;
  }
}
