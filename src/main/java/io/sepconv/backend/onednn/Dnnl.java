package io.sepconv.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import io.sepconv.backend.onednn.jni.Native;

/** Statuses of native calls become exceptions here. */
final class Dnnl {
  private Dnnl() {}

  /** A call to oneDNN or to sepconv's native code that failed. */
  static final class DnnlException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private DnnlException(String message) {
      super(message);
    }
  }

  /** Checks a status of oneDNN's own C API. */
  static void check(int status, String attempt) {
    if (status != dnnl_success) {
      throw new DnnlException("cannot " + attempt + ": oneDNN answered " + statusName(status));
    }
  }

  /** Checks a status of sepconv's native code, which keeps the text itself. */
  static void checkNative(int status, String attempt) {
    if (status != 0) {
      throw new DnnlException("cannot " + attempt + ": " + Native.sepconv_error());
    }
  }

  /** The name of a status; some are ordinary answers, such as unimplemented. */
  static String statusName(int status) {
    if (status == dnnl_unimplemented) {
      return "unimplemented";
    }
    if (status == dnnl_invalid_arguments) {
      return "invalid arguments";
    }
    return status == dnnl_out_of_memory ? "out of memory" : "status " + status;
  }
}
