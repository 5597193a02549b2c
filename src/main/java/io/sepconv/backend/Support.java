package io.sepconv.backend;

/**
 * Whether a candidate can do a thing and, if not, why.
 *
 * @param yes whether it can
 * @param reason why not; empty for a yes
 */
public record Support(boolean yes, String reason) {
  /** It can. */
  public static final Support YES = new Support(true, "");

  /** It cannot, for the given reason. */
  public static Support no(String reason) {
    return new Support(false, reason);
  }
}
