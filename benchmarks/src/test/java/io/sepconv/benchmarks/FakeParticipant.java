package io.sepconv.benchmarks;

import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;

/** A program that takes part in a contest, or does what such a program should not. */
final class FakeParticipant {
  /** Elements of an output of the zoo, per picture. */
  static final int CLASSES = 1000;

  private FakeParticipant() {}

  /**
   * Speaks the protocol.
   *
   * @param args what to say when ready, with underscores for blanks; what to answer to a turn,
   *     likewise, or after a plus the nanoseconds that each turn takes more than the one before;
   *     the status to end with; and, if an output is to be written, its file
   */
  public static void main(String[] args) throws Exception {
    System.err.println("a word on standard error");
    if (args.length > 3) {
      RawFloats.write(Path.of(args[3]), output());
    }
    System.out.println(args[0].replace('_', ' '));
    Scanner in = new Scanner(System.in);
    for (int turn = 1; in.hasNextLine(); turn++) {
      if (!in.nextLine().matches("turn (50|500)")) {
        System.exit(99);
      }
      boolean grows = args[1].startsWith("+");
      System.out.println(
          grows
              ? String.valueOf(turn * Integer.parseInt(args[1].substring(1)))
              : args[1].replace('_', ' '));
    }
    System.exit(Integer.parseInt(args[2]));
  }

  /** The output for one picture. */
  static Tensor output() {
    float[] values = new float[CLASSES];
    values[7] = 1;
    return Tensor.of(Shape.of(1, values.length), values);
  }

  /** As a contestant, with the arguments of {@link #main}. */
  static Contestant contestant(String name, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(FakeParticipant.class.getName());
    command.addAll(List.of(args));
    return new Contestant(name, command);
  }
}
