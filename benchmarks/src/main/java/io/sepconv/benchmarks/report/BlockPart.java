package io.sepconv.benchmarks.report;

import io.sepconv.benchmarks.Measurement;
import io.sepconv.benchmarks.Problem;
import io.sepconv.op.ConvKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What takes the place of a direct convolution: blocks of equal input and output, their
 * multiplications and their times.
 */
final class BlockPart {
  private final Page page;
  private final Measurements blocks;
  private final ProblemLabels labels;

  BlockPart(Page page, Measurements blocks) {
    this.page = page;
    this.blocks = blocks;
    this.labels = new ProblemLabels(blocks.workloads());
  }

  void write() {
    page.heading("Separable blocks");
    page.text(
        "Blocks that read and give the same shapes. The MAC ratio is that of the direct convolution's"
            + " multiply-accumulates to the block's; below each median stands the same ratio of the"
            + " times on that engine, which would be the MAC ratio if time went with the MACs.");
    for (int threads : blocks.threads()) {
      for (Map.Entry<String, Measurements> group : byShapes(blocks.at(threads)).entrySet()) {
        table(threads, group.getKey(), group.getValue());
      }
    }
    page.commands(blocks);
  }

  private static Map<String, Measurements> byShapes(Measurements some) {
    Map<String, Measurements> groups = new LinkedHashMap<>();
    for (String workload : some.workloads()) {
      groups.computeIfAbsent(
          shapes(workload), key -> some.where(m -> shapes(m.workload()).equals(key)));
    }
    return groups;
  }

  private static String shapes(String workload) {
    return ProblemLabels.shapes(Problem.parse(workload));
  }

  private static boolean isDirect(String workload) {
    Problem problem = Problem.parse(workload);
    return problem.layers().size() == 1 && problem.layers().get(0).kind() == ConvKind.DIRECT;
  }

  private void table(int threads, String shapes, Measurements some) {
    Optional<String> direct = some.workloads().stream().filter(BlockPart::isDirect).findFirst();
    List<String> heading = new ArrayList<>(List.of("block", "million MACs"));
    direct.ifPresent(there -> heading.add("MAC ratio"));
    some.engines().forEach(engine -> heading.add(EngineStyle.label(engine)));
    MarkdownTable table = MarkdownTable.ofFigures(heading);
    for (String workload : some.workloads()) {
      List<String> row = new ArrayList<>(List.of(labels.of(workload)));
      row.add(Figures.millions(macs(some, workload)));
      direct.ifPresent(there -> row.add(Figures.ratio(macRatio(some, workload, there))));
      for (String engine : some.engines()) {
        row.add(some.find(workload, engine).map(m -> cell(m, some, direct)).orElse(null));
      }
      table.row(row);
    }
    String on = Figures.count(threads, "thread");
    int number =
        page.table(
            String.format(
                "Median milliseconds of blocks from %s, %s%s.",
                shapes, on, direct.isPresent() ? ", and below them the time ratio" : ""),
            List.of(threads),
            table);
    direct.ifPresent(there -> conclude(number, shapes + ", " + on, some, there));
  }

  private static long macs(Measurements some, String workload) {
    return some.of(workload).all().get(0).macs();
  }

  private static double macRatio(Measurements some, String workload, String direct) {
    return (double) macs(some, direct) / macs(some, workload);
  }

  private static String cell(Measurement m, Measurements some, Optional<String> direct) {
    String time = Figures.plain(m.medianMs()) + Cells.star(m);
    return direct
        .flatMap(there -> some.find(there, m.engine()))
        .map(other -> time + "<br>" + Figures.ratio(other.medianMs() / m.medianMs()))
        .orElse(time);
  }

  private void conclude(int table, String where, Measurements some, String direct) {
    for (String workload : some.workloads()) {
      Optional<Measurement> mine = some.find(workload, Versus.NATIVE);
      Optional<Measurement> other = some.find(direct, Versus.NATIVE);
      if (!workload.equals(direct) && mine.isPresent() && other.isPresent()) {
        page.conclude(
            String.format(
                "Blocks, %s: %s took %s of the MACs and **%s** of the time of %s in %s",
                where,
                labels.of(workload),
                Figures.percent(1 / macRatio(some, workload, direct)),
                Figures.percent(mine.get().medianMs() / other.get().medianMs()),
                labels.of(direct),
                EngineStyle.label(Versus.NATIVE)),
            table);
      }
    }
  }
}
