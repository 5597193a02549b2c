package io.sepconv.benchmarks.pytorch;

import io.sepconv.benchmarks.EngineModel;
import io.sepconv.benchmarks.EngineSession;
import io.sepconv.benchmarks.Task;
import io.sepconv.onnx.OnnxReader;
import io.sepconv.tensor.Shape;
import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * PyTorch, which reads no ONNX: the network as a {@link TorchScript}. Its documents know two ways
 * to run one on a CPU, frozen with weights in <a
 * href="https://docs.pytorch.org/tutorials/intermediate/memory_format_tutorial.html">channels
 * last</a>, and through <a
 * href="https://docs.pytorch.org/docs/stable/generated/torch.jit.optimize_for_inference.html">
 * {@code optimize_for_inference}</a>, which "may have the potential to slow down your model".
 * Neither is the faster one everywhere, so a model takes the one whose best of a few runs is.
 *
 * <p>Threads are those within an operator, as its page on <a
 * href="https://docs.pytorch.org/docs/stable/notes/cpu_threading_torchscript_inference.html">
 * threads</a> names them. OpenBLAS, which the preset has in place of MKL, gets one: its own threads
 * would spin beside OpenMP's, as <a
 * href="https://github.com/OpenMathLib/OpenBLAS/wiki/Faq#multi-threaded">its FAQ</a> says.
 *
 * <p>Callers share the module. A run makes a tensor of its own, which is copied into the output.
 */
final class PyTorchModel implements EngineModel {
  private static final int TRIALS = 8;

  private final Task task;
  private final JitModule module;
  private final String way;

  PyTorchModel(Task task) throws IOException {
    this.task = task;
    try (PointerScope scope = new PointerScope()) {
      TorchScript script = new TorchScript(OnnxReader.read(task.model()), task.input().shape());
      setThreads(task.threads());
      JitModule network = network(script);
      JitModule channelsLast = torch.freeze(network);
      JitModule optimized = torch.optimize_for_inference(torch.freeze(network));
      boolean faster = isFaster(optimized, channelsLast);
      module = faster ? optimized : channelsLast;
      way = faster ? "optimize_for_inference" : "channels last";
      module.retainReference();
    } catch (RuntimeException e) {
      throw new IllegalStateException("PyTorch refuses " + task.model() + ": " + e.getMessage(), e);
    }
  }

  /** Threads between operators can be set once in a process. */
  private static void setThreads(int threads) {
    torch.set_num_threads(threads);
    openblas_nolapack.blas_set_num_threads(1);
    if (torch.get_num_interop_threads() != 1) {
      torch.set_num_interop_threads(1);
    }
  }

  private static JitModule network(TorchScript script) {
    JitModule network = new JitModule(new QualifiedName("Network"));
    script
        .parameters()
        .forEach(
            (name, values) -> {
              Tensor view = view(new FloatPointer(values.floats()), values.shape());
              network.register_parameter(name, channelsLast(view), false);
            });
    network.define(script.source());
    network.eval();
    return network;
  }

  /** A copy; PyTorch has such formats for two and for three spatial axes. */
  private static Tensor channelsLast(Tensor tensor) {
    if (tensor.dim() == 4) {
      return tensor.clone(new MemoryFormatOptional(torch.MemoryFormat.ChannelsLast));
    } else if (tensor.dim() == 5) {
      return tensor.clone(new MemoryFormatOptional(torch.MemoryFormat.ChannelsLast3d));
    }
    return tensor.clone();
  }

  private static Tensor view(FloatPointer data, Shape shape) {
    return torch.from_blob(data, Arrays.stream(shape.dims()).asLongStream().toArray());
  }

  /** By the best of a few runs, in turns. */
  private boolean isFaster(JitModule first, JitModule second) {
    try (Caller one = new Caller(first);
        Caller other = new Caller(second)) {
      long best = Long.MAX_VALUE;
      long otherBest = Long.MAX_VALUE;
      for (int i = 0; i < TRIALS; i++) {
        best = Math.min(best, nanos(one));
        otherBest = Math.min(otherBest, nanos(other));
      }
      return best < otherBest;
    }
  }

  private static long nanos(Caller caller) {
    long start = System.nanoTime();
    caller.run();
    return System.nanoTime() - start;
  }

  @Override
  public EngineSession newSession() {
    return new Caller(module);
  }

  private final class Caller extends EngineSession {
    private final JitModule module;
    private final FloatPointer inputData;
    private final FloatPointer outputData;
    private final Tensor inputTensor;
    private final Tensor outputTensor;
    private final IValue argument;
    private final IValueVector arguments;

    private Caller(JitModule module) {
      super(task);
      this.module = module;
      inputData = new FloatPointer(input);
      outputData = new FloatPointer(output);
      inputTensor = view(inputData, task.input().shape());
      outputTensor = view(outputData, task.outputShape());
      argument = new IValue(inputTensor);
      arguments = new IValueVector(argument);
    }

    /** Inference mode is a thread's, hence here. */
    @Override
    protected void run() {
      try (InferenceMode mode = new InferenceMode(true);
          IValue value = module.forward(arguments);
          Tensor result = value.toTensor()) {
        outputTensor.copy_(result);
      }
    }

    @Override
    public void close() {
      arguments.close();
      argument.close();
      outputTensor.close();
      inputTensor.close();
      outputData.close();
      inputData.close();
    }
  }

  @Override
  public String description() {
    try (BytePointer config = torch.show_config()) {
      Matcher version = Pattern.compile("TORCH_VERSION=([^,]*)").matcher(config.getString());
      return "PyTorch " + (version.find() ? version.group(1) : "unknown") + ", frozen, " + way;
    }
  }

  @Override
  public void close() {
    module.close();
  }
}
