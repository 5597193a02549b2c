package io.sepconv.benchmarks;

import io.sepconv.benchmarks.MatchSet.Played;
import io.sepconv.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One workload, measured for all contestants in turns, so that a drift of the machine hits all of
 * them alike, and in several sets of processes, so that no figure is of one process alone.
 *
 * @param section what it is for, in the results
 * @param workload the name of a {@link Workload}
 * @param batch pictures of one run; those of a problem stand in its text
 * @param threads threads of one run
 * @param callers runs at the same time
 * @param contestants who takes part, in the order of their turns
 * @param against the one of them that the others are compared with
 * @param schedule how long it is
 */
record Match(
    String section,
    String workload,
    int batch,
    int threads,
    int callers,
    List<Contestant> contestants,
    Contestant against,
    Schedule schedule) {
  Match {
    contestants = List.copyOf(contestants);
    Workload.check(workload, batch);
    Task.checkCounts(threads, callers);
  }

  /**
   * Plays the match.
   *
   * @param folder for files
   * @param progress takes a line about what happens now
   * @return a measurement per contestant, in their order
   * @throws DisagreementException if two compute different outputs
   * @throws ParticipantException if one fails
   */
  List<Measurement> play(Path folder, Consumer<String> progress) throws IOException {
    Workload work = Workload.of(workload, batch);
    Map<String, String> values = values(work, folder);
    Quiet quiet =
        new Quiet(
            () -> progress.accept(this + ": the processes do not get quiet; it goes on without"));
    List<List<Played>> sets = new ArrayList<>();
    for (int i = 0; i < schedule.sets(); i++) {
      String place = this + ", set " + (i + 1) + " of " + schedule.sets() + ": ";
      Consumer<String> told = line -> progress.accept(place + line);
      try (MatchSet set = new MatchSet(this, work.outputShape(), told, quiet)) {
        sets.add(set.play(folder, values, i));
      }
    }
    List<Measurement> all = new ArrayList<>();
    List<Times> other = times(sets, contestants.indexOf(against));
    for (int i = 0; i < contestants.size(); i++) {
      int place = i;
      List<Played> own = sets.stream().map(set -> set.get(place)).toList();
      all.add(measurement(work, contestants.get(i), own, Times.ratio(times(sets, i), other)));
    }
    return all;
  }

  private static List<Times> times(List<List<Played>> sets, int place) {
    return sets.stream().map(set -> set.get(place).times()).toList();
  }

  /** Writes what all contestants read, and says what stands in their commands. */
  private Map<String, String> values(Workload work, Path folder) throws IOException {
    Path model = folder.resolve("model.onnx");
    Path input = folder.resolve("input.f32");
    work.write(model);
    RawFloats.write(input, work.input());
    return Map.of(
        "network", workload,
        "batch", String.valueOf(work.batch()),
        "threads", String.valueOf(threads),
        "callers", String.valueOf(callers),
        "shape", text(work.input().shape()),
        "outputShape", text(work.outputShape()),
        "model", model.toString(),
        "input", input.toString());
  }

  private Measurement measurement(
      Workload work, Contestant contestant, List<Played> own, Times.Ratio ratio) {
    List<Double> medians = own.stream().map(played -> played.times().medianMillis()).toList();
    Times times = Times.pooled(own.stream().map(Played::times).toList());
    boolean peakKnown = own.stream().allMatch(played -> played.peak().isPresent());
    return new Measurement(
        section,
        workload,
        work.macs(),
        work.batch(),
        threads,
        callers,
        schedule,
        contestant.name(),
        own.stream().map(Played::description).distinct().collect(Collectors.joining("; ")),
        own.stream().allMatch(Played::steady),
        own.stream()
            .map(Played::difference)
            .filter(Objects::nonNull)
            .max(Double::compare)
            .orElse(null),
        Times.geometricMean(medians),
        medians,
        times.minMillis(),
        times.p99Millis(),
        times.quantileMillis(0.25),
        times.quantileMillis(0.75),
        callers * times.runs() / (times.total() / 1e9),
        times.runs(),
        times.turns(),
        against.name(),
        ratio.ofMedians(),
        ratio.median(),
        ratio.lower(),
        ratio.upper(),
        peakKnown
            ? (Long) own.stream().mapToLong(p -> p.peak().getAsLong()).max().getAsLong()
            : null,
        peakKnown ? (Boolean) own.stream().allMatch(Played::peakOfRuns) : null);
  }

  private static String text(Shape shape) {
    return Arrays.stream(shape.dims()).mapToObj(String::valueOf).collect(Collectors.joining("x"));
  }

  @Override
  public String toString() {
    return String.format(
        "%s, batch %d, threads %d%s",
        workload, batch, threads, callers == 1 ? "" : ", callers " + callers);
  }
}
