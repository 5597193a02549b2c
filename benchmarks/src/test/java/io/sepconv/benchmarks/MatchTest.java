package io.sepconv.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The protocol, with children that only pretend to run a network. */
class MatchTest {
  @TempDir private Path folder;

  private List<Measurement> play(double seconds, Contestant... contestants) throws IOException {
    return play(1, seconds, contestants);
  }

  private List<Measurement> play(int sets, double seconds, Contestant... contestants)
      throws IOException {
    Schedule schedule = new Schedule(sets, seconds, 50);
    return new Match(
            "test", "squeezenet1_1", 1, 1, 1, List.of(contestants), contestants[0], schedule)
        .play(folder, line -> {});
  }

  @AfterEach
  void noChildIsLeft() {
    assertEquals(0, ProcessHandle.current().descendants().count());
  }

  @Test
  void countsWhatTheChildrenSay() throws IOException {
    List<Measurement> standings =
        play(
            0.02,
            FakeParticipant.contestant("first", "ready", "2000000_2000000", "0", "{output}"),
            FakeParticipant.contestant(
                "second", "ready_bf16_unsteady:_a_word:_two", "1000000_3000000", "0", "{output}"),
            FakeParticipant.contestant("third", "ready", "1000000", "0"));
    Measurement first = standings.get(0);
    assertEquals(List.of(20, 40), List.of(first.turns(), first.runs()));
    assertEquals(2, first.medianMs(), 1e-12);
    assertTrue(first.steady());
    assertNull(first.difference());
    Measurement second = standings.get(1);
    assertEquals("a word: two", second.description());
    assertFalse(second.steady());
    assertEquals(0, second.difference());
    assertEquals(1, second.ratio(), 1e-12);
    assertEquals(1, second.ratioByTurn());
    Measurement third = standings.get(2);
    assertNull(third.difference());
    assertEquals(2, third.ratio(), 1e-12);
    assertEquals(2, third.ratioLower());
    assertEquals(20, third.runs());
  }

  /** As one does that computes a tiny convolution. */
  @Test
  void countsTensOfThousandsOfRunsOfATurn() throws IOException {
    String runs = String.join("_", Collections.nCopies(50_000, "1"));
    Contestant tiny = FakeParticipant.contestant("tiny", "ready", runs, "0");
    assertEquals(150_000, play(1e-9, tiny).get(0).runs());
  }

  @Test
  void playsAFewTurnsInAnyCase() throws IOException {
    Contestant slow = FakeParticipant.contestant("slow", "ready", "9000000000", "0");
    assertEquals(Schedule.MIN_TURNS, play(1, slow).get(0).turns());
  }

  /** The fast one has had enough of its own time, and the slow one decides when it is over. */
  @Test
  void oneThatHasHadEnoughSitsOut() throws IOException {
    Contestant slow = FakeParticipant.contestant("slow", "ready", "1000000", "0");
    Contestant fast = FakeParticipant.contestant("fast", "ready", "1000000_1000000", "0");
    List<Measurement> all = play(0.02, slow, fast, fast("again"));
    assertEquals(List.of(20, 20, 15), all.stream().map(Measurement::turns).toList());
    assertEquals(List.of(1.0, 1.0, 1.0), all.stream().map(Measurement::ratio).toList());
  }

  private static Contestant fast(String name) {
    return FakeParticipant.contestant(name, "ready", "1000000_1000000_1000000_1000000", "0");
  }

  /** Two callers of 20 ms in all give 100 runs a second each. */
  @Test
  void callersWorkAtTheSameTime() throws IOException {
    Contestant two = FakeParticipant.contestant("two", "ready", "10000000_10000000", "0");
    Measurement m =
        new Match("test", "squeezenet1_1", 1, 1, 2, List.of(two), two, new Schedule(1, 0.02, 500))
            .play(folder, line -> {})
            .get(0);
    assertEquals(200, m.runsPerSecond(), 1e-9);
    assertEquals(3, m.turns());
  }

  /**
   * In the second set both take twice as long as in the first, and in each the one twice as long as
   * the other.
   */
  @Test
  void everySetHasProcessesOfItsOwn() throws IOException {
    Contestant one = inSets("one", "2000000", "4000000");
    Contestant two = inSets("two", "4000000", "8000000");
    List<Measurement> all = play(2, 0.024, one, two);
    Measurement m = all.get(1);
    assertEquals(List.of(4.0, 8.0), m.processMediansMs());
    assertEquals(4, m.fastestProcessMs());
    assertEquals(8, m.slowestProcessMs());
    assertTrue(m.processesDiffer());
    assertEquals(List.of(2.0, 4.0), all.get(0).processMediansMs());
    // A set has 12 ms, which the one needs 6 turns for at first, and then the least that there are.
    assertEquals(List.of(9, 9), all.stream().map(Measurement::turns).toList());
    assertEquals(0.5, m.ratioByTurn());
    assertEquals(0.5, m.ratioLower());
    assertEquals(0.5, m.ratioUpper());
    assertTrue(m.steady());
  }

  @Test
  void outputsAreComparedInEverySet() {
    Contestant keeps = FakeParticipant.contestant("keeps", "ready", "1", "0", "{output}");
    Contestant changes = inSets("changes", "1", "1");
    Contestant writes = withOutputInTheFirstSetAlone(changes);
    assertEquals(
        "changes did not write its output",
        assertThrows(ParticipantException.class, () -> play(2, 1e-9, keeps, writes))
            .getMessage()
            .replaceAll(":.*", ""));
  }

  /**
   * A contestant that answers with one time in its first process and with another in its second.
   */
  private Contestant inSets(String name, String first, String second) {
    Contestant fake = FakeParticipant.contestant(name, "ready", "TIME", "0");
    return shell(
        name,
        "if [ -e SEEN ]; then t=" + second + "; else t=" + first + "; touch SEEN; fi; exec",
        fake,
        "\"$t\"");
  }

  private Contestant withOutputInTheFirstSetAlone(Contestant named) {
    Contestant fake = FakeParticipant.contestant(named.name(), "ready", "TIME", "0");
    return shell(
        named.name(),
        "o={output}; if [ -e SEEN ]; then o=SEEN; else touch SEEN; fi; exec",
        new Contestant(
            fake.name(), Stream.concat(fake.command().stream(), Stream.of("\"$o\"")).toList()),
        "1");
  }

  private Contestant shell(String name, String before, Contestant fake, String time) {
    String command = String.join(" ", fake.command()).replace("TIME", time);
    String script = before.replace("SEEN", folder.resolve("seen-" + name).toString());
    return new Contestant(name, List.of("sh", "-c", script + " " + command));
  }

  /** The child is at its end three times as slow as in the beginning. */
  @Test
  void timesThatChangeAreNotSteady() throws IOException {
    String java = String.join(" ", FakeParticipant.contestant("x", "ready", "TIME", "0").command());
    Contestant grows =
        new Contestant("grows", List.of("sh", "-c", "exec " + java.replace("TIME", "+1000000")));
    assertFalse(play(0.02, grows).get(0).steady());
  }

  /** More than 100 MB in the beginning, and next to nothing from ready on. */
  @Test
  void memoryIsThatOfTheRuns() throws IOException {
    assumeTrue(Files.isWritable(Path.of("/proc/self/clear_refs")), "no Linux");
    String script =
        "x=$(head -c 100000000 /dev/zero | tr '\\0' x); x=; echo ready; while read l; do echo 1; done";
    Contestant fat = new Contestant("fat", List.of("bash", "-c", script));
    Measurement m = play(1e-9, fat).get(0);
    assertTrue(m.peakOfRuns());
    assertTrue(m.peakBytes() < 50_000_000, m::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "good_morning, 1,      0, said 'good morning' where a line must begin with 'ready'",
    "ready,        soon,   0, said 'soon' where the nanoseconds",
    "ready,        -1,     0, said '-1' where",
    "ready,        '',     0, said '' where",
    "ready,        1,      7, ended with status 7",
  })
  void aFailureShowsWhatTheChildSaid(String ready, String times, String status, String reason) {
    Contestant good = FakeParticipant.contestant("good", "ready", "1", "0");
    Contestant bad = FakeParticipant.contestant("bad", ready, times, status);
    String message =
        assertThrows(ParticipantException.class, () -> play(1e-9, good, bad)).getMessage();
    assertTrue(message.startsWith("bad " + reason), message);
    assertTrue(message.endsWith("ends with\na word on standard error"), message);
  }

  @Test
  void aProgramThatIsMissingIsNamed() {
    Contestant missing = Contestant.program("missing", "no/such/program {model}");
    String message = assertThrows(ParticipantException.class, () -> play(1, missing)).getMessage();
    assertTrue(message.startsWith("missing does not start:"), message);
    assertTrue(message.contains("no/such/program"), message);
  }

  @Test
  void aChildThatDiesIsNoticed() {
    Contestant dead = Contestant.program("dead", "false");
    String message = assertThrows(ParticipantException.class, () -> play(1, dead)).getMessage();
    assertEquals("dead ended with status 1", message);
  }

  @Test
  void anOutputThatIsPromisedMustBeThere() {
    Contestant promises = FakeParticipant.contestant("promises", "ready:_{output}", "1", "0");
    Contestant keeps = FakeParticipant.contestant("keeps", "ready", "1", "0", "{output}");
    String message =
        assertThrows(ParticipantException.class, () -> play(1, keeps, promises)).getMessage();
    assertTrue(message.startsWith("promises did not write its output"), message);
  }

  @Test
  void whatCannotBePlayedIsRefused() {
    List<Contestant> all = List.of(Contestant.program("a", "true"));
    Contestant a = all.get(0);
    Schedule s = new Schedule(1, 1, 50);
    assertRefused("'alexnet'", () -> new Match("t", "alexnet", 1, 1, 1, all, a, s));
    assertRefused("batch must", () -> new Match("t", "resnet50", 0, 1, 1, all, a, s));
    assertRefused("callers must", () -> new Match("t", "resnet50", 1, 1, 0, all, a, s));
    assertRefused("threads must", () -> new Match("t", "resnet50", 1, 0, 1, all, a, s));
  }

  private static void assertRefused(String reason, Executable e) {
    String message = assertThrows(IllegalArgumentException.class, e).getMessage();
    assertTrue(message.contains(reason), message);
  }
}
