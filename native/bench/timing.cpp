#include "timing.h"

#include <algorithm>
#include <chrono>
#include <deque>

namespace sepconv::bench {
namespace {

using clock = std::chrono::steady_clock;

int64_t since(clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(clock::now() - start).count();
}

}  // namespace

bool warm_up(const Task& task) {
  constexpr int64_t block = 100'000'000, limit = 5'000'000'000;
  constexpr size_t blocks = 3;
  constexpr double tolerance = 1.05;
  std::deque<double> medians;
  const clock::time_point start = clock::now();
  while (true) {
    std::vector<int64_t> times = time_runs(task, block);
    medians.push_back(median(times));
    if (medians.size() > blocks) medians.pop_front();
    const auto [low, high] = std::minmax_element(medians.begin(), medians.end());
    if (medians.size() == blocks && *high <= tolerance * *low) return true;
    if (since(start) >= limit) return false;
  }
}

std::vector<int64_t> time_runs(const Task& task, int64_t nanos) {
  std::vector<int64_t> times;
  const clock::time_point begin = clock::now();
  do {
    const clock::time_point start = clock::now();
    task();
    times.push_back(since(start));
  } while (since(begin) < nanos);
  return times;
}

double median(std::vector<int64_t>& times) {
  std::sort(times.begin(), times.end());
  const size_t n = times.size();
  return (static_cast<double>(times[(n - 1) / 2]) + static_cast<double>(times[n / 2])) / 2;
}

int64_t percentile(const std::vector<int64_t>& sorted, int percent) {
  const size_t rank = (percent * sorted.size() + 99) / 100;
  return sorted[rank == 0 ? 0 : rank - 1];
}

}  // namespace sepconv::bench
