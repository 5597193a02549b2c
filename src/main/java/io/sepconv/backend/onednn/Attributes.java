package io.sepconv.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import io.sepconv.op.Activation;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;

/** Attributes of primitives: working memory from the arena, and what is applied to the result. */
final class Attributes {
  private Attributes() {}

  /** Attributes with an activation applied to the result; {@link Activation#NONE} for none. */
  static dnnl_primitive_attr with(DescriptorScope scope, Activation activation) {
    dnnl_primitive_attr attributes = new dnnl_primitive_attr();
    Dnnl.check(dnnl_primitive_attr_create(attributes), "create attributes");
    scope.onClose(() -> dnnl_primitive_attr_destroy(attributes));
    Dnnl.check(
        dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user),
        "ask for a scratchpad of our own");
    if (!activation.isNone()) {
      Eltwise eltwise = Eltwise.of(activation);
      dnnl_post_ops operations = new dnnl_post_ops();
      Dnnl.check(dnnl_post_ops_create(operations), "create post-ops");
      scope.onClose(() -> dnnl_post_ops_destroy(operations));
      Dnnl.check(
          dnnl_post_ops_append_eltwise(
              operations, eltwise.algorithm(), eltwise.alpha(), eltwise.beta()),
          "append " + activation);
      Dnnl.check(dnnl_primitive_attr_set_post_ops(attributes, operations), "set post-ops");
    }
    return attributes;
  }
}
