package io.sepconv.backend.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.backend.onednn.jni.Native;
import io.sepconv.backend.onednn.jni.PlanHandle;
import io.sepconv.backend.onednn.jni.SessionHandle;
import io.sepconv.tensor.Shape;
import io.sepconv.testing.NativeTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

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
