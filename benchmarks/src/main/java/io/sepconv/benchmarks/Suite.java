package io.sepconv.benchmarks;

import io.sepconv.zoo.Zoo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** The matches of which a report is made. */
final class Suite {
  /** What a part of the suite is for. */
  enum Section {
    /** Whole networks. */
    NETWORKS,

    /** Convolutions alone, by kind. */
    CONVOLUTIONS,

    /** Direct and separable blocks of equal input and output. */
    BLOCKS,

    /** Several runs at the same time. */
    CALLERS,

    /** Next to nothing to compute. */
    OVERHEAD;

    /** As it stands in results. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One size of each kind of convolution, from the networks that their names say. */
  static final List<String> CONVOLUTIONS =
      List.of(
          "mb1ic3ih224oc32oh112kh3sh2ph1n\"first layer, MobileNetV1\"",
          "mb1ic64ih56oc64oh56kh3ph1n\"direct 3x3, ResNet-50\"",
          "mb1ic256ih14oc256oh14kh3ph1n\"direct 3x3, ResNet-50, 14 x 14\"",
          "g32mb1ic128ih56oc128oh56kh3ph1n\"grouped 3x3, ResNeXt-50\"",
          "g32mb1ic32ih112oc32oh112kh3ph1n\"depthwise 3x3, MobileNetV1, 112 x 112\"",
          "g144mb1ic144ih56oc144oh28kh3sh2ph1n\"depthwise 3x3 stride 2, MobileNetV2\"",
          "g512mb1ic512ih14oc512oh14kh3ph1n\"depthwise 3x3, MobileNetV1, 14 x 14\"",
          "g120mb1ic120ih28oc120oh28kh5ph2n\"depthwise 5x5, MobileNetV3\"",
          "mb1ic16ih112oc96oh112kh1n\"1x1, MobileNetV2, 112 x 112\"",
          "mb1ic128ih56oc128oh56kh1n\"1x1, MobileNetV1, 56 x 56\"",
          "mb1ic512ih14oc512oh14kh1n\"1x1, MobileNetV1, 14 x 14\"",
          "mb1ic320ih7oc1280oh7kh1n\"1x1, MobileNetV2, 7 x 7\"");

  /** Almost nothing to compute: what is left is the price of a run. */
  static final String TINY = "mb1ic8ih4oc8oh4kh1n\"tiny 1x1\"";

  private static final int SETS = 2;
  private static final List<String> QUICK_NETWORKS =
      List.of("mobilenet_v1", "mobilenet_v2", "squeezenet1_1");
  private static final List<Engine> MAIN =
      List.of(Engine.SEPCONV_ONEDNN_F32, Engine.SEPCONV_JAVA, Engine.ONNXRUNTIME);
  private static final List<Integer> CALLERS = List.of(1, 2, 4);
  private static final String CALLED = "mobilenet_v2";
  private static final int CHANNELS = 128;
  private static final int SIZE = 28;

  private final List<Engine> engines;
  private final List<Integer> threads;
  private final boolean quick;

  /**
   * A suite.
   *
   * @param engines who takes part
   * @param threads numbers of threads of one run
   * @param quick three networks and four convolutions instead of all, and shorter
   */
  Suite(List<Engine> engines, List<Integer> threads, boolean quick) {
    this.engines = engines;
    this.threads = threads;
    this.quick = quick;
  }

  /** The matches of some sections, in the order in which they are played. */
  List<Match> matches(List<Section> sections) {
    List<String> names = sections.stream().map(Section::toString).toList();
    return matches().stream().filter(match -> names.contains(match.section())).toList();
  }

  /**
   * All matches. What a quick suite takes is its processes, some four seconds each until they are
   * warm: all engines are in its networks on the first number of threads alone.
   */
  List<Match> matches() {
    List<Match> all = new ArrayList<>();
    for (int count : threads) {
      for (String network : quick ? quickly(count) : Zoo.names()) {
        all.add(match(Section.NETWORKS, network, count, 1, onNetworks(count), quick ? 1 : 2));
      }
    }
    for (String problem : quick ? every(3, CONVOLUTIONS) : CONVOLUTIONS) {
      all.add(match(Section.CONVOLUTIONS, problem, 1, 1, quick ? main() : own(), quick ? 0.3 : 1));
    }
    for (BlockForm form : BlockForm.values()) {
      String block = form.at(CHANNELS, SIZE).toString();
      all.add(match(Section.BLOCKS, block, 1, 1, quick ? backends() : fast(), quick ? 0.3 : 1));
    }
    for (int count : quick ? threads.subList(0, 1) : threads) {
      for (int callers : quick ? CALLERS.subList(0, 2) : CALLERS) {
        all.add(
            match(
                Section.CALLERS,
                CALLED,
                count,
                callers,
                quick ? main() : inF32(),
                quick ? 0.5 : 2));
      }
    }
    all.add(match(Section.OVERHEAD, TINY, 1, 1, quick ? main() : fast(), quick ? 0.2 : 1));
    return all.stream().filter(match -> !match.contestants().isEmpty()).toList();
  }

  private List<String> quickly(int count) {
    return count == threads.get(0) ? QUICK_NETWORKS : List.of(CALLED);
  }

  /** The oracle is on one thread whatever it is given. */
  private List<Engine> onNetworks(int count) {
    if (quick) {
      return count == threads.get(0) ? fast() : main();
    }
    return count == 1 ? engines : fast();
  }

  /** All but the oracle. */
  private List<Engine> fast() {
    return chosen(engine -> engine != Engine.SEPCONV_REFERENCE);
  }

  /** sepconv in every way, and the one that most use. */
  private List<Engine> own() {
    return chosen(engine -> !engine.isRival() || engine == Engine.ONNXRUNTIME);
  }

  /** As many as a page holds: sepconv's two backends and the one that most use. */
  private List<Engine> main() {
    return chosen(MAIN::contains);
  }

  /** sepconv's two backends: what a form of a block is worth is a question to one engine. */
  private List<Engine> backends() {
    return chosen(engine -> MAIN.contains(engine) && !engine.isRival());
  }

  /** All in single precision that one would choose to serve many callers. */
  private List<Engine> inF32() {
    return chosen(engine -> MAIN.contains(engine) || engine.isRival());
  }

  private List<Engine> chosen(Predicate<Engine> which) {
    return engines.stream().filter(which).toList();
  }

  private static List<String> every(int step, List<String> list) {
    return IntStream.range(0, list.size()).filter(i -> i % step == 0).mapToObj(list::get).toList();
  }

  private Match match(
      Section section,
      String workload,
      int threads,
      int callers,
      List<Engine> engines,
      double seconds) {
    List<Contestant> contestants = engines.stream().map(Contestant::of).toList();
    int rival = Math.max(0, engines.indexOf(Engine.ONNXRUNTIME));
    Contestant against = contestants.isEmpty() ? null : contestants.get(rival);
    int turnMillis = Schedule.turnMillis(section == Section.CALLERS);
    Schedule schedule = new Schedule(SETS, seconds, turnMillis);
    return new Match(
        section.toString(), workload, 1, threads, callers, contestants, against, schedule);
  }

  /** All engines of this build that can run on a machine. */
  static List<Engine> engines(boolean bf16) {
    return Arrays.stream(Engine.values())
        .filter(engine -> engine.isHere() && (bf16 || engine != Engine.SEPCONV_ONEDNN_BF16))
        .toList();
  }
}
