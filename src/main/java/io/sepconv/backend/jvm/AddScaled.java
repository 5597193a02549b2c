package io.sepconv.backend.jvm;

/**
 * {@code y += scale * x} for a row-major matrix y.
 *
 * @param from the first x
 * @param layout of x, {@code [rows, columns]}; repeated where a stride is 0
 * @param to where y begins in the arena
 */
record AddScaled(Places.Place from, Layout layout, float scale, int to) implements Kernel {
  @Override
  public int parts() {
    return layout.shape().dim(0);
  }

  @Override
  public void run(float[] arena, int part, int worker) {
    float[] x = from.in(arena);
    int xAt = from.at() + part * layout.stride(0);
    int step = layout.stride(1);
    int columns = layout.shape().dim(1);
    int yAt = to + part * columns;
    for (int column = 0; column < columns; column++) {
      arena[yAt + column] += scale * x[xAt + column * step];
    }
  }
}
