package io.sepconv.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sepconv.benchmarks.Measurement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContestCommandsTest {
  private static Measurement of(String workload, int callers, String engine) {
    return Sample.of("s", workload, 1, callers, engine, 1, 1, true);
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
      for (String network : List.of("mobilenet_v1", "mobilenet_v2")) {
        all.add(of(network, callers, Sample.NATIVE));
        all.add(of(network, callers, Sample.RIVAL));
      }
    }
    all.add(of("resnet50", 1, Sample.RIVAL));
    assertEquals(
        List.of(
            "Contest --networks mobilenet_v1,mobilenet_v2"
                + " --engines SEPCONV_ONEDNN_F32,ONNXRUNTIME --threads 1 --callers 1,2",
            "Contest --networks resnet50 --engines ONNXRUNTIME --threads 1"),
        commands(all));
  }

  @Test
  void problemsAreQuotedAndProgramsLeftToTheReader() {
    assertEquals(
        List.of(
            "Contest --problem '"
                + Sample.SEPARABLE
                + "' --engines ONNXRUNTIME --program 'cpp=...' --threads 1"),
        commands(List.of(of(Sample.SEPARABLE, 1, Sample.RIVAL), of(Sample.SEPARABLE, 1, "cpp"))));
  }
}
