// bench: a plan that sepconv saved, run from C++ without a JVM.
#include <cstdio>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "plan_builder.h"
#include "timing.h"

using namespace sepconv::bench;

namespace {

constexpr const char* usage =
    "usage: bench PLAN [--seconds S | --serve]\n"
    "       bench --once PLAN...\n"
    "\n"
    "Runs a plan that ./sepconv profile MODEL --plan F has written: the same oneDNN primitives in the same\n"
    "order, over one arena, for as many threads; random weights.\n"
    "  --seconds S  median, minimum and 99th percentile of S seconds of runs after a warm-up (default: 2)\n"
    "  --once       one run of each plan, of which oneDNN prints every execution (as with ONEDNN_VERBOSE=1)\n"
    "  --serve      warm up and print 'ready'; then for each line 'turn MILLIS' of the input run once\n"
    "               uncounted, then for so long, and print a line with the nanoseconds of each run\n";

struct Options {
  std::vector<std::string> plans;
  double seconds = 2;
  bool once = false;
  bool serve = false;
};

struct Misuse : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// A number above zero that is the whole text.
double positive(const std::string& text, const std::string& what) {
  size_t end = 0;
  double value = 0;
  try {
    value = std::stod(text, &end);
  } catch (const std::logic_error&) {
    end = 0;
  }
  if (end == 0 || end != text.size() || !(value > 0 && value < 1e6)) {
    throw Misuse(what + " must be a number above 0, not '" + text + "'");
  }
  return value;
}

Options parse(int count, char** words) {
  Options options;
  for (int i = 1; i < count; i++) {
    const std::string word = words[i];
    if (word == "--once") {
      options.once = true;
    } else if (word == "--serve") {
      options.serve = true;
    } else if (word == "--seconds" && i + 1 < count) {
      options.seconds = positive(words[++i], "--seconds");
    } else if (word.rfind("--", 0) != 0) {
      options.plans.push_back(word);
    } else {
      throw Misuse("'" + word + "' is not understood");
    }
  }
  if (options.plans.empty()) throw Misuse("which plan?");
  if (options.plans.size() > 1 && !options.once) throw Misuse("several plans run with --once only");
  return options;
}

void measure(const Running& running, double seconds) {
  const auto task = [&] { run(running); };
  const bool is_steady = warm_up(task);
  std::vector<int64_t> times = time_runs(task, static_cast<int64_t>(seconds * 1e9));
  const double middle = median(times);
  std::printf("median %.3f ms, min %.3f ms, p99 %.3f ms, %zu runs\n", middle / 1e6,
              static_cast<double>(times.front()) / 1e6, static_cast<double>(percentile(times, 99)) / 1e6, times.size());
  if (!is_steady) std::printf("the times were not steady when the warm-up ended after 5 s\n");
}

// Nothing but the run itself is printed, not the packing of constants before it.
void run_once(const std::string& plan) {
  const Running running = build(read_plan(plan));
  dnnl_set_verbose(1);
  run(running);
  dnnl_set_verbose(0);
}

void serve(const Running& running) {
  const auto task = [&] { run(running); };
  warm_up(task);
  std::cout << "ready" << std::endl;
  std::string line;
  while (std::getline(std::cin, line)) {
    if (line.rfind("turn ", 0) != 0) throw Misuse("'" + line + "' is not 'turn MILLIS'");
    const double millis = positive(line.substr(5), "a turn");
    task();
    const std::vector<int64_t> times = time_runs(task, static_cast<int64_t>(millis * 1e6));
    for (size_t i = 0; i < times.size(); i++) std::cout << (i > 0 ? " " : "") << times[i];
    std::cout << std::endl;
  }
}

}  // namespace

int main(int count, char** words) {
  try {
    if (count == 2 && (std::string(words[1]) == "--help" || std::string(words[1]) == "-h")) {
      std::printf("%s", usage);
      return 0;
    }
    const Options options = parse(count, words);
    if (options.once) {
      for (const std::string& plan : options.plans) run_once(plan);
      return 0;
    }
    const PlanText text = read_plan(options.plans[0]);
    const Running running = build(text);
    if (options.serve) {
      serve(running);
    } else {
      std::printf("%s: %zu steps, %d threads, an arena of %lld bytes\n", options.plans[0].c_str(), text.steps.size(),
                  text.threads, static_cast<long long>(text.arena_bytes));
      measure(running, options.seconds);
    }
    require_finite(running);
    return 0;
  } catch (const Misuse& e) {
    std::fprintf(stderr, "bench: %s\n%s", e.what(), usage);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "bench: %s\n", e.what());
  }
  return 2;
}
