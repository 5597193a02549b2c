package io.sepconv.cli;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the process holds, in bytes.
 *
 * @param resident memory of the process: VmRSS
 * @param heapUsed objects on the Java heap
 * @param heapCommitted what the Java heap takes of the operating system
 * @param direct memory of direct buffers
 * @param threads of the process, those of native code too
 */
record MemorySample(long resident, long heapUsed, long heapCommitted, long direct, int threads) {
  private static final Path STATUS = Path.of("/proc/self/status");

  /**
   * Measures after a garbage collection, so that what nobody holds does not count.
   *
   * @throws IllegalArgumentException where the system has no {@code /proc/self/status}
   */
  static MemorySample take() {
    System.gc();
    List<String> status = status();
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    long direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return new MemorySample(
        number(status, "VmRSS") << 10,
        heap.getUsed(),
        heap.getCommitted(),
        direct,
        Math.toIntExact(number(status, "Threads")));
  }

  private static List<String> status() {
    try {
      return Files.readAllLines(STATUS);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the resident memory is read from " + STATUS + ", which only Linux has: " + e, e);
    }
  }

  /** The number of a line like {@code VmRSS: 123 kB}. */
  private static long number(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(STATUS + " has no line " + name));
  }

  /** Resident memory beside the heap: native code and its data, and what the JVM takes itself. */
  long outsideHeap() {
    return resident - heapCommitted;
  }
}
