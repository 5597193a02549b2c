package io.sepconv.benchmarks.litert;

import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteVersion;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteBuiltinDelegate;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteOk;

import io.sepconv.benchmarks.EngineModel;
import io.sepconv.benchmarks.EngineSession;
import io.sepconv.benchmarks.Task;
import io.sepconv.benchmarks.nhwc.Axes;
import io.sepconv.benchmarks.nhwc.Rebuild;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.io.IOException;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.BuiltinOpResolver;
import org.bytedeco.tensorflowlite.FlatBufferModel;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.InterpreterBuilder;

/**
 * LiteRT, set up as its <a href="https://www.tensorflow.org/lite/performance/best_practices">page
 * on performance</a> advises: operators as a converter writes them, the number of threads given,
 * and XNNPACK, which the default operators bring. Each caller has an interpreter of its own over
 * the one model, since an interpreter is for one thread at a time.
 *
 * <p>It is fed {@code [N, H, W, C]} in its own input tensor, which a run does not change, and
 * leaves the result in its own output tensor, as its users have it: no run pays for the order of
 * the axes.
 */
final class LiteRtModel implements EngineModel {
  private final Task task;
  private final BytePointer file;
  private final FlatBufferModel model;
  private final int outside;

  LiteRtModel(Task task) throws IOException {
    this.task = task;
    TfLiteFile writer = new TfLiteFile();
    Rebuild.into(writer, task);
    file = new BytePointer(writer.bytes());
    model = FlatBufferModel.VerifyAndBuildFromBuffer(file, file.limit());
    if (model == null || model.isNull()) {
      file.close();
      throw new IllegalStateException("LiteRT refuses the file made of " + task.model());
    }
    try (Interpreter first = interpreter()) {
      outside = outsideXnnpack(first);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Opens an interpreter; the caller closes it. */
  private Interpreter interpreter() {
    Interpreter interpreter = new Interpreter((Pointer) null);
    try (BuiltinOpResolver operators = new BuiltinOpResolver();
        InterpreterBuilder builder = new InterpreterBuilder(model, operators)) {
      require("threads", builder.SetNumThreads(task.threads()));
      require("network", builder.apply(interpreter));
      require("shapes", interpreter.AllocateTensors());
      return interpreter;
    } catch (RuntimeException e) {
      interpreter.close();
      throw e;
    }
  }

  private static void require(String what, int status) {
    if (status != kTfLiteOk) {
      throw new IllegalStateException("LiteRT refuses the " + what + "; see its standard error");
    }
  }

  /** How many nodes XNNPACK has left to LiteRT's own kernels. */
  private static int outsideXnnpack(Interpreter interpreter) {
    IntPointer plan = interpreter.execution_plan();
    int count = 0;
    for (long i = 0; i < plan.limit(); i++) {
      int operator = interpreter.node_and_registration(plan.get(i)).second().builtin_code();
      count += operator == kTfLiteBuiltinDelegate ? 0 : 1;
    }
    return count;
  }

  @Override
  public EngineSession newSession() {
    return new Caller();
  }

  private final class Caller extends EngineSession {
    private final Interpreter interpreter = interpreter();

    private Caller() {
      super(task);
      float[] values = Axes.channelsLast(task.input()).floats();
      interpreter.typed_input_tensor_float(0).put(values, 0, values.length);
    }

    @Override
    protected void run() {
      require("run", interpreter.Invoke());
    }

    @Override
    protected void fetch() {
      Shape shape = Axes.channelsLast(task.outputShape());
      float[] values = new float[output.capacity()];
      interpreter.typed_output_tensor_float(0).get(values, 0, values.length);
      output.put(0, Axes.channelsSecond(Tensor.of(shape, values)).floats());
    }

    @Override
    public void close() {
      interpreter.close();
    }
  }

  @Override
  public String description() {
    return String.format(
        "LiteRT %s, XNNPACK, %s outside it",
        TfLiteVersion().getString(), outside == 1 ? "1 operator" : outside + " operators");
  }

  @Override
  public void close() {
    model.close();
    file.close();
  }
}
