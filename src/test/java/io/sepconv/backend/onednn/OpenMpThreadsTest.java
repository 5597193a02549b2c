package io.sepconv.backend.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.Model;
import io.sepconv.ModelOptions;
import io.sepconv.Session;
import io.sepconv.cli.Main;
import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.tensor.Shape;
import io.sepconv.testing.ChildJvm;
import io.sepconv.testing.Concurrency;
import io.sepconv.testing.NativeTest;
import io.sepconv.testing.TestData;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What libgomp is told, and how many threads it makes. */
@NativeTest
@EnabledOnOs(OS.LINUX)
class OpenMpThreadsTest {
  private static final int THREADS = 3;
  private static final int SESSIONS = 5;

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void barriersSpinBriefly() throws Exception {
    assertSpins(4000, Map.of());
  }

  @Test
  void whatTheUserSaysStays() throws Exception {
    assertSpins(77, Map.of("GOMP_SPINCOUNT", "77"));
    assertSpins(0, Map.of("OMP_WAIT_POLICY", "passive"));
  }

  private static void assertSpins(int expected, Map<String, String> environment) throws Exception {
    Map<String, String> all = new HashMap<>(environment);
    all.put("OMP_DISPLAY_ENV", "verbose");
    ChildJvm.Result result = ChildJvm.run(all, List.of(), List.of(), Main.class, "info");
    assertTrue(result.output().contains("GOMP_SPINCOUNT = '" + expected + "'"), result.output());
  }

  /** Callers, compilations and sessions come and go; the team stays, and is the only one. */
  @Test
  void oneTeamServesAllThatRunInTurn() throws Exception {
    ChildJvm.Result result = ChildJvm.run(Map.of(), List.of(), List.of(), OneTeam.class);
    assertEquals(
        "sepconv-team " + THREADS + ", caller " + SESSIONS + ", compiler 1",
        result.output().lines().reduce((first, last) -> last).orElse(""),
        result.output());
  }

  /** A process of its own, where the threads of other tests do not count. */
  static final class OneTeam {
    private OneTeam() {}

    public static void main(String[] args) throws Exception {
      CountDownLatch end = new CountDownLatch(1);
      ModelOptions options = ModelOptions.defaults().backend("onednn").threads(THREADS);
      // Threads stay alive to the end, so that a team that belonged to them would too.
      Model model = onThread("compiler", end, () -> Model.of(network(), options));
      List<Session> sessions = new ArrayList<>();
      for (int i = 0; i < SESSIONS; i++) {
        Session session = model.newSession();
        sessions.add(session);
        onThread("caller", end, () -> run(session));
      }
      Map<String, Integer> counts = threads();
      System.out.println(
          Stream.of("sepconv-team", "caller", "compiler")
              .map(name -> name + " " + counts.get(name))
              .collect(Collectors.joining(", ")));
      end.countDown();
      sessions.forEach(Session::close);
      model.close();
    }

    /** What an action returns on a thread of its own, which then waits for the end. */
    private static <T> T onThread(String name, CountDownLatch end, Supplier<T> action)
        throws Exception {
      CompletableFuture<T> result = new CompletableFuture<>();
      Thread thread =
          Concurrency.thread(
              () -> {
                try {
                  result.complete(action.get());
                } catch (RuntimeException | Error e) {
                  result.completeExceptionally(e);
                }
                Concurrency.await(end);
              });
      thread.setName(name);
      thread.start();
      return result.get();
    }

    private static Void run(Session session) {
      session.run(FloatBuffer.allocate(16 * 400), FloatBuffer.allocate(16 * 400));
      return null;
    }

    private static Graph network() {
      GraphBuilder builder = new GraphBuilder("conv");
      ConvLayer layer = ConvLayer.of(new TestData(1).floats(Shape.of(16, 16, 3, 3))).same();
      Value y = builder.conv(builder.input("x", Shape.of(1, 16, 20, 20)), layer);
      return builder.output(y).build();
    }

    /** How many threads the process has of each name; those of OpenMP inherit their maker's. */
    private static Map<String, Integer> threads() throws IOException {
      Map<String, Integer> counts = new HashMap<>();
      try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
        for (Path task : tasks.toList()) {
          counts.merge(Files.readString(task.resolve("comm")).strip(), 1, Integer::sum);
        }
      }
      return counts;
    }
  }
}
