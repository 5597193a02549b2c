package io.sepconv.backend.jvm;

import io.sepconv.op.Activation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.EnumMap;
import java.util.Map;

/**
 * A loop over many operations of the Vector API, called in such a way that HotSpot never inlines
 * it.
 *
 * <p>HotSpot of 17 inlines the Vector API only up to a number of nodes per compiled method, and
 * boxes the vectors of what lies beyond: with two or three of these loops inlined into their caller
 * some took 20 times as long. A handle that is not a constant is not inlined, unlike a call through
 * an interface, of which the targets seen so far are.
 */
final class LongLoop {
  private static final MethodType TYPE =
      MethodType.methodType(
          void.class,
          Activation.class,
          float[].class,
          int.class,
          float[].class,
          int.class,
          int.class);

  private static final Map<Activation.Kind, LongLoop> LOOPS = new EnumMap<>(Activation.Kind.class);

  static {
    put(VectorExponentials.class, "logistic", Activation.Kind.SIGMOID);
    put(VectorExponentials.class, "logistic", Activation.Kind.SWISH);
    put(VectorExponentials.class, "logistic", Activation.Kind.TANH);
    put(VectorExponentials.class, "logistic", Activation.Kind.GELU_TANH);
    put(VectorExponentials.class, "exponential", Activation.Kind.EXP);
    put(VectorExponentials.class, "exponential", Activation.Kind.ELU);
    put(VectorExponentials.class, "exponential", Activation.Kind.SELU);
    put(VectorExponentials.class, "exponential", Activation.Kind.CELU);
    put(VectorExponentials.class, "mish", Activation.Kind.MISH);
    put(VectorExponentials.class, "softplus", Activation.Kind.SOFTPLUS);
    put(VectorErf.class, "erf", Activation.Kind.ERF);
    put(VectorErf.class, "gelu", Activation.Kind.GELU);
  }

  private final MethodHandle handle;

  private LongLoop(MethodHandle handle) {
    this.handle = handle;
  }

  private static void put(Class<?> type, String method, Activation.Kind kind) {
    try {
      LOOPS.put(kind, new LongLoop(MethodHandles.lookup().findStatic(type, method, TYPE)));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The loop of a function. */
  static LongLoop of(Activation.Kind kind) {
    return LOOPS.get(kind);
  }

  /** {@code y = f(x)} for {@code n} elements, a multiple of the lanes. */
  void run(Activation f, float[] x, int xAt, float[] y, int yAt, int n) {
    try {
      handle.invokeExact(f, x, xAt, y, yAt, n);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("no loop throws a checked exception", e);
    }
  }
}
