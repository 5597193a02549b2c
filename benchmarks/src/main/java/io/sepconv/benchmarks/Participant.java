package io.sepconv.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A process that takes part in a contest, on the parent's side.
 *
 * <p>The protocol is of lines. The process says {@code ready} when it is warm and, where there was
 * a place for it, its output is written. After the word may come {@code f32} (the default) or
 * {@code bf16}, the arithmetic that its output is judged by, {@code unsteady} if its times still
 * changed when it stopped to warm up, and, behind a colon, what to say of it. Then, for each line
 * {@code turn MILLIS} that it reads, it runs once untimed and as many times more as these
 * milliseconds hold, at least once, and answers with a line of the nanoseconds of each timed run,
 * separated by blanks. Between turns it is idle. When its input ends it exits with 0.
 */
final class Participant implements AutoCloseable {
  private static final int READY_SECONDS = 300;
  private static final int TURN_SECONDS = 120;
  private static final int END_SECONDS = 20;
  private static final int LOG_LINES = 20;

  /** A positive number that fits a long. */
  private static final Pattern NANOS = Pattern.compile("[1-9][0-9]{0,17}");

  private final String name;
  private final Process process;
  private final Path log;
  private final PrintStream requests;
  private final BlockingQueue<Optional<String>> answers = new LinkedBlockingQueue<>();
  private Accuracy accuracy = Accuracy.F32;
  private boolean steady = true;
  private boolean peakOfRuns;
  private String description = "";

  private Participant(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.requests = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    Thread reader = new Thread(this::read, "answers of " + name);
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a process and waits until it is warm; the caller closes it.
   *
   * @param log where what it says on its standard error goes
   * @throws ParticipantException if it does not start, or ends or says anything else before that
   */
  static Participant start(String name, List<String> command, Path log) {
    Process process;
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
      if (command.contains(EngineProcess.class.getName())) {
        // ONNX Runtime 1.29 crashes where the command line has more than 4096 bytes.
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
      }
      process = builder.start();
    } catch (IOException e) {
      throw new ParticipantException(name + " does not start: " + e.getMessage());
    }
    Participant participant = new Participant(name, process, log);
    try {
      participant.awaitReady();
      participant.peakOfRuns = participant.forgetPeak();
      return participant;
    } catch (RuntimeException | Error e) {
      participant.close();
      throw e;
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        answers.add(Optional.of(line));
      }
    } catch (IOException e) {
      // The stream is closed under it when the process is ended: there is no answer any more.
      answers.add(Optional.empty());
      return;
    }
    answers.add(Optional.empty());
  }

  private void awaitReady() {
    String line = answer(READY_SECONDS);
    String[] parts = line.split(":", 2);
    List<String> words = List.of(parts[0].strip().split(" +"));
    if (!words.get(0).equals("ready")) {
      throw failure("said '" + line + "' where a line must begin with 'ready'");
    }
    for (Accuracy known : Accuracy.values()) {
      accuracy = words.contains(known.name().toLowerCase(Locale.ROOT)) ? known : accuracy;
    }
    steady = !words.contains("unsteady");
    description = parts.length > 1 ? parts[1].strip() : "";
  }

  Accuracy accuracy() {
    return accuracy;
  }

  /** Whether it did not say of its warm-up that its times still changed. */
  boolean steady() {
    return steady;
  }

  /** What it says of itself. */
  String description() {
    return description;
  }

  /** The time that processors have spent on it; zero where the system does not say. */
  Duration processorTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /**
   * Lets {@link #peakBytes} count from now on, as proc(5) says of clear_refs: what it took to load
   * is no part of it.
   *
   * @return whether the system did so
   */
  private boolean forgetPeak() {
    try {
      Path refs = Path.of("/proc", String.valueOf(process.pid()), "clear_refs");
      Files.writeString(refs, "5", StandardOpenOption.WRITE);
      return true;
    } catch (IOException e) {
      // No Linux, or not allowed to.
      return false;
    }
  }

  /** Whether {@link #peakBytes} counts from when it was warm; else from its start. */
  boolean peakOfRuns() {
    return peakOfRuns;
  }

  /** The most memory that it has had resident, by Linux's count; elsewhere unknown. */
  OptionalLong peakBytes() {
    Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException | UncheckedIOException e) {
      // No Linux, or it has just ended, which the next answer tells.
      return OptionalLong.empty();
    }
  }

  /**
   * Has it run for some milliseconds.
   *
   * @return the nanoseconds of each run, of one at least
   */
  long[] turn(int millis) {
    requests.println("turn " + millis);
    String line = answer(TURN_SECONDS);
    String[] words = line.split(" +");
    // One by one: a run may take a microsecond, and a pattern of them all would exhaust the stack.
    if (!Stream.of(words).allMatch(NANOS.asMatchPredicate())) {
      throw failure("said '" + line + "' where the nanoseconds of its runs must be");
    }
    return Stream.of(words).mapToLong(Long::parseLong).toArray();
  }

  /**
   * Tells it that the contest is over.
   *
   * @throws ParticipantException if it then ends with another status than 0, or does not end
   */
  void finish() {
    requests.close();
    if (!ends()) {
      throw failure("still runs " + END_SECONDS + " s after its input has ended");
    }
    if (process.exitValue() != 0) {
      throw failure("ended with status " + process.exitValue());
    }
  }

  private boolean ends() {
    try {
      return process.waitFor(END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private String answer(int seconds) {
    try {
      Optional<String> line = answers.poll(seconds, TimeUnit.SECONDS);
      if (line == null) {
        throw failure("has said nothing for " + seconds + " s");
      }
      return line.orElseThrow(this::ended);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("was not waited for");
    }
  }

  private ParticipantException ended() {
    return ends()
        ? failure("ended with status " + process.exitValue())
        : failure("closed its output");
  }

  /** What happened, and the end of what the process said of it. */
  private ParticipantException failure(String what) {
    String said;
    try {
      String all = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
      List<String> lines = List.of(all.strip().split("\n"));
      said = String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ParticipantException(
        name + " " + what + (said.isEmpty() ? "" : "; its standard error ends with\n" + said));
  }

  /** Ends the process, and those that it has started, at once. Closing twice is quiet. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    requests.close();
    process.onExit().join();
  }
}
