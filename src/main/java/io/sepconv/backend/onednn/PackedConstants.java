package io.sepconv.backend.onednn;

import io.sepconv.backend.onednn.jni.ConstantHandle;
import io.sepconv.backend.onednn.jni.Native;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Constants in native memory by what they were packed from and into: a second plan that wants the
 * same one shares it. Safe for any thread.
 */
final class PackedConstants {
  /** By the array they were packed from, of which each may be packed in several ways. */
  private final Map<float[], List<Entry>> entries = new IdentityHashMap<>();

  private long bytes;

  /** One array, read in one way and packed in one way. */
  private static final class Entry {
    private final DescriptorScope scope = new DescriptorScope();
    private final float[] data;
    private final MemoryDesc source;
    private final MemoryDesc layout;
    private final ConstantHandle handle = new ConstantHandle();
    private int users;

    Entry(float[] data, MemoryDesc source, MemoryDesc layout) {
      this.data = data;
      this.source = source.copyTo(scope);
      this.layout = layout.copyTo(scope);
    }

    boolean matches(MemoryDesc otherSource, MemoryDesc otherLayout) {
      return source.matches(otherSource) && layout.matches(otherLayout);
    }
  }

  /** The right to use a constant until it is closed. */
  final class Lease implements AutoCloseable {
    private final Entry entry;
    private boolean closed;

    private Lease(Entry entry) {
      this.entry = entry;
      entry.users++;
    }

    ConstantHandle handle() {
      return entry.handle;
    }

    @Override
    public void close() {
      synchronized (PackedConstants.this) {
        if (!closed) {
          closed = true;
          release(entry);
        }
      }
    }
  }

  /**
   * The constant of a draft, packed now unless it is there already; the caller closes the lease.
   */
  synchronized Lease acquire(PlanDraft.Packed packed) {
    float[] data = packed.tensor().floats();
    List<Entry> known = entries.computeIfAbsent(data, key -> new ArrayList<>());
    for (Entry entry : known) {
      if (entry.matches(packed.source(), packed.operand().layout())) {
        return new Lease(entry);
      }
    }
    Entry entry = pack(data, packed.source(), packed.operand().layout());
    known.add(entry);
    bytes += Native.sepconv_constant_bytes(entry.handle);
    return new Lease(entry);
  }

  private static Entry pack(float[] data, MemoryDesc source, MemoryDesc layout) {
    Entry entry = new Entry(data, source, layout);
    try {
      Dnnl.checkNative(
          Native.sepconv_constant_create(
              source.handle(), data, data.length, layout.handle(), entry.handle),
          "pack a constant " + layout);
      return entry;
    } catch (RuntimeException | Error e) {
      entry.scope.close();
      throw e;
    }
  }

  private void release(Entry entry) {
    entry.users--;
    if (entry.users > 0) {
      return;
    }
    bytes -= Native.sepconv_constant_bytes(entry.handle);
    Native.sepconv_constant_release(entry.handle);
    entry.scope.close();
    List<Entry> left = entries.get(entry.data);
    left.remove(entry);
    if (left.isEmpty()) {
      entries.remove(entry.data);
    }
  }

  /** Bytes of all constants in use. */
  synchronized long bytes() {
    return bytes;
  }
}
