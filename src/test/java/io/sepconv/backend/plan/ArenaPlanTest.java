package io.sepconv.backend.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.backend.plan.ArenaPlan.Buffer;
import io.sepconv.testing.TestData;
import java.util.ArrayList;
import java.util.List;
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
}
