package io.sepconv.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The protocol, with children that only pretend to run a network. */
class MatchTest {
  @TempDir private Path folder;

  private List<Standing> play(double seconds, Contestant... contestants) throws IOException {
    return new Match("squeezenet1_1", 1, 1, List.of(contestants), contestants[0], seconds)
        .play(folder, line -> {});
  }

  @AfterEach
  void noChildIsLeft() {
    assertEquals(0, ProcessHandle.current().descendants().count());
  }

  @Test
  void countsWhatTheChildrenSay() throws IOException {
    List<Standing> standings =
        play(
            0.02,
            FakeParticipant.contestant("first", "ready", "2000000_2000000", "0", "{output}"),
            FakeParticipant.contestant(
                "second", "ready_bf16_unsteady:_a_word:_two", "1000000_3000000", "0", "{output}"),
            FakeParticipant.contestant("third", "ready", "1000000", "0"));
    Standing first = standings.get(0);
    assertEquals(List.of(20, 40), List.of(first.times().turns(), first.times().runs()));
    assertEquals(2, first.times().medianMillis());
    assertTrue(first.steady());
    assertTrue(Double.isNaN(first.difference()));
    Standing second = standings.get(1);
    assertEquals("a word: two", second.description());
    assertFalse(second.steady());
    assertEquals(0, second.difference());
    assertEquals(new Times.Ratio(1, 1, 1, 1), second.ratio());
    Standing third = standings.get(2);
    assertTrue(Double.isNaN(third.difference()));
    assertEquals(new Times.Ratio(2, 2, 2, 2), third.ratio());
    assertEquals(20, third.times().runs());
  }

  @Test
  void playsAFewTurnsInAnyCase() throws IOException {
    Contestant slow = FakeParticipant.contestant("slow", "ready", "9000000000", "0");
    assertEquals(Match.MIN_TURNS, play(1, slow).get(0).times().turns());
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
    assertRefused("'alexnet'", () -> new Match("alexnet", 1, 1, all, a, 1));
    assertRefused("batch must", () -> new Match("resnet50", 0, 1, all, a, 1));
    assertRefused("threads must", () -> new Match("resnet50", 1, 0, all, a, 1));
  }

  private static void assertRefused(String reason, Executable e) {
    String message = assertThrows(IllegalArgumentException.class, e).getMessage();
    assertTrue(message.contains(reason), message);
  }
}
