package io.sepconv.benchmarks.report;

import io.sepconv.benchmarks.Contest;
import io.sepconv.benchmarks.Engine;
import io.sepconv.benchmarks.Measurement;
import io.sepconv.benchmarks.Problem;
import io.sepconv.benchmarks.Schedule;
import io.sepconv.zoo.Zoo;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The commands that measure the same again: one for all that had the same participants. */
final class ContestCommands {
  private static final Set<String> ENGINES =
      Arrays.stream(Engine.values()).map(Engine::name).collect(Collectors.toSet());

  private ContestCommands() {}

  /** Arguments of a contest; no schedule where the file does not tell it. */
  private record Arguments(
      Set<String> engines,
      String against,
      boolean network,
      Set<String> workloads,
      int batch,
      Set<Integer> threads,
      Set<Integer> callers,
      Schedule schedule) {
    Arguments withEngines(Set<String> other) {
      return new Arguments(other, against, network, workloads, batch, threads, callers, schedule);
    }

    Arguments withWorkloads(Set<String> other) {
      return new Arguments(engines, against, network, other, batch, threads, callers, schedule);
    }

    Arguments withThreads(Set<Integer> other) {
      return new Arguments(engines, against, network, workloads, batch, other, callers, schedule);
    }

    Arguments withCallers(Set<Integer> other) {
      return new Arguments(engines, against, network, workloads, batch, threads, other, schedule);
    }
  }

  static List<String> of(Measurements measurements) {
    List<Arguments> all = measurements.all().stream().map(ContestCommands::of).toList();
    all = merge(all, Arguments::engines, Arguments::withEngines);
    all = merge(all, Arguments::workloads, Arguments::withWorkloads);
    all = merge(all, Arguments::callers, Arguments::withCallers);
    all = merge(all, Arguments::threads, Arguments::withThreads);
    return all.stream().map(ContestCommands::command).toList();
  }

  private static Arguments of(Measurement m) {
    boolean network = !Problem.isMeant(m.workload());
    return new Arguments(
        Set.of(m.engine()),
        m.against(),
        network,
        Set.of(m.workload()),
        Zoo.names().contains(m.workload()) ? m.batch() : 1,
        Set.of(m.threads()),
        Set.of(m.callers()),
        m.schedule());
  }

  private interface Change<T> {
    Arguments with(Arguments arguments, Set<T> values);
  }

  /** Joins those that differ in one argument alone. */
  private static <T> List<Arguments> merge(
      List<Arguments> all, Function<Arguments, Set<T>> values, Change<T> change) {
    Map<Arguments, Set<T>> joined = new LinkedHashMap<>();
    for (Arguments arguments : all) {
      joined
          .computeIfAbsent(change.with(arguments, Set.of()), key -> new LinkedHashSet<>())
          .addAll(values.apply(arguments));
    }
    return joined.entrySet().stream()
        .map(entry -> change.with(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static String command(Arguments a) {
    List<String> lines = new ArrayList<>();
    lines.add("java -cp benchmarks/target/benchmarks.jar " + Contest.class.getName());
    if (a.network()) {
      lines.add("--networks " + String.join(",", a.workloads()));
    } else {
      a.workloads().forEach(problem -> lines.add("--problem '" + problem + "'"));
    }
    List<String> engines = a.engines().stream().filter(ENGINES::contains).toList();
    if (!engines.isEmpty()) {
      lines.add("--engines " + String.join(",", engines));
    }
    a.engines().stream()
        .filter(engine -> !ENGINES.contains(engine))
        .forEach(program -> lines.add("--program '" + program + "=...'"));
    if (!a.against().equals(Engine.ONNXRUNTIME.name())) {
      lines.add("--against " + a.against());
    }
    String counts = "--threads " + joined(a.threads());
    if (a.batch() != 1) {
      counts += " --batch " + a.batch();
    }
    if (!a.callers().equals(Set.of(1))) {
      counts += " --callers " + joined(a.callers());
    }
    lines.add(counts);
    if (a.schedule() != null) {
      lines.add(schedule(a.schedule(), a.callers()));
    }
    return String.join(" \\\n  ", lines);
  }

  private static String schedule(Schedule schedule, Set<Integer> callers) {
    String seconds = BigDecimal.valueOf(schedule.seconds()).stripTrailingZeros().toPlainString();
    String text = "--seconds " + seconds + " --sets " + schedule.sets();
    boolean several = callers.stream().anyMatch(count -> count > 1);
    return schedule.turnMillis() == Schedule.turnMillis(several)
        ? text
        : text + " --turn " + schedule.turnMillis();
  }

  private static String joined(Set<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
