package io.sepconv.backend.onednn.presets;

import org.bytedeco.javacpp.ClassProperties;
import org.bytedeco.javacpp.LoadEnabled;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.annotation.NoException;
import org.bytedeco.javacpp.annotation.Platform;
import org.bytedeco.javacpp.annotation.Properties;
import org.bytedeco.javacpp.tools.Info;
import org.bytedeco.javacpp.tools.InfoMap;
import org.bytedeco.javacpp.tools.InfoMapper;

/**
 * Tells JavaCPP how to turn {@code native/include/sepconv.h} into the classes of {@code
 * io.sepconv.backend.onednn.jni}.
 *
 * <p>It does not inherit the preset of oneDNN: parsing would then need the headers of OpenCL. So
 * the library of oneDNN, which libsepconv names without a directory, is loaded here instead.
 */
@NoException // the seam throws nothing, so the generated code need not catch
@Properties(
    value =
        @Platform(
            include = "sepconv.h",
            preload = "sepconvomp", // for the build, which copies it; it has to be loaded earlier
            link = "sepconv",
            library = "jnisepconv"),
    target = "io.sepconv.backend.onednn.jni",
    global = "io.sepconv.backend.onednn.jni.Native")
public class sepconv implements InfoMapper, LoadEnabled {

  @Override
  public void init(ClassProperties properties) {
    if (Loader.isLoadLibraries()) {
      Loader.load(org.bytedeco.dnnl.global.dnnl.class);
    }
  }

  @Override
  public void map(InfoMap infoMap) {
    infoMap.put(new Info("SEPCONV_API").cppTypes().annotations());
    infoMap.put(new Info("const char").valueTypes("byte").pointerTypes("String"));
    infoMap.put(new Info("sepconv_constant").pointerTypes("ConstantHandle"));
    infoMap.put(new Info("sepconv_plan").pointerTypes("PlanHandle"));
    infoMap.put(new Info("sepconv_session").pointerTypes("SessionHandle"));
  }
}
