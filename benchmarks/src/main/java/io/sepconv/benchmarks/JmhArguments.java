package io.sepconv.benchmarks;

import io.sepconv.zoo.Zoo;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this project adds to JMH's command line. */
final class JmhArguments {
  /** The value of JMH's option -p, whether or not it is one word with the option. */
  private static final Pattern PROBLEMS = Pattern.compile("((?:-p=?|--p=)?problem=)(.*)");

  private JmhArguments() {}

  /**
   * JMH's arguments from a user's: in {@code -p problem=...} the name of a network stands for all
   * its {@link Shapes}. What networks have in common comes once.
   */
  static String[] expand(String[] args) {
    return Stream.of(args).map(JmhArguments::expand).toArray(String[]::new);
  }

  private static String expand(String argument) {
    Matcher matcher = PROBLEMS.matcher(argument);
    if (!matcher.matches()) {
      return argument;
    }
    return Stream.of(matcher.group(2).split(","))
        .flatMap(JmhArguments::problems)
        .distinct()
        .collect(Collectors.joining(",", matcher.group(1), ""));
  }

  private static Stream<String> problems(String name) {
    return Zoo.names().contains(name)
        ? Shapes.of(name).stream().map(line -> line.problem().toString())
        : Stream.of(name);
  }
}
