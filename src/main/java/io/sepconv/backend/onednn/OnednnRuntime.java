package io.sepconv.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import io.sepconv.backend.BackendUnavailableException;
import io.sepconv.backend.Support;
import io.sepconv.backend.onednn.jni.Native;
import java.io.File;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;

/** The native libraries, loaded once, and what they say about themselves. */
final class OnednnRuntime {
  private OnednnRuntime() {}

  /** Loaded on first use; a failure is kept as a value and told to everyone who asks. */
  private static final class Holder {
    static final Throwable FAILURE = tryLoad();
    static final dnnl_engine ENGINE = FAILURE == null ? openEngine() : null;

    private static Throwable tryLoad() {
      try {
        loadOpenMpSettings();
        // libsepconv names libdnnl and libgomp without a directory: they must be in the process
        // first.
        Loader.load(org.bytedeco.dnnl.global.dnnl.class);
        Loader.load(Native.class);
        return null;
      } catch (LinkageError | RuntimeException | IOException e) {
        return e;
      }
    }

    /** Sets in the process's environment what libgomp reads once, as it is loaded with oneDNN. */
    private static void loadOpenMpSettings() throws IOException {
      String library = Loader.getPlatform() + "/libsepconvomp.so";
      File file = Loader.cacheResource(Native.class, library);
      if (file == null) {
        throw new UnsatisfiedLinkError("no " + library + " beside " + Native.class.getName());
      }
      System.load(file.getAbsolutePath());
    }

    private static dnnl_engine openEngine() {
      Pointer engine = new Pointer();
      Dnnl.checkNative(Native.sepconv_engine(engine), "open oneDNN's engine");
      return new dnnl_engine(engine);
    }
  }

  /** Loads the libraries, or throws with the first cause of why they cannot be. */
  static void load() {
    if (Holder.FAILURE != null) {
      throw new BackendUnavailableException(
          "the native library of sepconv or oneDNN does not load", Holder.FAILURE);
    }
  }

  /** The process's CPU engine. */
  static dnnl_engine engine() {
    load();
    return Holder.ENGINE;
  }

  /**
   * Whether the instruction set in use multiplies bfloat16 itself. Below it oneDNN would convert
   * every operand to f32 and back.
   */
  static Support multipliesBf16() {
    load();
    int isa = Native.sepconv_cpu_isa();
    return (isa & dnnl_cpu_isa_avx512_core_bf16) == dnnl_cpu_isa_avx512_core_bf16
        ? Support.YES
        : Support.no(
            "backend onednn cannot compute in BF16 here: the instruction set in use is "
                + isaName(isa)
                + ", and only AVX-512 with BF16 and what contains it multiplies bfloat16 natively");
  }

  static Map<String, String> describe() {
    load();
    Map<String, String> facts = new LinkedHashMap<>();
    dnnl_version_t version = dnnl_version();
    facts.put("oneDNN", version.major() + "." + version.minor() + "." + version.patch());
    facts.put("ISA", isaName(Native.sepconv_cpu_isa()));
    facts.put("CPU runtime", runtimeName(version.cpu_runtime()));
    facts.put("OpenMP threads", Integer.toString(Native.sepconv_openmp_threads()));
    return facts;
  }

  private static String runtimeName(int runtime) {
    if (runtime == DNNL_RUNTIME_OMP) {
      return "OpenMP (libgomp)";
    }
    return runtime == DNNL_RUNTIME_SEQ ? "sequential" : "number " + runtime;
  }

  private static String isaName(int isa) {
    Map<Integer, String> names =
        Map.of(
            dnnl_cpu_isa_default, "the platform's default",
            dnnl_cpu_isa_sse41, "SSE4.1",
            dnnl_cpu_isa_avx, "AVX",
            dnnl_cpu_isa_avx2, "AVX2",
            dnnl_cpu_isa_avx2_vnni, "AVX2 with VNNI",
            dnnl_cpu_isa_avx512_core, "AVX-512",
            dnnl_cpu_isa_avx512_core_vnni, "AVX-512 with VNNI",
            dnnl_cpu_isa_avx512_core_bf16, "AVX-512 with VNNI and BF16",
            dnnl_cpu_isa_avx512_core_fp16, "AVX-512 with VNNI, BF16 and FP16",
            dnnl_cpu_isa_avx512_core_amx, "AVX-512 with VNNI, BF16, FP16 and AMX");
    return names.getOrDefault(isa, "oneDNN ISA number " + isa);
  }
}
