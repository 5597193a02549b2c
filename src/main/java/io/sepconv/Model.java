package io.sepconv;

import io.sepconv.backend.Backend;
import io.sepconv.backend.BackendSession;
import io.sepconv.backend.Buffers;
import io.sepconv.backend.CompiledGraph;
import io.sepconv.backend.GraphCompiler;
import io.sepconv.backend.Precision;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphInput;
import io.sepconv.graph.Limits;
import io.sepconv.graph.ValueType;
import io.sepconv.onnx.OnnxReader;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.Buffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A network on a backend.
 *
 * <pre>{@code
 * try (Model model = Model.load(Path.of("mobilenet_v2.onnx"), ModelOptions.defaults().threads(1))) {
 *   float[] scores = model.run(pixels);
 *   System.out.println(model.report());
 * }
 * }</pre>
 *
 * <p>Safe for any number of threads: {@link #run} lets {@link ModelOptions#maxSessions} of them in
 * and makes the others wait. A model is compiled when it is loaded if its input shapes are known,
 * otherwise at the first run of each set of shapes (and of values of the inputs that decide shapes,
 * such as the target of a Reshape), which runs at other shapes do not wait for; those used last are
 * kept, as many as fit {@link ModelOptions#cacheBytes}. Closing waits for runs in flight.
 */
public final class Model implements AutoCloseable {
  private final Graph graph;
  private final Backend backend;
  private final Precision precision;
  private final GraphCompiler compiler;
  private final Limits limits;
  private final SharedConstants constants = new SharedConstants();
  private final Set<String> deciders;
  private final CompiledModels<CompileKey> compiled;
  private final Semaphore permits;
  private final ReadWriteLock lifecycle = new ReentrantReadWriteLock();
  private boolean closed;

  /** A model on a backend that need not be the one that the options name. */
  Model(Graph graph, Backend backend, ModelOptions options) {
    this.graph = graph;
    this.backend = backend;
    this.limits = options.limits();
    this.precision = Backends.precision(backend, options);
    this.compiler = backend.newCompiler(options.compileOptions(precision));
    this.compiled = new CompiledModels<>(options.cacheBytes(), compiler::weightBytes);
    this.permits = new Semaphore(options.maxSessions(), true);
    this.deciders = graph.shapeDeciders();
    if (deciders.isEmpty() && graph.inputs().stream().allMatch(GraphInput::isStatic)) {
      use(keyOfShapes(Map.of()), model -> null);
    }
  }

  /** Loads an ONNX file with the default options. */
  public static Model load(Path path) throws IOException {
    return load(path, ModelOptions.defaults());
  }

  /**
   * Loads an ONNX file.
   *
   * @throws IOException if it cannot be read
   * @throws io.sepconv.graph.ModelFormatException if it is damaged, or asks for more than {@link
   *     ModelOptions#limits}
   * @throws io.sepconv.graph.UnsupportedOperatorException if it uses an operator sepconv does not
   *     have
   * @throws io.sepconv.backend.BackendUnavailableException if the forced backend cannot run here,
   *     or not in the precision asked for
   * @throws io.sepconv.backend.SlowStepException if a step is slow and the options are strict
   */
  public static Model load(Path path, ModelOptions options) throws IOException {
    return of(OnnxReader.read(path, options.limits()), options);
  }

  /** Loads an ONNX model from a stream, which stays open; errors as for a file. */
  public static Model load(InputStream stream, ModelOptions options) throws IOException {
    return of(OnnxReader.read(stream, options.limits()), options);
  }

  /** Loads an ONNX model from its bytes; errors as for a file. */
  public static Model load(byte[] bytes, ModelOptions options) {
    return of(OnnxReader.read(bytes, options.limits()), options);
  }

  /** A model of a graph that was built in code. */
  public static Model of(Graph graph, ModelOptions options) {
    return new Model(graph, Backends.select(options.backend()), options);
  }

  /** The inputs, in order, with {@link GraphInput#UNKNOWN} for sizes that the caller decides. */
  public List<GraphInput> inputs() {
    return graph.inputs();
  }

  /** Names of the outputs, in order. */
  public List<String> outputs() {
    return graph.outputs();
  }

  /** Free text that came with the model, by key. */
  public Map<String, String> metadata() {
    return graph.metadata();
  }

  /** Name of the backend that runs it. */
  public String backend() {
    return backend.name();
  }

  /** The arithmetic that it runs in. */
  public Precision precision() {
    return precision;
  }

  /** The graph that runs, after all rewrites, at the given input shapes. */
  public Graph graph(Map<String, Shape> shapes) {
    return withOpen(() -> use(keyOfShapes(shapes), model -> model.compiled().graph()));
  }

  /**
   * Runs a network of one f32 input of known shape and one f32 output.
   *
   * @param input row-major elements of the input
   * @return row-major elements of the output
   */
  public float[] run(float[] input) {
    GraphInput only = onlyInput();
    Shape shape = only.shape();
    if (shape.size() != input.length) {
      throw new IllegalArgumentException(
          String.format(
              "input '%s' %s has %d elements, not %d",
              only.name(), shape, shape.size(), input.length));
    }
    return run(Tensor.of(shape, input)).floats();
  }

  /** Runs a network of one input and one output. */
  public Tensor run(Tensor input) {
    Map<String, Tensor> results = run(Map.of(onlyInput().name(), input));
    if (results.size() != 1) {
      throw new IllegalArgumentException(
          "the model has " + results.size() + " outputs " + results.keySet() + ": run it by name");
    }
    return results.values().iterator().next();
  }

  private GraphInput onlyInput() {
    if (graph.inputs().size() != 1) {
      throw new IllegalArgumentException(
          "the model has " + graph.inputs().size() + " inputs: give them by name");
    }
    return graph.inputs().get(0);
  }

  /**
   * Runs the network.
   *
   * @param inputs a tensor for every input, by name
   * @return a tensor for every output, by name, in the order of {@link #outputs}
   * @throws IllegalArgumentException if an input is missing, unknown, or of another type or shape
   *     than the model expects
   * @throws IllegalStateException if the model is closed
   */
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    return withOpen(
        () -> use(CompileKey.ofInputs(graph, deciders, inputs), model -> run(model, inputs)));
  }

  private Map<String, Tensor> run(CompiledModel model, Map<String, Tensor> inputs) {
    List<Buffer> in = new ArrayList<>();
    for (GraphInput input : model.compiled().graph().inputs()) {
      in.add(Buffers.wrap(inputs.get(input.name())));
    }
    permits.acquireUninterruptibly();
    try {
      BackendSession session = model.borrow();
      List<Buffer> out = model.outputs().stream().map(Buffers::allocate).toList();
      try {
        session.run(in, out);
      } finally {
        model.giveBack(session);
      }
      Map<String, Tensor> results = new LinkedHashMap<>();
      for (int i = 0; i < out.size(); i++) {
        results.put(graph.outputs().get(i), tensor(model.outputs().get(i), out.get(i)));
      }
      return results;
    } finally {
      permits.release();
    }
  }

  /** The tensor in a buffer that {@link Buffers#allocate} made; floats without another copy. */
  private static Tensor tensor(ValueType type, Buffer buffer) {
    return type.type() == DataType.FLOAT32
        ? Tensor.of(type.shape(), (float[]) buffer.array())
        : Buffers.read(type, buffer);
  }

  /** A session for a model whose input shapes are known; the caller closes it. */
  public Session newSession() {
    return newSession(Map.of());
  }

  /**
   * A session at the given input shapes; the caller closes it.
   *
   * @param shapes a shape for every input, by name; inputs of known shape may be absent
   */
  public Session newSession(Map<String, Shape> shapes) {
    return withOpen(() -> newSession(keyOfShapes(shapes)));
  }

  /**
   * A session for inputs like the given ones: of their shapes and, where values of an input decide
   * shapes, with these values, which the session then no longer takes.
   *
   * @param inputs a tensor for every input, by name
   */
  public Session newSessionLike(Map<String, Tensor> inputs) {
    return withOpen(() -> newSession(CompileKey.ofInputs(graph, deciders, inputs)));
  }

  private Session newSession(CompileKey key) {
    return use(
        key,
        model ->
            new Session(
                model.compiled().newSession(),
                model.compiled().graph().inputs().stream().map(GraphInput::name).toList(),
                model.inputs(),
                model.outputs()));
  }

  /** How the model runs at its known input shapes. */
  public ModelReport report() {
    return report(Map.of());
  }

  /** How the model runs at the given input shapes. */
  public ModelReport report(Map<String, Shape> shapes) {
    return withOpen(() -> report(keyOfShapes(shapes)));
  }

  /** How the model runs inputs like the given ones, a tensor for every input by name. */
  public ModelReport reportLike(Map<String, Tensor> inputs) {
    return withOpen(() -> report(CompileKey.ofInputs(graph, deciders, inputs)));
  }

  private ModelReport report(CompileKey key) {
    return use(
        key,
        model -> {
          CompiledGraph plan = model.compiled();
          return new ModelReport(
              graph.name(),
              backend.name(),
              precision,
              plan.layers(),
              model.compileMillis(),
              plan.weightBytes(),
              plan.sessionBytes(),
              plan.arena());
        });
  }

  /**
   * Writes the native plan for inputs like the given ones to a file, from which native/bench runs
   * the same steps without a JVM; weights are left out. A file that is there is replaced.
   *
   * @param inputs a tensor for every input, by name
   * @throws IOException if the file cannot be written
   * @throws UnsupportedOperationException if the backend has no native plan, if a step of it runs
   *     in Java, or if it runs several pictures at the same time
   */
  public void savePlanLike(Map<String, Tensor> inputs, Path file) throws IOException {
    try {
      withOpen(() -> savePlan(CompileKey.ofInputs(graph, deciders, inputs), file));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Void savePlan(CompileKey key, Path file) {
    return use(
        key,
        model -> {
          try {
            model.compiled().savePlan(file);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return null;
        });
  }

  private CompileKey keyOfShapes(Map<String, Shape> shapes) {
    return CompileKey.ofShapes(graph, deciders, shapes);
  }

  /** Applies an action to the model of the given key, which is compiled if it is not yet. */
  private <T> T use(CompileKey key, Function<CompiledModel, T> action) {
    return compiled.use(key, () -> compile(key), action);
  }

  private CompiledModel compile(CompileKey key) {
    long start = System.nanoTime();
    CompiledGraph plan =
        LimitedCompiler.compile(key.fix(graph), constants, compiler, backend.name(), limits);
    return new CompiledModel(plan, (System.nanoTime() - start) / 1e6);
  }

  private <T> T withOpen(Supplier<T> action) {
    lifecycle.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the model '" + graph.name() + "' is closed");
      }
      return action.get();
    } finally {
      lifecycle.readLock().unlock();
    }
  }

  /** Frees all it holds once runs in flight have ended. Closing twice is quiet. */
  @Override
  public void close() {
    lifecycle.writeLock().lock();
    try {
      closed = true;
      compiled.close();
      compiler.close();
    } finally {
      lifecycle.writeLock().unlock();
    }
  }
}
