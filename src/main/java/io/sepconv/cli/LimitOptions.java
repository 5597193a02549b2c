package io.sepconv.cli;

import io.sepconv.ModelOptions;
import io.sepconv.graph.Limits;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What a model may ask for, in the commands that load one. */
final class LimitOptions {
  @Option(
      names = "--max-bytes",
      paramLabel = "SIZE",
      converter = Size.class,
      description =
          "Refuse a model with a value, or with values and weights together, of more than SIZE"
              + " bytes, such as 500m or 4g. Default: a quarter of the heap for one value, half for"
              + " all, an eighth for what is computed from constants.")
  private Long bytes;

  @Option(
      names = "--max-steps",
      paramLabel = "N",
      description =
          "Refuse a model that needs more than N steps of arithmetic before it can run (default:"
              + " 500000000).")
  private Long steps;

  @Option(
      names = "--max-nodes",
      paramLabel = "N",
      description = "Refuse a model of more than N nodes (default: 100000).")
  private Integer nodes;

  /** The options with what was given here. */
  ModelOptions applyTo(ModelOptions options) {
    Limits limits = options.limits();
    limits = bytes == null ? limits : limits.bytes(bytes);
    limits = steps == null ? limits : limits.foldedSteps(steps);
    limits = nodes == null ? limits : limits.nodes(nodes);
    return options.limits(limits);
  }

  /** A number of bytes, in units of 1024, 1024² or 1024³ with k, m or g behind it. */
  static final class Size implements ITypeConverter<Long> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})([kmg])|\\d{1,18}");

    @Override
    public Long convert(String text) {
      Matcher matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
      if (!matcher.matches()) {
        throw new TypeConversionException("'" + text + "' is no size like 500m or 4g");
      }
      if (matcher.group(2) == null) {
        return Long.parseLong(text);
      }
      return Long.parseLong(matcher.group(1)) << 10 * ("kmg".indexOf(matcher.group(2)) + 1);
    }
  }
}
