package io.sepconv.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sepconv.benchmarks.Measurement;
import io.sepconv.benchmarks.Schedule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContestCommandsTest {
  private static Measurement of(String workload, int callers, String engine) {
    return Sample.of("s", workload, 1, callers, engine, 1, 1, true);
  }

  private static Measurement with(Measurement m, Schedule schedule) {
    return Sample.with(m, schedule, m.processMediansMs(), m.peakOfRuns());
  }

  private static List<String> commands(List<Measurement> measurements) {
    return ContestCommands.of(new Measurements(measurements)).stream()
        .map(command -> command.replace(" \\\n ", ""))
        .map(command -> command.substring(command.indexOf("Contest ")))
        .toList();
  }

  @Test
  void whatHadTheSameParticipantsIsOneCommand() {
    List<Measurement> all = new ArrayList<>();
    for (int callers : new int[] {1, 2}) {
      Schedule schedule = new Schedule(2, 1.5, 500);
      for (String network : List.of("mobilenet_v1", "mobilenet_v2")) {
        all.add(with(of(network, callers, Sample.NATIVE), schedule));
        all.add(with(of(network, callers, Sample.RIVAL), schedule));
      }
    }
    all.add(of("resnet50", 1, Sample.RIVAL));
    assertEquals(
        List.of(
            "Contest --networks mobilenet_v1,mobilenet_v2"
                + " --engines SEPCONV_ONEDNN_F32,ONNXRUNTIME --threads 1 --callers 1,2"
                + " --seconds 1.5 --sets 2",
            "Contest --networks resnet50 --engines ONNXRUNTIME --threads 1"
                + " --seconds 1.5 --sets 2"),
        commands(all));
  }

  /** What had another schedule is another command; a turn is told where it is not the default. */
  @Test
  void aCommandTellsTheSchedule() {
    Measurement one = of("mobilenet_v1", 1, Sample.RIVAL);
    Measurement two = of("mobilenet_v2", 1, Sample.RIVAL);
    String begin = " --engines ONNXRUNTIME --threads 1";
    assertEquals(
        List.of(
            "Contest --networks mobilenet_v1" + begin + " --seconds 2 --sets 3",
            "Contest --networks mobilenet_v2" + begin + " --seconds 0.3 --sets 1 --turn 500"),
        commands(List.of(with(one, new Schedule(3, 2, 50)), with(two, new Schedule(1, 0.3, 500)))));
    assertEquals(
        List.of("Contest --networks mobilenet_v1" + begin), commands(List.of(with(one, null))));
  }

  @Test
  void problemsAreQuotedAndProgramsLeftToTheReader() {
    assertEquals(
        List.of(
            "Contest --problem '"
                + Sample.SEPARABLE
                + "' --engines ONNXRUNTIME --program 'cpp=...' --threads 1"
                + " --seconds 1.5 --sets 2"),
        commands(List.of(of(Sample.SEPARABLE, 1, Sample.RIVAL), of(Sample.SEPARABLE, 1, "cpp"))));
  }
}
