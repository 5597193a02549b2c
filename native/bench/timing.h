// Times of runs, told as ./sepconv bench tells them.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace sepconv::bench {

using Task = std::function<void()>;

// Runs the task in blocks of 0.1 s until the medians of three blocks in a row lie within 5 % of each other; false where
// they did not within 5 s.
bool warm_up(const Task& task);

// The nanoseconds of each run, one run at least, until so many nanoseconds have gone.
std::vector<int64_t> time_runs(const Task& task, int64_t nanos);

// Of one time at least; sorts them.
double median(std::vector<int64_t>& times);

// The smallest of the sorted times that at least so many of 100 do not exceed.
int64_t percentile(const std::vector<int64_t>& sorted, int percent);

}  // namespace sepconv::bench
