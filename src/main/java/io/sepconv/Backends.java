package io.sepconv;

import io.sepconv.backend.Backend;
import io.sepconv.backend.BackendUnavailableException;
import io.sepconv.backend.Precision;
import io.sepconv.backend.Support;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * The backends on the class path and the choice between them.
 *
 * <p>A backend counts as available once it has loaded and has computed a small separable block as
 * the reference does. That is found out once per process and kept, with the reason. Safe for any
 * thread.
 */
public final class Backends {
  /** The choice that takes the best backend that can run. */
  public static final String AUTO = "auto";

  private static final String PROPERTY = "sepconv.backend";
  private static final String VARIABLE = "SEPCONV_BACKEND";
  private static final Logger LOG = System.getLogger("io.sepconv");

  private Backends() {}

  /** A backend that is loaded when it is first asked for; the outcome is kept. */
  private static final class Candidate {
    private final Backend backend;
    private boolean tried;
    private Throwable failure;

    Candidate(Backend backend) {
      this.backend = backend;
    }

    /** The first cause of why it cannot run, or null if it can. */
    synchronized Throwable failure() {
      if (!tried) {
        failure = tryOut(backend);
        tried = true;
      }
      return failure;
    }

    boolean canRun() {
      return failure() == null;
    }

    String name() {
      return backend.name();
    }

    String reason() {
      return canRun() ? "" : describe(failure());
    }
  }

  /** Found on first use, best first. */
  private static final class Holder {
    static final Map<String, Candidate> CANDIDATES = find();
  }

  private static Map<String, Candidate> find() {
    List<Backend> found = new ArrayList<>();
    Iterator<ServiceLoader.Provider<Backend>> providers =
        ServiceLoader.load(Backend.class, Backends.class.getClassLoader()).stream().iterator();
    boolean more = true;
    while (more) {
      try {
        more = providers.hasNext();
        if (more) {
          found.add(providers.next().get());
        }
      } catch (ServiceConfigurationError | LinkageError e) {
        LOG.log(Level.WARNING, "a backend cannot be instantiated: " + describe(e));
      }
    }
    found.sort(Comparator.comparingInt(Backend::priority).reversed());
    Map<String, Candidate> candidates = new LinkedHashMap<>();
    found.forEach(backend -> candidates.put(backend.name(), new Candidate(backend)));
    return candidates;
  }

  /** What a backend meets when it loads and computes a small block, or null if that went well. */
  static Throwable tryOut(Backend backend) {
    try {
      backend.load();
      SelfCheck.run(backend);
      return null;
    } catch (RuntimeException | LinkageError e) {
      return e;
    }
  }

  /** The reason of a failure in one line: its message with that of its first cause. */
  private static String describe(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String cause = root.getClass().getSimpleName() + ": " + root.getMessage();
    String text =
        root == failure || failure instanceof LinkageError
            ? cause
            : failure.getMessage() + " (" + cause + ")";
    return text.replaceAll("\\s+", " ");
  }

  /** Every backend on the class path, best first, with the reason where one cannot run. */
  public static List<BackendStatus> all() {
    return Holder.CANDIDATES.values().stream()
        .map(
            candidate ->
                new BackendStatus(
                    candidate.name(),
                    candidate.canRun(),
                    candidate.reason(),
                    candidate.canRun() ? candidate.backend.describe() : Map.of()))
        .toList();
  }

  /**
   * The backend to use.
   *
   * @param choice a name, or {@value #AUTO}; null takes the property sepconv.backend, then the
   *     variable SEPCONV_BACKEND, then {@value #AUTO}; a blank one counts as not set
   * @throws BackendUnavailableException if the named backend cannot run here, with the first cause
   * @throws IllegalArgumentException if there is no backend of that name
   */
  public static Backend select(String choice) {
    String name =
        choice != null
            ? choice
            : Stream.of(
                    System.getProperty(PROPERTY, ""), System.getenv().getOrDefault(VARIABLE, ""))
                .filter(given -> !given.isBlank())
                .findFirst()
                .orElse(AUTO);
    return name.equals(AUTO) ? Automatic.CHOICE : forced(name);
  }

  /**
   * The precision in which a backend runs a model: the one asked for, or f32 where the options
   * allow that instead.
   *
   * @throws BackendUnavailableException if it computes in neither
   */
  public static Precision precision(Backend backend, ModelOptions options) {
    Support support = backend.supports(options.precision());
    if (support.yes()) {
      return options.precision();
    }
    if (!options.f32Fallback()) {
      throw new BackendUnavailableException(
          support.reason() + "; use F32, or allow it instead (f32Fallback(true), --allow-f32)",
          null);
    }
    LOG.log(Level.DEBUG, support.reason() + "; computing in F32");
    return Precision.F32;
  }

  private static Backend forced(String name) {
    Candidate candidate = Holder.CANDIDATES.get(name);
    if (candidate == null) {
      throw new IllegalArgumentException(
          "there is no backend '"
              + name
              + "'; choose one of "
              + AUTO
              + ", "
              + String.join(", ", Holder.CANDIDATES.keySet()));
    }
    if (!candidate.canRun()) {
      throw new BackendUnavailableException(
          "backend " + name + " cannot run here: " + candidate.reason(), candidate.failure());
    }
    return candidate.backend;
  }

  /** The automatic choice, made and logged once. */
  private static final class Automatic {
    static final Backend CHOICE = choose();

    private static Backend choose() {
      List<String> passed = new ArrayList<>();
      for (Candidate candidate : Holder.CANDIDATES.values()) {
        if (candidate.canRun()) {
          if (!passed.isEmpty()) {
            LOG.log(
                Level.WARNING,
                "using backend " + candidate.name() + ", not " + String.join("; ", passed));
          }
          return candidate.backend;
        }
        passed.add(candidate.name() + " (" + candidate.reason() + ")");
      }
      throw new BackendUnavailableException("no backend can run here: " + passed, null);
    }
  }
}
