package io.sepconv.backend.jvm;

import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Weights in the order in which kernels read them, by what they were packed from and how: a second
 * graph that wants the same shares it. Safe for any thread.
 */
final class PackedWeights {
  /** By the array of the tensor, of which each may be packed in several ways. */
  private final Map<Object, Map<Object, Entry>> entries = new IdentityHashMap<>();

  private long bytes;

  private static final class Entry {
    private final float[] packed;
    private int users;

    Entry(float[] packed) {
      this.packed = packed;
    }
  }

  /** What one graph uses, until it is closed. Not safe for threads. */
  final class Lease implements AutoCloseable {
    private final List<Runnable> releases = new ArrayList<>();
    private final Map<Entry, Boolean> held = new IdentityHashMap<>();

    /**
     * A tensor in some order.
     *
     * @param order says how it is packed, by its equality
     * @param packing packs it, where nobody has yet
     */
    float[] pack(Tensor tensor, Object order, Supplier<float[]> packing) {
      synchronized (PackedWeights.this) {
        Object key = tensor.floats();
        Entry entry =
            entries
                .computeIfAbsent(key, array -> new HashMap<>())
                .computeIfAbsent(order, other -> add(packing.get()));
        if (held.put(entry, true) == null) {
          entry.users++;
          releases.add(() -> release(key, order, entry));
        }
        return entry.packed;
      }
    }

    /** Bytes of what it holds. */
    long bytes() {
      return held.keySet().stream().mapToLong(entry -> size(entry.packed)).sum();
    }

    @Override
    public void close() {
      synchronized (PackedWeights.this) {
        releases.forEach(Runnable::run);
        releases.clear();
      }
    }
  }

  /** A lease that holds nothing yet. */
  Lease lease() {
    return new Lease();
  }

  private Entry add(float[] packed) {
    bytes += size(packed);
    return new Entry(packed);
  }

  private void release(Object key, Object order, Entry entry) {
    entry.users--;
    if (entry.users == 0) {
      bytes -= size(entry.packed);
      entries.get(key).remove(order);
      if (entries.get(key).isEmpty()) {
        entries.remove(key);
      }
    }
  }

  private static long size(float[] packed) {
    return (long) packed.length * Float.BYTES;
  }

  /** Bytes of all that is in use. */
  synchronized long bytes() {
    return bytes;
  }
}
