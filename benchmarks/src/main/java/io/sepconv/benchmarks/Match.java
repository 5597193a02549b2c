package io.sepconv.benchmarks;

import io.sepconv.backend.CompileOptions;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One network, measured for all contestants in turns, so that a drift of the machine hits all of
 * them alike.
 *
 * @param network the name of what they run
 * @param batch pictures of one run
 * @param threads threads of one run
 * @param contestants who takes part, in the order of their turns
 * @param against the one of them that the others are compared with
 * @param seconds seconds of timed runs of each, from {@value #MIN_TURNS} turns on
 */
record Match(
    String network,
    int batch,
    int threads,
    List<Contestant> contestants,
    Contestant against,
    double seconds) {
  static final int MIN_TURNS = 3;

  /** Pictures of which one input fits a Java array. */
  private static final int MAX_BATCH = 4096;

  private static final long TURN_MILLIS = 50;

  /** Longer than the 10 ms in which Linux counts processor time. */
  private static final long QUIET_MILLIS = 50;

  /** After as many waits a process that is never quiet plays all the same. */
  private static final int MAX_WAITS = 20;

  Match {
    contestants = List.copyOf(contestants);
    if (!Zoo.names().contains(network)) {
      throw new IllegalArgumentException(
          "there is no network '" + network + "'; choose of " + String.join(", ", Zoo.names()));
    }
    if (batch < 1 || batch > MAX_BATCH) {
      throw new IllegalArgumentException("batch must lie in 1.." + MAX_BATCH + ", not " + batch);
    }
    CompileOptions.checkThreads(threads);
  }

  /** A contestant that is warm. */
  private record Entry(
      Contestant contestant, Participant participant, Path outputFile, Times times) {
    Tensor output(int batch) {
      try {
        return RawFloats.read(outputFile, Shape.of(batch, ZooNetwork.CLASSES));
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
   * @return a standing per contestant, in their order
   * @throws DisagreementException if two compute different outputs
   * @throws ParticipantException if one fails
   */
  List<Standing> play(Path folder, Consumer<String> progress) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try {
      enter(entries, folder, progress);
      List<Double> differences = compare(entries);
      while (!entries.stream().allMatch(entry -> enough(entry.times))) {
        progress.accept(this + ": round " + (entries.get(0).times.turns() + 1));
        for (Entry entry : entries) {
          awaitQuiet(entries);
          entry.times.add(entry.participant.turn(TURN_MILLIS));
        }
      }
      entries.forEach(entry -> entry.participant.finish());
      return standings(entries, differences);
    } finally {
      entries.forEach(entry -> entry.participant.close());
    }
  }

  /** Starts the contestants, each when the one before is warm. */
  private void enter(List<Entry> entries, Path folder, Consumer<String> progress)
      throws IOException {
    Path model = folder.resolve("model.onnx");
    Path inputFile = folder.resolve("input.f32");
    ZooNetwork zoo = ZooNetwork.of(network);
    Tensor input = zoo.input(batch);
    zoo.write(model);
    RawFloats.write(inputFile, input);
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
              "network", network,
              "batch", String.valueOf(batch),
              "threads", String.valueOf(threads),
              "shape", text(input.shape()),
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

  /** Compares all outputs with the first; NaN where there is nothing to compare. */
  private List<Double> compare(List<Entry> entries) {
    List<Entry> writers = entries.stream().filter(e -> e.contestant.writesOutput()).toList();
    List<Double> differences = new ArrayList<>();
    for (Entry entry : entries) {
      boolean compared = writers.indexOf(entry) > 0;
      differences.add(compared ? difference(writers.get(0), entry) : Double.NaN);
    }
    return differences;
  }

  private double difference(Entry first, Entry other) {
    String whose = this + ", " + other.contestant.name() + " against " + first.contestant.name();
    return first
        .participant
        .accuracy()
        .or(other.participant.accuracy())
        .require(first.output(batch), other.output(batch), whose)
        .ratio();
  }

  private boolean enough(Times times) {
    return times.turns() >= MIN_TURNS && times.total() >= seconds * 1e9;
  }

  /**
   * Waits until the threads of the runs that have ended no longer spin: for {@value #QUIET_MILLIS}
   * ms in which the processes take no processor time. One thread has none to wait for.
   */
  private void awaitQuiet(List<Entry> entries) {
    if (threads == 1) {
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

  private List<Standing> standings(List<Entry> entries, List<Double> differences) {
    Times other = entries.get(contestants.indexOf(against)).times;
    List<Standing> standings = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      standings.add(
          new Standing(
              network,
              batch,
              threads,
              entry.contestant.name(),
              entry.participant.description(),
              entry.participant.steady(),
              differences.get(i),
              entry.times,
              entry.times.over(other)));
    }
    return standings;
  }

  private static String text(Shape shape) {
    return Arrays.stream(shape.dims()).mapToObj(String::valueOf).collect(Collectors.joining("x"));
  }

  @Override
  public String toString() {
    return String.format("%s, batch %d, threads %d", network, batch, threads);
  }
}
