// The file of a plan as data; native/src/plan_file.h says what it looks like.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "plan.h"

namespace sepconv::bench {

struct ValueText {
  std::string place;    // arena, external, constant or view
  int layout;           // of PlanText::layouts
  int64_t offset_or_of;  // the arena's offset or the number of the value that is viewed
};

struct ArgumentText {
  int role;
  int value;
  int layout;
  bool is_free;
};

struct PostOpText {
  std::string kind;
  std::vector<std::string> numbers;
};

struct StepText {
  int number;
  std::string kind;
  std::string implementation;
  std::map<std::string, std::vector<std::string>> parameters;
  std::vector<PostOpText> post_ops;
  std::vector<ArgumentText> arguments;
};

struct PlanText {
  int threads = 0;
  int pictures = 1;
  int64_t arena_bytes = 0;
  std::vector<MemoryDesc> layouts;
  std::vector<ValueText> values;
  std::vector<StepText> steps;
};

// Throws std::runtime_error, with the number of the line, where the file cannot be read or was written for another
// version of its format or of oneDNN.
PlanText read_plan(const std::string& path);

}  // namespace sepconv::bench
