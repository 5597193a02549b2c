package io.sepconv.benchmarks;

import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** One process of each contestant of a match, from their start to their end. */
final class MatchSet implements AutoCloseable {
  /** One that is slow ends the set alone: the others sit out once they have had this often. */
  private static final int ENOUGH = 3;

  private final Match match;
  private final Shape outputShape;
  private final Consumer<String> progress;
  private final Quiet quiet;
  private final List<Entry> entries = new ArrayList<>();

  /**
   * What one process did.
   *
   * @param description what it said of itself
   * @param difference of its output to another's, as a share of the largest value; null where there
   *     was nothing to compare it with
   * @param steady whether its times did not change
   * @param times of its runs
   * @param peak the most memory that it had resident
   * @param peakOfRuns whether that counts from when it was warm
   */
  record Played(
      String description,
      Double difference,
      boolean steady,
      Times times,
      OptionalLong peak,
      boolean peakOfRuns) {}

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
   * A set of a match.
   *
   * @param progress takes a line about what happens now
   * @param quiet waits between the turns of several threads
   */
  MatchSet(Match match, Shape outputShape, Consumer<String> progress, Quiet quiet) {
    this.match = match;
    this.outputShape = outputShape;
    this.progress = progress;
    this.quiet = quiet;
  }

  /**
   * Plays it.
   *
   * @param folder for files
   * @param values what stands in the commands of all contestants
   * @param first the place before that of the one that begins
   * @return what each did, in their order
   * @throws DisagreementException if two compute different outputs
   * @throws ParticipantException if one fails
   */
  List<Played> play(Path folder, Map<String, String> values, int first) throws IOException {
    enter(folder, values);
    List<Double> differences = compare();
    turns(first);
    List<Played> all = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      Participant participant = entry.participant;
      all.add(
          new Played(
              participant.description(),
              differences.get(i),
              participant.steady() && entry.times.steady(),
              entry.times,
              participant.peakBytes(),
              participant.peakOfRuns()));
    }
    entries.forEach(entry -> entry.participant.finish());
    return all;
  }

  /** Starts the contestants, each when the one before is warm. */
  private void enter(Path folder, Map<String, String> values) throws IOException {
    boolean plan = match.contestants().stream().anyMatch(Contestant::readsPlan);
    String planFile = plan ? folder.resolve("plan").toString() : EngineProcess.NO_PLAN;
    for (Contestant contestant : match.contestants()) {
      // The first writes it; the other engines do not.
      boolean hasPlan = entries.isEmpty() || contestant.readsPlan();
      progress.accept(contestant.name() + " warms up");
      Path output = folder.resolve("output-" + entries.size() + ".f32");
      Map<String, String> own = new HashMap<>(values);
      own.put("plan", hasPlan ? planFile : EngineProcess.NO_PLAN);
      own.put("output", output.toString());
      Path log = folder.resolve("log-" + entries.size());
      Files.deleteIfExists(output);
      awaitQuiet();
      Participant participant = Participant.start(contestant.name(), contestant.command(own), log);
      entries.add(new Entry(contestant, participant, output, new Times()));
    }
  }

  /** Compares all outputs with one of them; null where there is nothing to compare. */
  private List<Double> compare() {
    // The first in single precision, if there is one: bfloat16 would excuse too much.
    Optional<Entry> judge =
        entries.stream()
            .filter(e -> e.contestant.writesOutput())
            .min(Comparator.comparing(e -> e.participant.accuracy()));
    List<Double> differences = new ArrayList<>();
    for (Entry entry : entries) {
      boolean compared =
          entry.contestant.writesOutput() && judge.isPresent() && judge.get() != entry;
      differences.add(compared ? difference(judge.get(), entry) : null);
    }
    return differences;
  }

  private double difference(Entry first, Entry other) {
    String whose = match + ", " + other.contestant.name() + " against " + first.contestant.name();
    return first
        .participant
        .accuracy()
        .or(other.participant.accuracy())
        .require(first.output(outputShape), other.output(outputShape), whose)
        .ratio();
  }

  private void turns(int first) {
    int against = match.contestants().indexOf(match.against());
    for (int round = 1; !entries.stream().allMatch(entry -> enough(entry, 1)); round++) {
      progress.accept("round " + round);
      for (int i = 0; i < entries.size(); i++) {
        // Each comes first once, so that none always finds the caches as one neighbour left them.
        int place = (i + first + round) % entries.size();
        Entry entry = entries.get(place);
        if (place == against || !enough(entry, ENOUGH)) {
          awaitQuiet();
          entry.times.add(entry.participant.turn(match.schedule().turnMillis()));
        }
      }
    }
  }

  private boolean enough(Entry entry, int often) {
    return match.schedule().enough(entry.times, match.callers(), often);
  }

  /** One thread has none to wait for. */
  private void awaitQuiet() {
    if (match.threads() > 1 || match.callers() > 1) {
      quiet.await(
          () ->
              entries.stream()
                  .map(entry -> entry.participant.processorTime())
                  .reduce(Duration.ZERO, Duration::plus));
    }
  }

  /** Ends the processes that are left. */
  @Override
  public void close() {
    entries.forEach(entry -> entry.participant.close());
  }
}
