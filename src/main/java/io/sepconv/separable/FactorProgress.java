package io.sepconv.separable;

/** Is told, in lines, how far {@link ModelFactorizer} has come. */
public interface FactorProgress {
  /** One more layer that can be split is factorised and timed. */
  void measured(String layer);

  /** A step was tried in the whole network. */
  void tried(String step);

  /** Nobody is told. */
  FactorProgress NONE =
      new FactorProgress() {
        @Override
        public void measured(String layer) {}

        @Override
        public void tried(String step) {}
      };
}
