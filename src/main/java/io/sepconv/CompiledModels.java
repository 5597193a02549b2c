package io.sepconv;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Compiled models by key; those used last are kept, as many as a bound in bytes allows. Safe for
 * any thread.
 *
 * <p>A key is compiled by the first that asks for it, and outside the lock: others that ask for the
 * same key wait for it, those that ask for another key do not. A model that is evicted while it is
 * in use is closed by its last user.
 *
 * @param <K> what a compilation depends on
 */
final class CompiledModels<K> implements AutoCloseable {
  private final long maxBytes;
  private final LongSupplier sharedBytes;

  /** Oldest use first; guards every entry's state. */
  private final Map<K, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  private static final class Entry {
    private final CompletableFuture<CompiledModel> model = new CompletableFuture<>();
    private int users;
    private boolean isKept = true;
  }

  /**
   * @param maxBytes bytes that models may take together; the one used last is kept whatever it
   *     takes
   * @param sharedBytes the bytes of what the models share
   */
  CompiledModels(long maxBytes, LongSupplier sharedBytes) {
    this.maxBytes = maxBytes;
    this.sharedBytes = sharedBytes;
  }

  /**
   * Applies an action to the model of a key, which stays open until the action returns.
   *
   * @param compiler makes the model if there is none; what it throws reaches everyone who waits for
   *     this model, and the next to ask compiles again
   */
  <T> T use(K key, Supplier<CompiledModel> compiler, Function<CompiledModel, T> action) {
    Entry entry;
    boolean isNew;
    synchronized (entries) {
      entry = entries.get(key);
      isNew = entry == null;
      if (isNew) {
        entry = new Entry();
        entries.put(key, entry);
      }
      entry.users++;
    }
    try {
      if (isNew) {
        compile(key, entry, compiler);
      }
      return action.apply(await(entry));
    } finally {
      release(entry);
    }
  }

  private void compile(K key, Entry entry, Supplier<CompiledModel> compiler) {
    CompiledModel model;
    try {
      model = compiler.get();
    } catch (Throwable failure) {
      synchronized (entries) {
        entries.remove(key, entry);
      }
      entry.model.completeExceptionally(new CompletionException(failure));
      return;
    }
    synchronized (entries) {
      entry.model.complete(model);
      entries.get(key); // the newest, however long it took
      evict();
    }
  }

  private static CompiledModel await(Entry entry) {
    try {
      return entry.model.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    }
  }

  /** Drops the oldest models above the bound; one that is being compiled does not count yet. */
  private void evict() {
    long left = entries.values().stream().filter(entry -> entry.model.isDone()).count();
    Iterator<Entry> oldest = entries.values().iterator();
    while (left > 1 && bytes() > maxBytes) {
      Entry entry = oldest.next();
      if (entry.model.isDone()) {
        oldest.remove();
        drop(entry);
        left--;
      }
    }
  }

  private long bytes() {
    return sharedBytes.getAsLong()
        + entries.values().stream()
            .filter(entry -> entry.model.isDone())
            .mapToLong(entry -> entry.model.join().bytes())
            .sum();
  }

  private static void drop(Entry entry) {
    entry.isKept = false;
    closeUnused(entry);
  }

  private void release(Entry entry) {
    synchronized (entries) {
      entry.users--;
      closeUnused(entry);
    }
  }

  private static void closeUnused(Entry entry) {
    if (!entry.isKept && entry.users == 0 && !entry.model.isCompletedExceptionally()) {
      entry.model.join().close();
    }
  }

  /** Closes all models, those in use when their last user is done. */
  @Override
  public void close() {
    synchronized (entries) {
      entries.values().forEach(CompiledModels::drop);
      entries.clear();
    }
  }
}
