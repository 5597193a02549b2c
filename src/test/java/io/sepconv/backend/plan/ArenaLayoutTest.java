package io.sepconv.backend.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sepconv.backend.ArenaReport;
import io.sepconv.backend.plan.Storage.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArenaLayoutTest {
  /** A storage that two steps touch. */
  private static Storage storage(Kind kind, long bytes, int first, int last) {
    Storage storage = new Storage(kind, bytes);
    storage.touch(last);
    storage.touch(first);
    return storage;
  }

  @Test
  void onlyWhatTheArenaHoldsHasAPlaceAndOne() {
    Storage a = storage(Kind.ARENA, 100, 0, 1);
    Storage b = storage(Kind.ARENA, 64, 1, 2);
    Storage weights = storage(Kind.CONSTANT, 500, 0, 0);
    Storage output = storage(Kind.ARENA, 70, 2, 2);
    output.becomeExternal();
    ArenaLayout layout =
        ArenaLayout.of(
            List.of(weights, a, b, a, output), storage -> storage == a ? "first" : "second");
    assertEquals(
        List.of(
            new ArenaReport.Buffer("first", layout.offset(a), 100, 0, 1),
            new ArenaReport.Buffer("second", layout.offset(b), 64, 1, 2)),
        layout.report().buffers());
    assertEquals(128 + 64, layout.report().bytes());
    assertEquals(128 + 64, layout.report().peakBytes());
    assertThrows(IllegalArgumentException.class, () -> layout.offset(weights));
    assertThrows(IllegalArgumentException.class, () -> layout.offset(output));
  }

  @Test
  void whatNoStepTouchesIsRefused() {
    List<Storage> untouched = List.of(new Storage(Kind.ARENA, 1));
    assertThrows(IllegalArgumentException.class, () -> ArenaLayout.of(untouched, s -> "x"));
  }
}
