package io.sepconv.backend.jvm;

import io.sepconv.backend.Support;

/** A way to run convolutions. */
interface ConvKernel {
  /** Whether it is meant for a convolution, and if not, why. */
  Support fits(ConvNode conv);

  /** Adds its kernels to the draft; only for one that it fits. */
  void add(ConvNode conv);
}
