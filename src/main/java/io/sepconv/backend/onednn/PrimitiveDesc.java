package io.sepconv.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import io.sepconv.backend.LayerReport;
import io.sepconv.tensor.Shape;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/** A primitive that oneDNN has chosen an implementation for. Belongs to a scope. */
final class PrimitiveDesc {
  private final DescriptorScope scope;
  private final dnnl_primitive_desc handle;

  private PrimitiveDesc(DescriptorScope scope, dnnl_primitive_desc handle) {
    this.scope = scope;
    this.handle = handle;
  }

  /** A call that fills in a new descriptor and returns oneDNN's status. */
  @FunctionalInterface
  interface Creation {
    int create(PointerPointer<dnnl_primitive_desc> result);
  }

  /** The descriptor, or null where oneDNN has no implementation for the problem. */
  static PrimitiveDesc create(DescriptorScope scope, String what, Creation creation) {
    try (PointerPointer<dnnl_primitive_desc> result = new PointerPointer<>(1)) {
      int status = creation.create(result);
      if (status == dnnl_unimplemented || status == dnnl_invalid_arguments) {
        return null;
      }
      Dnnl.check(status, "describe " + what);
      dnnl_primitive_desc handle = result.get(dnnl_primitive_desc.class, 0);
      scope.onClose(() -> dnnl_primitive_desc_destroy(handle));
      return new PrimitiveDesc(scope, handle);
    }
  }

  dnnl_primitive_desc handle() {
    return handle;
  }

  /** The same choice in a descriptor of its own. */
  PrimitiveDesc copy() {
    dnnl_primitive_desc copy = new dnnl_primitive_desc();
    Dnnl.check(dnnl_primitive_desc_clone(copy, handle), "copy a description");
    scope.onClose(() -> dnnl_primitive_desc_destroy(copy));
    return new PrimitiveDesc(scope, copy);
  }

  /** Moves on to oneDNN's next implementation of the problem; false where there is none. */
  boolean next() {
    int status = dnnl_primitive_desc_next_impl(handle);
    if (status == dnnl_last_impl_reached) {
      return false;
    }
    Dnnl.check(status, "ask for another implementation");
    return true;
  }

  /** The implementation's name, such as brgconv:avx512_core. */
  String implementation() {
    try (PointerPointer<BytePointer> name = new PointerPointer<>(1)) {
      Dnnl.check(
          dnnl_primitive_desc_query(handle, dnnl_query_impl_info_str, 0, name),
          "query an implementation's name");
      return name.get(BytePointer.class, 0).getString();
    }
  }

  /** Whether the implementation is a plain loop or goes by way of a matrix copy: a slow path. */
  boolean isSlow() {
    return LayerReport.isSlow(implementation());
  }

  /**
   * The layout that the primitive wants for an operand.
   *
   * @param query such as dnnl_query_src_md
   * @param shape the operand's shape
   */
  MemoryDesc layout(int query, Shape shape) {
    return MemoryDesc.copyOf(scope, borrowed(query), shape);
  }

  /** The working memory it needs, or null for none. */
  MemoryDesc scratchpad() {
    dnnl_memory_desc borrowed = borrowed(dnnl_query_scratchpad_md);
    long bytes = borrowed == null || borrowed.isNull() ? 0 : dnnl_memory_desc_get_size(borrowed);
    return bytes == 0 ? null : MemoryDesc.copyOf(scope, borrowed, Shape.of(new long[] {bytes}));
  }

  private dnnl_memory_desc borrowed(int query) {
    return dnnl_primitive_desc_query_md(handle, query, 0);
  }
}
