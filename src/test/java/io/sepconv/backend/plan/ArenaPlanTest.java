package io.sepconv.backend.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.backend.plan.ArenaPlan.Buffer;
import io.sepconv.testing.TestData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ArenaPlanTest {
  @Test
  void aChainNeedsTwoBuffers() {
    ArenaPlan plan =
        ArenaPlan.of(List.of(new Buffer(640, 0, 1), new Buffer(640, 1, 2), new Buffer(640, 2, 3)));
    assertEquals(1280, plan.bytes());
    assertEquals(1280, plan.peakBytes());
    assertEquals(plan.offsets()[0], plan.offsets()[2]);
  }

  @Test
  void offsetsAreAligned() {
    ArenaPlan plan = ArenaPlan.of(List.of(new Buffer(1, 0, 0), new Buffer(65, 0, 0)));
    assertEquals(64 + 128, plan.bytes());
    assertEquals(0, plan.offsets()[0] % ArenaPlan.ALIGNMENT);
    assertEquals(0, plan.offsets()[1] % ArenaPlan.ALIGNMENT);
  }

  @Test
  void nothingNeedsNothing() {
    assertEquals(0, ArenaPlan.of(List.of()).bytes());
  }

  @Test
  void buffersAliveTogetherNeverOverlap() {
    for (int seed = 0; seed < 200; seed++) {
      TestData data = new TestData(seed);
      List<Buffer> buffers = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        int first = data.between(0, 40);
        buffers.add(new Buffer(data.between(1, 5000), first, first + data.between(0, 6)));
      }
      ArenaPlan plan = ArenaPlan.of(buffers);
      for (int i = 0; i < buffers.size(); i++) {
        long end = plan.offsets()[i] + buffers.get(i).bytes();
        assertTrue(end <= plan.bytes(), "seed " + seed);
        for (int j = 0; j < i; j++) {
          boolean apart =
              end <= plan.offsets()[j]
                  || plan.offsets()[j] + buffers.get(j).bytes() <= plan.offsets()[i];
          assertTrue(apart || !buffers.get(i).overlaps(buffers.get(j)), "seed " + seed);
        }
      }
      assertTrue(plan.bytes() >= plan.peakBytes(), "seed " + seed);
    }
  }

  /** Quick or not, the places are those of the method as it is written down. */
  @Test
  void placesAreTheLowestFreeOnesInTheBetterOfTwoOrders() {
    int volumes = 0;
    for (int longest : new int[] {1, 2, 3, 4, 6, 8, 10, 60, 500}) {
      TestData data = new TestData(longest);
      List<Buffer> buffers = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        int first = data.between(0, 500);
        buffers.add(new Buffer(data.between(1, 3000), first, first + data.between(0, longest)));
      }
      ArenaPlan plan = ArenaPlan.of(buffers);
      long[] bySize = obvious(buffers, Comparator.comparing(b -> -b.bytes()));
      long[] byVolume =
          obvious(
              buffers, Comparator.comparing(b -> -b.bytes() * (double) (b.last() - b.first() + 1)));
      boolean isSmaller = end(buffers, byVolume) < end(buffers, bySize);
      volumes += isSmaller ? 1 : 0;
      assertArrayEquals(isSmaller ? byVolume : bySize, plan.offsets(), "lives of up to " + longest);
      assertEquals(peak(buffers), plan.peakBytes(), "lives of up to " + longest);
    }
    assertTrue(volumes > 0 && volumes < 9, volumes + " of 9 by the second order");
  }

  private static long end(List<Buffer> buffers, long[] offsets) {
    return IntStream.range(0, offsets.length)
        .mapToLong(i -> offsets[i] + buffers.get(i).aligned())
        .max()
        .orElse(0);
  }

  private static long[] obvious(List<Buffer> buffers, Comparator<Buffer> largest) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, buffers.size()).boxed().toList());
    order.sort(Comparator.comparing(buffers::get, largest));
    long[] offsets = new long[buffers.size()];
    List<Integer> placed = new ArrayList<>();
    for (int index : order) {
      Buffer buffer = buffers.get(index);
      List<Integer> met =
          placed.stream()
              .filter(other -> buffers.get(other).overlaps(buffer))
              .sorted(Comparator.comparing(other -> offsets[other]))
              .toList();
      for (int other : met) {
        if (offsets[index] + buffer.aligned() <= offsets[other]) {
          break;
        }
        offsets[index] = Math.max(offsets[index], offsets[other] + buffers.get(other).aligned());
      }
      placed.add(index);
    }
    return offsets;
  }

  private static long peak(List<Buffer> buffers) {
    return IntStream.rangeClosed(0, 1000)
        .mapToLong(
            step ->
                buffers.stream()
                    .filter(buffer -> buffer.first() <= step && step <= buffer.last())
                    .mapToLong(Buffer::aligned)
                    .sum())
        .max()
        .orElse(0);
  }
}
