package io.sepconv.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import io.sepconv.op.Activation;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;

/** Attributes of primitives: working memory from the arena, and what is applied to the result. */
final class Attributes {
  /** The role of what {@link #adding} adds among a primitive's arguments. */
  static final int RESIDUAL = DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE | DNNL_ARG_SRC_1;

  private Attributes() {}

  /** Attributes with an activation applied to the result; {@link Activation#NONE} for none. */
  static dnnl_primitive_attr with(DescriptorScope scope, Activation activation) {
    dnnl_primitive_attr attributes = create(scope);
    if (!activation.isNone()) {
      dnnl_post_ops operations = operations(scope);
      append(operations, activation);
      set(attributes, operations);
    }
    return attributes;
  }

  /**
   * Attributes that add another value to the result and apply an activation to the sum.
   *
   * @param residual layout of what is added, of the result's shape
   */
  static dnnl_primitive_attr adding(
      DescriptorScope scope, MemoryDesc residual, Activation activation) {
    dnnl_primitive_attr attributes = create(scope);
    dnnl_post_ops operations = operations(scope);
    Dnnl.check(
        dnnl_post_ops_append_binary(operations, dnnl_binary_add, residual.handle()),
        "append the sum with " + residual);
    append(operations, activation);
    set(attributes, operations);
    return attributes;
  }

  /** Attributes that add the result to what its memory holds, and apply an activation. */
  static dnnl_primitive_attr accumulating(DescriptorScope scope, Activation activation) {
    dnnl_primitive_attr attributes = create(scope);
    dnnl_post_ops operations = operations(scope);
    Dnnl.check(
        dnnl_post_ops_append_sum(operations, 1, 0, dnnl_data_type_undef), "append a sum in place");
    append(operations, activation);
    set(attributes, operations);
    return attributes;
  }

  private static dnnl_primitive_attr create(DescriptorScope scope) {
    dnnl_primitive_attr attributes = new dnnl_primitive_attr();
    Dnnl.check(dnnl_primitive_attr_create(attributes), "create attributes");
    scope.onClose(() -> dnnl_primitive_attr_destroy(attributes));
    Dnnl.check(
        dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user),
        "ask for a scratchpad of our own");
    return attributes;
  }

  private static dnnl_post_ops operations(DescriptorScope scope) {
    dnnl_post_ops operations = new dnnl_post_ops();
    Dnnl.check(dnnl_post_ops_create(operations), "create post-ops");
    scope.onClose(() -> dnnl_post_ops_destroy(operations));
    return operations;
  }

  private static void append(dnnl_post_ops operations, Activation activation) {
    if (activation.isNone()) {
      return;
    }
    Eltwise eltwise = Eltwise.of(activation);
    Dnnl.check(
        dnnl_post_ops_append_eltwise(
            operations, eltwise.algorithm(), eltwise.alpha(), eltwise.beta()),
        "append " + activation);
  }

  private static void set(dnnl_primitive_attr attributes, dnnl_post_ops operations) {
    Dnnl.check(dnnl_primitive_attr_set_post_ops(attributes, operations), "set post-ops");
  }
}
