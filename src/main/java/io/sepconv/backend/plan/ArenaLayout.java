package io.sepconv.backend.plan;

import io.sepconv.backend.ArenaReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Where each storage of a finished plan lies in the arena. Immutable, safe for any thread. */
public final class ArenaLayout {
  private final Map<Storage, Long> offsets;
  private final ArenaReport report;

  private ArenaLayout(Map<Storage, Long> offsets, ArenaReport report) {
    this.offsets = offsets;
    this.report = report;
  }

  /**
   * Lays an arena out, once the steps of a plan are known.
   *
   * @param touched what the steps touch, in order of first use; may come repeatedly. A place get
   *     those that are {@link Storage.Kind#ARENA} now
   * @param names what the report calls a storage; never null
   * @throws IllegalArgumentException if no step has touched one of them
   */
  public static ArenaLayout of(Collection<Storage> touched, Function<Storage, String> names) {
    List<Storage> placed =
        touched.stream()
            .filter(storage -> storage.kind() == Storage.Kind.ARENA)
            .distinct()
            .toList();
    ArenaPlan plan = ArenaPlan.of(placed.stream().map(ArenaLayout::buffer).toList());
    Map<Storage, Long> offsets = new HashMap<>();
    List<ArenaReport.Buffer> places = new ArrayList<>();
    for (Storage storage : placed) {
      long offset = plan.offsets()[places.size()];
      offsets.put(storage, offset);
      places.add(
          new ArenaReport.Buffer(
              names.apply(storage), offset, storage.bytes(), storage.first(), storage.last()));
    }
    return new ArenaLayout(offsets, new ArenaReport(plan.bytes(), plan.peakBytes(), places));
  }

  private static ArenaPlan.Buffer buffer(Storage storage) {
    if (storage.last() < 0) {
      throw new IllegalArgumentException(
          "no step touches a storage of " + storage.bytes() + " bytes");
    }
    return new ArenaPlan.Buffer(storage.bytes(), storage.first(), storage.last());
  }

  /**
   * The place of a storage.
   *
   * @return bytes from the start of the arena, a multiple of {@value ArenaPlan#ALIGNMENT}
   * @throws IllegalArgumentException if it has none
   */
  public long offset(Storage storage) {
    Long offset = offsets.get(storage);
    if (offset == null) {
      throw new IllegalArgumentException(
          "a storage of " + storage.bytes() + " bytes has no place in the arena");
    }
    return offset;
  }

  /** The arena for people, and its size. */
  public ArenaReport report() {
    return report;
  }
}
