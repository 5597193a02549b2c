package io.sepconv.benchmarks;

import java.io.IOException;
import java.nio.FloatBuffer;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What JMH's benchmarks of one session have in common: JVMs, iterations, and what is compared. */
@State(Scope.Thread)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 3,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public abstract class SessionBenchmark {
  /** Threads of one run; the reference has one whatever this says. */
  @Param("1")
  public int threads;

  private CheckedSessions sessions;
  private EngineSession session;

  SessionBenchmark() {}

  /** One caller of what the parameters say; its first output has been compared. */
  abstract CheckedSessions load() throws IOException;

  /** Loads, runs once, and lets nothing be timed whose output is not as it should be. */
  @Setup(Level.Trial)
  public void open() throws IOException {
    sessions = load();
    session = sessions.get(0);
  }

  /** One run. */
  final FloatBuffer runOnce() {
    session.run();
    return session.output;
  }

  /** Compares the last timed result too, then frees what was opened. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    sessions.close();
  }
}
