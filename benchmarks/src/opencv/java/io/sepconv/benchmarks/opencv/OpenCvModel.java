package io.sepconv.benchmarks.opencv;

import io.sepconv.benchmarks.EngineModel;
import io.sepconv.benchmarks.EngineSession;
import io.sepconv.benchmarks.Task;
import java.io.IOException;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_dnn;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_dnn.Net;

/**
 * OpenCV's DNN module on its own backend and the CPU, with fusion and Winograd's convolutions, both
 * <a href="https://docs.opencv.org/4.x/db/d30/classcv_1_1dnn_1_1Net.html">its defaults</a>. The
 * number of threads is one for the process; with 1 <a
 * href="https://docs.opencv.org/4.x/db/de0/group__core__utils.html">it runs all in sequence</a>. It
 * reads the file as {@link OpenCvFile} has it.
 *
 * <p>A network holds its blobs, so each caller has one of its own, with its own packed weights. It
 * copies what it is given into its first blob and hands out its last one: a run has one copy of
 * each, as every use of it has the first.
 */
final class OpenCvModel implements EngineModel {
  private final Task task;
  private final BytePointer file;

  OpenCvModel(Task task) throws IOException {
    this.task = task;
    opencv_core.setNumThreads(task.threads());
    file = new BytePointer(OpenCvFile.read(task.model()));
  }

  @Override
  public EngineSession newSession() {
    return new Caller(network());
  }

  private Net network() {
    try {
      Net network = opencv_dnn.readNetFromONNX(file, file.limit());
      network.setPreferableBackend(opencv_dnn.DNN_BACKEND_OPENCV);
      network.setPreferableTarget(opencv_dnn.DNN_TARGET_CPU);
      return network;
    } catch (RuntimeException e) {
      throw new IllegalStateException("OpenCV refuses " + task.model() + ": " + e.getMessage(), e);
    }
  }

  private final class Caller extends EngineSession {
    private final Net network;
    private final FloatPointer inputData;
    private final FloatPointer outputData;
    private final Mat inputMat;

    private Caller(Net network) {
      super(task);
      this.network = network;
      inputData = new FloatPointer(input);
      outputData = new FloatPointer(output);
      inputMat = new Mat(task.input().shape().dims(), opencv_core.CV_32F, inputData);
    }

    @Override
    protected void run() {
      network.setInput(inputMat);
      try (Mat result = network.forward();
          BytePointer data = result.data()) {
        if (result.total() != output.capacity() || !result.isContinuous()) {
          throw new IllegalStateException(
              "OpenCV gives " + result.total() + " values, not " + output.capacity());
        }
        Pointer.memcpy(outputData, data, (long) output.capacity() * Float.BYTES);
      }
    }

    @Override
    public void close() {
      inputMat.close();
      outputData.close();
      inputData.close();
      network.close();
    }
  }

  @Override
  public String description() {
    return "OpenCV " + opencv_core.CV_VERSION() + ", its own backend, fusion and Winograd";
  }

  @Override
  public void close() {
    file.close();
  }
}
