package io.sepconv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sepconv.backend.CompileOptions;
import io.sepconv.backend.ReferenceBackend;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.op.Activation;
import io.sepconv.tensor.Shape;
import io.sepconv.testing.Concurrency;
import io.sepconv.testing.WatchedBackend;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompiledModelsTest {
  private final WatchedBackend backend = new WatchedBackend(new ReferenceBackend());
  private final CompiledModels<Integer> models = new CompiledModels<>(2 * 2048, () -> 0);

  private CompiledModel compile() {
    GraphBuilder builder = new GraphBuilder("relu");
    Graph graph =
        builder
            .output(builder.activation(builder.input("x", Shape.of(3)), Activation.RELU))
            .build();
    return new CompiledModel(backend.compile(graph, CompileOptions.f32(1)), 0);
  }

  private CompiledModel model(int key) {
    return models.use(key, this::compile, model -> model);
  }

  @Test
  void thoseUsedLastAreKept() {
    CompiledModel one = model(1);
    model(2);
    assertSame(one, model(1));
    model(3);
    assertEquals(1, backend.closed());
    assertSame(one, model(1));
    assertEquals(3, backend.compiled());
    model(2);
    assertEquals(4, backend.compiled());
    models.close();
    assertEquals(4, backend.closed());
  }

  @Test
  void aModelInUseIsClosedByItsLastUser() {
    models.use(
        1,
        this::compile,
        outer -> {
          model(2);
          model(3);
          assertEquals(0, backend.closed(), "evicted, but in use");
          models.use(
              1,
              this::compile,
              again -> {
                assertEquals(4, backend.compiled());
                return null;
              });
          outer.giveBack(outer.borrow());
          return null;
        });
    assertEquals(2, backend.closed());
    models.use(
        1,
        this::compile,
        model -> {
          models.close();
          assertEquals(3, backend.closed(), "all but the one in use");
          return null;
        });
    assertEquals(4, backend.closed());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void thoseWhoAskMeanwhileShareOneCompile(boolean fails) throws Exception {
    CountDownLatch compiling = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Error failure = new LinkageError("no kernel");
    backend.beforeCompile(
        graph -> {
          compiling.countDown();
          Concurrency.await(go);
          if (fails) {
            throw failure;
          }
        });
    FutureTask<CompiledModel> first = Concurrency.start(() -> model(1));
    Concurrency.await(compiling);
    FutureTask<CompiledModel> second = new FutureTask<>(() -> model(1));
    Thread waiter = Concurrency.thread(second);
    waiter.start();
    Concurrency.awaitBlocked(waiter);
    backend.beforeCompile(graph -> {});
    assertEquals(0, backend.compiled());
    go.countDown();
    if (fails) {
      for (FutureTask<CompiledModel> task : List.of(first, second)) {
        assertSame(
            failure,
            assertThrows(ExecutionException.class, () -> Concurrency.get(task)).getCause());
      }
      model(1);
    } else {
      assertSame(Concurrency.get(first), Concurrency.get(second));
    }
    assertEquals(1, backend.compiled());
    models.close();
    assertEquals(1, backend.closed());
  }

  @Test
  void closingLeavesACompileToItsUser() throws Exception {
    CountDownLatch compiling = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    backend.beforeCompile(
        graph -> {
          compiling.countDown();
          Concurrency.await(go);
        });
    FutureTask<CompiledModel> use = Concurrency.start(() -> model(1));
    Concurrency.await(compiling);
    models.close();
    go.countDown();
    Concurrency.get(use);
    assertEquals(1, backend.closed());
  }
}
