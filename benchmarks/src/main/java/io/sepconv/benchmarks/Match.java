package io.sepconv.benchmarks;

import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One workload, measured for all contestants in turns, so that a drift of the machine hits all of
 * them alike.
 *
 * @param section what it is for, in the results
 * @param workload the name of a {@link Workload}
 * @param batch pictures of one run; those of a problem stand in its text
 * @param threads threads of one run
 * @param callers runs at the same time
 * @param contestants who takes part, in the order of their turns
 * @param against the one of them that the others are compared with
 * @param seconds seconds of timed runs of each, from {@value #MIN_TURNS} turns on
 */
record Match(
    String section,
    String workload,
    int batch,
    int threads,
    int callers,
    List<Contestant> contestants,
    Contestant against,
    double seconds) {
  static final int MIN_TURNS = 3;

  private static final long TURN_MILLIS = 50;

  /** Of callers, whose first and last runs of a turn have not all the others beside them. */
  private static final long CALLERS_MILLIS = 500;

  /** Longer than the 10 ms in which Linux counts processor time. */
  private static final long QUIET_MILLIS = 50;

  /** After as many waits a process that is never quiet plays all the same. */
  private static final int MAX_WAITS = 20;

  /** One that is slow ends the match alone: the others sit out once they have had this often. */
  private static final int ENOUGH = 3;

  Match {
    contestants = List.copyOf(contestants);
    Workload.check(workload, batch);
    Task.checkCounts(threads, callers);
  }

  /** A contestant that is warm. */
  private record Entry(
      Contestant contestant, Participant participant, Path outputFile, Times times) {
    Tensor output(Shape shape) {
      try {
        return RawFloats.read(outputFile, shape);
      } catch (IOException e) {
        throw new ParticipantException(contestant.name() + " did not write its output: " + e);
      }
    }
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
    List<Entry> entries = new ArrayList<>();
    try {
      enter(work, entries, folder, progress);
      List<Double> differences = compare(entries, work.outputShape());
      int other = contestants.indexOf(against);
      for (int round = 1; !entries.stream().allMatch(entry -> enough(entry.times, 1)); round++) {
        progress.accept(this + ": round " + round);
        for (int i = 0; i < entries.size(); i++) {
          // Each comes first once, so that none always finds the caches as one neighbour left them.
          int place = (i + round) % entries.size();
          Entry entry = entries.get(place);
          if (place == other || !enough(entry.times, ENOUGH)) {
            awaitQuiet(entries);
            entry.times.add(entry.participant.turn(callers == 1 ? TURN_MILLIS : CALLERS_MILLIS));
          }
        }
      }
      List<OptionalLong> memory = entries.stream().map(e -> e.participant.peakBytes()).toList();
      entries.forEach(entry -> entry.participant.finish());
      return measurements(work, entries, differences, memory);
    } finally {
      entries.forEach(entry -> entry.participant.close());
    }
  }

  /** Starts the contestants, each when the one before is warm. */
  private void enter(Workload work, List<Entry> entries, Path folder, Consumer<String> progress)
      throws IOException {
    Path model = folder.resolve("model.onnx");
    Path inputFile = folder.resolve("input.f32");
    work.write(model);
    RawFloats.write(inputFile, work.input());
    boolean plan = contestants.stream().anyMatch(Contestant::readsPlan);
    String planFile = plan ? folder.resolve("plan").toString() : EngineProcess.NO_PLAN;
    for (Contestant contestant : contestants) {
      // The first writes it; the other engines do not.
      boolean hasPlan = entries.isEmpty() || contestant.readsPlan();
      progress.accept(this + ": " + contestant.name() + " warms up");
      Path output = folder.resolve("output-" + entries.size() + ".f32");
      Map<String, String> values =
          Map.of(
              "plan", hasPlan ? planFile : EngineProcess.NO_PLAN,
              "network", workload,
              "batch", String.valueOf(work.batch()),
              "threads", String.valueOf(threads),
              "callers", String.valueOf(callers),
              "shape", text(work.input().shape()),
              "outputShape", text(work.outputShape()),
              "model", model.toString(),
              "input", inputFile.toString(),
              "output", output.toString());
      Path log = folder.resolve("log-" + entries.size());
      Files.deleteIfExists(output);
      awaitQuiet(entries);
      Participant participant =
          Participant.start(contestant.name(), contestant.command(values), log);
      entries.add(new Entry(contestant, participant, output, new Times()));
    }
  }

  /** Compares all outputs with one of them; null where there is nothing to compare. */
  private List<Double> compare(List<Entry> entries, Shape shape) {
    // The first in single precision, if there is one: bfloat16 would excuse too much.
    Optional<Entry> judge =
        entries.stream()
            .filter(e -> e.contestant.writesOutput())
            .min(Comparator.comparing(e -> e.participant.accuracy()));
    List<Double> differences = new ArrayList<>();
    for (Entry entry : entries) {
      boolean compared =
          entry.contestant.writesOutput() && judge.isPresent() && judge.get() != entry;
      differences.add(compared ? difference(judge.get(), entry, shape) : null);
    }
    return differences;
  }

  private double difference(Entry first, Entry other, Shape shape) {
    String whose = this + ", " + other.contestant.name() + " against " + first.contestant.name();
    return first
        .participant
        .accuracy()
        .or(other.participant.accuracy())
        .require(first.output(shape), other.output(shape), whose)
        .ratio();
  }

  private boolean enough(Times times, int often) {
    return times.turns() >= MIN_TURNS && times.total() >= often * callers * seconds * 1e9;
  }

  /**
   * Waits until the threads of the runs that have ended no longer spin: for {@value #QUIET_MILLIS}
   * ms in which the processes take no processor time. One thread has none to wait for.
   */
  private void awaitQuiet(List<Entry> entries) {
    if (threads == 1 && callers == 1) {
      return;
    }
    try {
      Duration before = null;
      Duration now = processorTime(entries);
      for (int i = 0; i < MAX_WAITS && !now.equals(before); i++) {
        Thread.sleep(QUIET_MILLIS);
        before = now;
        now = processorTime(entries);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted between two turns", e);
    }
  }

  private static Duration processorTime(List<Entry> entries) {
    return entries.stream()
        .map(entry -> entry.participant.processorTime())
        .reduce(Duration.ZERO, Duration::plus);
  }

  private List<Measurement> measurements(
      Workload work, List<Entry> entries, List<Double> differences, List<OptionalLong> memory) {
    Times other = entries.get(contestants.indexOf(against)).times;
    List<Measurement> all = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      Times times = entry.times;
      Times.Ratio ratio = times.over(other);
      OptionalLong bytes = memory.get(i);
      all.add(
          new Measurement(
              section,
              workload,
              work.macs(),
              work.batch(),
              threads,
              callers,
              entry.contestant.name(),
              entry.participant.description(),
              entry.participant.steady(),
              differences.get(i),
              times.medianMillis(),
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
              bytes.isPresent() ? bytes.getAsLong() : null));
    }
    return all;
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
