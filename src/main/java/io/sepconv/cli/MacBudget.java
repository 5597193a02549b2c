package io.sepconv.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A number of multiplications that a model is to come down to.
 *
 * @param number of them, or the percentage of what it has
 * @param isShare which of both
 */
record MacBudget(double number, boolean isShare) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,15}(?:\\.\\d+)?) ?%|\\d{1,15}");

  /** The number for a model of so many multiplications. */
  long of(long macs) {
    return (long) (isShare ? macs * number / 100 : number);
  }

  /** Reads 123456 or 50%. */
  static final class Converter implements ITypeConverter<MacBudget> {
    @Override
    public MacBudget convert(String text) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        throw new TypeConversionException("'" + text + "' is no number and no share like 50%");
      }
      boolean share = matcher.group(1) != null;
      return new MacBudget(Double.parseDouble(share ? matcher.group(1) : text), share);
    }
  }
}
