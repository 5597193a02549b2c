package io.sepconv.backend.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.backend.onednn.jni.ConstantHandle;
import io.sepconv.backend.onednn.jni.Native;
import io.sepconv.backend.onednn.jni.PlanHandle;
import io.sepconv.backend.onednn.jni.SessionHandle;
import io.sepconv.op.Activation;
import io.sepconv.tensor.Shape;
import io.sepconv.testing.NativeTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The seam between Java and the native code loads, and speaks to the oneDNN of the preset. */
@NativeTest
class NativeSeamTest {

  @Test
  void reportsTheInstructionSetThatOneDnnDispatchesTo() {
    // The seam first: its presets class has to load the library of oneDNN without being asked.
    int throughTheSeam = Native.sepconv_cpu_isa();

    assertTrue(Loader.getLoadedLibraries().containsKey("jnidnnl"), "oneDNN's preset is loaded");
    assertEquals(dnnl.dnnl_get_effective_cpu_isa(), throughTheSeam);
    assertTrue(throughTheSeam != 0, "an instruction set is known");
  }

  @Test
  void countsOpenMpThreads() {
    assertTrue(Native.sepconv_openmp_threads() >= 1);
  }

  @Test
  void makesAndFreesAPlan() {
    PlanHandle plan = new PlanHandle();
    assertEquals(0, Native.sepconv_plan_create(plan), Native::sepconv_error);
    assertFalse(plan.isNull());
    Native.sepconv_plan_release(plan);
    Native.sepconv_plan_release(null);
  }

  @Test
  void runsNothingBeforeEveryInputIsBound() {
    PlanHandle plan = new PlanHandle();
    SessionHandle session = new SessionHandle();
    int[] number = new int[1];
    assertEquals(0, Native.sepconv_plan_create(plan), Native::sepconv_error);
    try (DescriptorScope scope = new DescriptorScope()) {
      MemoryDesc layout = MemoryDesc.rowMajor(scope, Shape.of(4));
      Native.sepconv_plan_add_external(plan, layout.handle(), number);
      assertEquals(0, Native.sepconv_plan_finish(plan, 0, 1), Native::sepconv_error);
      assertEquals(0, Native.sepconv_session_create(plan, 1, 1, session), Native::sepconv_error);

      assertTrue(Native.sepconv_session_run(session, 0, 0) != 0);
      assertEquals("run: an input or output is not bound", Native.sepconv_error());
      assertTrue(Native.sepconv_session_run_timed(session, 0, 0, new long[1]) != 0);
      assertEquals("run: an input or output is not bound", Native.sepconv_error());
      FloatBuffer four = ByteBuffer.allocateDirect(16).asFloatBuffer();
      assertEquals(0, Native.sepconv_session_bind(session, number[0], four, 4));
      assertEquals(0, Native.sepconv_session_bind(session, number[0], four, 4));
      assertEquals(0, Native.sepconv_session_run(session, 0, 0), Native::sepconv_error);
      assertTrue(Native.sepconv_session_bind(session, number[0], (FloatBuffer) null, 4) != 0);
      assertEquals(0, Native.sepconv_session_run_timed(session, 0, 0, new long[1]));
      assertTrue(Native.sepconv_session_run_timed(session, 0, 1, new long[1]) != 0);
      assertEquals("run: there are no such steps", Native.sepconv_error());
    } finally {
      Native.sepconv_session_release(session);
      Native.sepconv_plan_release(plan);
    }
  }

  @Test
  void savesNoPlanThatItsFileCannotHold(@TempDir Path folder) {
    PlanHandle plan = new PlanHandle();
    String file = folder.resolve("f.plan").toString();
    assertEquals(0, Native.sepconv_plan_create(plan), Native::sepconv_error);
    try (DescriptorScope scope = new DescriptorScope()) {
      assertTrue(Native.sepconv_plan_leave_layout(plan, dnnl.DNNL_ARG_DST) != 0);
      assertEquals("leave a layout free: the plan has no step", Native.sepconv_error());
      assertTrue(Native.sepconv_plan_save(plan, 1, file) != 0);
      assertEquals("save a plan: it is not finished", Native.sepconv_error());

      MemoryDesc layout = MemoryDesc.rowMajor(scope, Shape.of(1, 4, 2, 2));
      PrimitiveDesc shuffle =
          PrimitiveDesc.create(
              scope,
              "a shuffle",
              result ->
                  dnnl.dnnl_shuffle_forward_primitive_desc_create(
                      result,
                      OnednnRuntime.engine(),
                      dnnl.dnnl_forward_inference,
                      layout.handle(),
                      layout.handle(),
                      1,
                      2,
                      null));
      Native.sepconv_plan_add_external(plan, layout.handle(), new int[1]);
      int[] roles = {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_DST};
      assertEquals(
          0, Native.sepconv_plan_add_step(plan, shuffle.handle(), 2, roles, new int[] {0, 0}));
      assertEquals(0, Native.sepconv_plan_finish(plan, 0, 1), Native::sepconv_error);
      assertTrue(Native.sepconv_plan_save(plan, 1, file) != 0);
      assertEquals(
          "save a plan: its file has no form for the primitive shuffle", Native.sepconv_error());
    } finally {
      Native.sepconv_plan_release(plan);
    }
  }

  @Test
  void saysWhyAPlanCannotBeWritten(@TempDir Path folder) throws IOException {
    PlanHandle plan = new PlanHandle();
    assertEquals(0, Native.sepconv_plan_create(plan), Native::sepconv_error);
    try {
      assertEquals(0, Native.sepconv_plan_finish(plan, 0, 1), Native::sepconv_error);
      Path file = folder.resolve("f.plan");
      assertEquals(0, Native.sepconv_plan_save(plan, 3, file.toString()), Native::sepconv_error);
      assertTrue(Files.readAllLines(file).contains("threads 3"));
      assertTrue(Native.sepconv_plan_save(plan, 1, folder.toString()) != 0);
      assertEquals("write " + folder + ": Is a directory", Native.sepconv_error());
    } finally {
      Native.sepconv_plan_release(plan);
    }
  }

  @Test
  void runsPicturesOnlyWhereThereAreSome() {
    PlanHandle plan = new PlanHandle();
    SessionHandle session = new SessionHandle();
    int[] number = new int[1];
    assertEquals(0, Native.sepconv_plan_create(plan), Native::sepconv_error);
    try (DescriptorScope scope = new DescriptorScope()) {
      MemoryDesc layout = MemoryDesc.rowMajor(scope, Shape.of(4));
      Native.sepconv_plan_add_external(plan, layout.handle(), number);
      fails("open a session: the plan is not finished", create(plan, 1, session));
      for (int pictures : new int[] {0, -1}) {
        fails(
            "finish a plan: it must run at least once",
            Native.sepconv_plan_finish(plan, 0, pictures));
      }
      assertEquals(0, Native.sepconv_plan_finish(plan, 0, 3), Native::sepconv_error);
      for (int lanes : new int[] {0, -1}) {
        fails("open a session: it needs a lane", create(plan, lanes, session));
      }
      assertEquals(0, create(plan, 5, session), Native::sepconv_error);
      FloatBuffer twelve = ByteBuffer.allocateDirect(48).asFloatBuffer();
      fails(
          "bind a buffer: it is too small",
          Native.sepconv_session_bind(session, number[0], twelve, 11));
      fails(
          "bind a buffer: there is no such input or output",
          Native.sepconv_session_bind(session, number[0] + 1, twelve, 12));
      assertEquals(0, Native.sepconv_session_bind(session, number[0], twelve, 12));
      // A value of which there is one per picture has no content to read.
      fails(
          "read a value: there is none of this length",
          Native.sepconv_session_read(session, number[0], new float[4], 4));
      assertEquals(0, Native.sepconv_session_run(session, 0, 0), Native::sepconv_error);
    } finally {
      Native.sepconv_session_release(session);
      Native.sepconv_plan_release(plan);
    }
  }

  private static int create(PlanHandle plan, int lanes, SessionHandle session) {
    return Native.sepconv_session_create(plan, 2, lanes, session);
  }

  private static void fails(String message, int status) {
    assertTrue(status != 0, message);
    assertEquals(message, Native.sepconv_error());
  }

  @Test
  void timesAPrimitive() {
    try (DescriptorScope scope = new DescriptorScope();
        LongPointer nanos = new LongPointer(1).put(-1);
        PointerPointer<dnnl_memory_desc> layouts = new PointerPointer<>(2)) {
      MemoryDesc layout = MemoryDesc.rowMajor(scope, Shape.of(64, 64));
      PrimitiveDesc relu =
          PrimitiveDesc.create(
              scope,
              "a relu",
              result ->
                  dnnl.dnnl_eltwise_forward_primitive_desc_create(
                      result,
                      OnednnRuntime.engine(),
                      dnnl.dnnl_forward_inference,
                      dnnl.dnnl_eltwise_relu,
                      layout.handle(),
                      layout.handle(),
                      0,
                      0,
                      Attributes.with(scope, Activation.NONE)));
      layouts.put(0, layout.handle()).put(1, layout.handle());
      try (IntPointer roles = new IntPointer(dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_DST);
          IntPointer wrong = new IntPointer(dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_WEIGHTS)) {
        assertEquals(0, time(relu, roles, layouts, nanos), Native::sepconv_error);
        long measured = nanos.get();
        assertTrue(measured >= 0 && measured < Long.MAX_VALUE, measured + " ns");
        assertTrue(time(relu, wrong, layouts, nanos) != 0, "a result is missing");
        assertTrue(Native.sepconv_error().startsWith("time a primitive: "), Native.sepconv_error());
        assertEquals(measured, nanos.get(), "a failure stores nothing");
      }
    }
  }

  private static int time(
      PrimitiveDesc primitive,
      IntPointer roles,
      PointerPointer<dnnl_memory_desc> layouts,
      LongPointer nanos) {
    return Native.sepconv_time_primitive(primitive.handle(), 2, roles, layouts, 2, nanos);
  }

  /** Constants lie side by side in larger pieces of memory; each keeps its own content. */
  @Test
  void constantsOfAllSizesKeepTheirContent() {
    int[] sizes = {1, 3, 16, 17, 1_000, 600_000, 5, 1_200_000, 7, 64};
    List<ConstantHandle> constants = new ArrayList<>();
    PlanHandle plan = new PlanHandle();
    SessionHandle session = new SessionHandle();
    assertEquals(0, Native.sepconv_plan_create(plan), Native::sepconv_error);
    try (DescriptorScope scope = new DescriptorScope()) {
      List<Integer> numbers = new ArrayList<>();
      for (int round = 0; round < 3; round++) {
        for (int size : sizes) {
          MemoryDesc layout = MemoryDesc.rowMajor(scope, Shape.of(size));
          float[] data = new float[size];
          Arrays.fill(data, constants.size() + 0.5f);
          ConstantHandle constant = new ConstantHandle();
          int status =
              Native.sepconv_constant_create(
                  layout.handle(), data, size, layout.handle(), constant);
          assertEquals(0, status, Native::sepconv_error);
          constants.add(constant);
          assertEquals(4L * size, Native.sepconv_constant_bytes(constant));
          int[] number = new int[1];
          assertEquals(0, Native.sepconv_plan_add_constant(plan, constant, number));
          numbers.add(number[0]);
          // Every other one is kept alive by the plan alone.
          if (constants.size() % 2 == 0) {
            Native.sepconv_constant_release(constant);
          }
        }
      }
      assertEquals(0, Native.sepconv_plan_finish(plan, 0, 1), Native::sepconv_error);
      assertEquals(0, create(plan, 1, session), Native::sepconv_error);
      for (int i = 0; i < numbers.size(); i++) {
        float[] data = new float[sizes[i % sizes.length]];
        assertEquals(0, Native.sepconv_session_read(session, numbers.get(i), data, data.length));
        float[] expected = new float[data.length];
        Arrays.fill(expected, i + 0.5f);
        assertArrayEquals(expected, data, "constant " + i);
      }
      for (int i = 0; i < constants.size(); i += 2) {
        Native.sepconv_constant_release(constants.get(i));
      }
    } finally {
      Native.sepconv_session_release(session);
      Native.sepconv_plan_release(plan);
    }
  }

  @Test
  void reportsNoErrorOnAThreadWithoutFailures() throws InterruptedException {
    String[] error = new String[1];
    Thread thread = new Thread(() -> error[0] = Native.sepconv_error());
    thread.start();
    thread.join();
    assertEquals("", error[0]);
  }

  /**
   * A second OpenMP runtime would bring a second pool of threads, and a second oneDNN its caches.
   */
  @Test
  @EnabledOnOs(OS.LINUX)
  void sharesOneDnnAndItsOpenMpRuntimeWithThePreset() throws IOException {
    Native.sepconv_openmp_threads();
    Set<String> mapped =
        Files.readAllLines(Path.of("/proc/self/maps")).stream()
            .filter(line -> line.indexOf('/') >= 0)
            .map(line -> line.substring(line.indexOf('/')))
            .collect(Collectors.toCollection(TreeSet::new));
    for (String library : List.of("libdnnl.so", "libgomp.so", "libsepconv.so")) {
      assertEquals(
          1, mapped.stream().filter(file -> file.contains(library)).count(), library + mapped);
    }
    for (String runtime : List.of("libomp.so", "libiomp5.so")) {
      assertEquals(
          0, mapped.stream().filter(file -> file.contains(runtime)).count(), runtime + mapped);
    }
  }
}
