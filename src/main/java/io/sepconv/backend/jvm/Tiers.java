package io.sepconv.backend.jvm;

import io.sepconv.backend.Support;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;

/**
 * The tiers of kernels: on the Vector API or in plain Java. The choice is made when it is first
 * asked for, and kept; where it is plain Java, one line of the log says why.
 *
 * <p>Nothing that needs the module jdk.incubator.vector is loaded where plain Java is chosen.
 */
final class Tiers {
  /** Set to false, it keeps to plain Java. */
  static final String PROPERTY = "sepconv.java.vector";

  private static final String MODULE = "jdk.incubator.vector";
  private static final Logger LOG = System.getLogger("io.sepconv");

  private Tiers() {}

  /** Chosen on first use. */
  private static final class Holder {
    static final Support VECTOR_API = vectorApi();
    static final MicroKernels BEST =
        VECTOR_API.yes() ? new VectorMicroKernels() : new PlainMicroKernels();

    static {
      if (!VECTOR_API.yes()) {
        Level level = isWished() ? Level.INFO : Level.WARNING;
        LOG.log(level, "backend java computes in plain loops: " + VECTOR_API.reason());
      }
    }
  }

  /** The fastest kernels that can run here. */
  static MicroKernels best() {
    return Holder.BEST;
  }

  /** Whether they are those on the Vector API, and if not, why and what helps. */
  static Support usesVectorApi() {
    return Holder.VECTOR_API;
  }

  /** Whether plain Java is what was asked for. */
  private static boolean isWished() {
    return System.getProperty(PROPERTY, "").equals("false");
  }

  private static Support vectorApi() {
    if (isWished()) {
      return Support.no("the property " + PROPERTY + " is false");
    }
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return Support.no(
          "Java was started without --add-modules "
              + MODULE
              + ", which makes it about twice as fast");
    }
    String vm = System.getProperty("java.vm.info", "");
    if (vm.contains("interpreted mode") || vm.contains("emulated-client")) {
      // Only the optimising compiler makes instructions of vectors; they are objects without it.
      return Support.no("Java runs without its optimising compiler (" + vm + ")");
    }
    if (!multipliesAndAdds()) {
      return Support.no("the processor, as Java uses it, has no fused multiply-add");
    }
    return VectorMicroKernels.canRun();
  }

  /**
   * Whether a fused multiply-add is an instruction.
   *
   * <p>Where it is not, Java computes it through {@link BigDecimal}, and a vector kernel that uses
   * it is a thousand times slower. No API tells. So it is timed beside just that computation:
   * equally long without the instruction, it took at least 300 times as long with it, whether both
   * were interpreted or compiled.
   */
  private static boolean multipliesAndAdds() {
    long fused = Long.MAX_VALUE;
    long exact = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      fused = Math.min(fused, timeFused());
      exact = Math.min(exact, timeExact());
    }
    return fused < exact / 10;
  }

  private static long timeFused() {
    long start = System.nanoTime();
    float value = 1;
    for (int i = 0; i < 20; i++) {
      value = Math.fma(value, 0.999f, 0.1f);
    }
    return elapsed(start, value);
  }

  private static long timeExact() {
    long start = System.nanoTime();
    float value = 1;
    for (int i = 0; i < 20; i++) {
      value = new BigDecimal((double) value * 0.999f).add(new BigDecimal(0.1f)).floatValue();
    }
    return elapsed(start, value);
  }

  /** Nanoseconds since the start of a computation, whose result is used, so that it takes place. */
  private static long elapsed(long start, float value) {
    return Float.isNaN(value) ? 0 : System.nanoTime() - start;
  }
}
