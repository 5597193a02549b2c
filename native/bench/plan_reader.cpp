#include "plan_reader.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include "plan_file.h"

namespace sepconv::bench {
namespace {

using Words = std::vector<std::string>;

Words split(const std::string& line) {
  std::istringstream stream(line);
  return {std::istream_iterator<std::string>(stream), std::istream_iterator<std::string>()};
}

// Whether a line's words are what is expected of its keyword.
void require(bool condition, const std::string& what) {
  if (!condition) throw std::runtime_error(what);
}

int64_t number(const std::string& word) {
  size_t end = 0;
  const int64_t value = std::stoll(word, &end);
  require(end == word.size(), "'" + word + "' is not a number");
  return value;
}

int index(const std::string& word, size_t size) {
  const int64_t value = number(word);
  require(value >= 0 && value < static_cast<int64_t>(size), "there is no " + word + " yet");
  return static_cast<int>(value);
}

MemoryDesc layout(const std::string& hex) {
  std::vector<uint8_t> blob;
  for (size_t i = 0; i + 1 < hex.size(); i += 2) {
    blob.push_back(static_cast<uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  }
  // oneDNN reads as many bytes as its own blobs have, whatever it is given.
  const dnnl_dims_t one = {1};
  dnnl_memory_desc_t any = nullptr;
  size_t size = 0;
  require(dnnl_memory_desc_create_with_tag(&any, 1, one, dnnl_f32, dnnl_a) == dnnl_success, "cannot describe memory");
  const MemoryDesc example(any);
  dnnl_memory_desc_get_blob(nullptr, &size, any);
  require(blob.size() == size, "the layout's blob is not as long as those of this oneDNN");
  dnnl_memory_desc_t made = nullptr;
  require(dnnl_memory_desc_create_with_blob(&made, blob.data()) == dnnl_success, "oneDNN refuses the layout");
  return MemoryDesc(made);
}

std::string onednn_version() {
  const dnnl_version_t* v = dnnl_version();
  return std::to_string(v->major) + '.' + std::to_string(v->minor) + '.' + std::to_string(v->patch);
}

bool is_parameter(const std::string& name) {
  return name == "scratchpad" || std::any_of(std::begin(plan_file::parameters), std::end(plan_file::parameters),
                                             [&](const auto& parameter) { return name == parameter.name; });
}

void read_value(const Words& words, PlanText& plan) {
  require(words.size() >= 4 && number(words[1]) == static_cast<int64_t>(plan.values.size()), "values are not in order");
  ValueText value{words[2], index(words[3], plan.layouts.size()), 0};
  const bool is_more = value.place == "arena" || value.place == "view";
  require(is_more || value.place == "external" || value.place == "constant", "there is no place " + value.place);
  require(words.size() == (is_more ? 5 : 4), "a value has other words");
  if (is_more) value.offset_or_of = number(words[4]);
  if (value.place == "view") index(words[4], plan.values.size());
  plan.values.push_back(value);
}

void read_of_step(const Words& words, PlanText& plan) {
  require(!plan.steps.empty(), "there is no step yet");
  StepText& step = plan.steps.back();
  if (words[0] == "arg") {
    require(words.size() == 5 && (words[4] == "free" || words[4] == "given"), "an argument has other words");
    step.arguments.push_back({static_cast<int>(number(words[1])), index(words[2], plan.values.size()),
                              index(words[3], plan.layouts.size()), words[4] == "free"});
  } else if (words[0] == "post") {
    require(words.size() > 1, "a post-op has a kind");
    step.post_ops.push_back({words[1], {words.begin() + 2, words.end()}});
  } else {
    require(is_parameter(words[0]), "there is no parameter " + words[0]);
    step.parameters[words[0]] = {words.begin() + 1, words.end()};
  }
}

// Reads a line; false at the last.
bool read_line(const std::string& line, PlanText& plan) {
  const Words words = split(line);
  require(!words.empty(), "the line is empty");
  const std::string& key = words[0];
  if (key == "end") return false;
  if (key == "sepconv-plan" || key == "onednn") {
    const std::string mine = key == "onednn" ? onednn_version() : std::to_string(plan_file::version);
    require(words.size() == 2 && words[1] == mine, "the file needs version " + line + ", this is " + mine);
  } else if (key == "threads" || key == "arena" || key == "pictures") {
    require(words.size() == 2, key + " is one number");
    if (key == "arena") {
      plan.arena_bytes = number(words[1]);
    } else if (key == "pictures") {
      plan.pictures = static_cast<int>(number(words[1]));
    } else {
      plan.threads = static_cast<int>(number(words[1]));
    }
  } else if (key == "layout") {
    require(words.size() == 5, "a layout has other words");
    require(number(words[1]) == static_cast<int64_t>(plan.layouts.size()), "layouts are not in order");
    plan.layouts.push_back(layout(words[4]));
  } else if (key == "value") {
    read_value(words, plan);
  } else if (key == "step") {
    require(words.size() == 3, "a step is a kind and an implementation");
    plan.steps.push_back({static_cast<int>(plan.steps.size()), words[1], words[2], {}, {}, {}});
  } else {
    read_of_step(words, plan);
  }
  return true;
}

}  // namespace

PlanText read_plan(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot open " + path);
  PlanText plan;
  std::string line;
  for (int i = 1; std::getline(file, line); i++) {
    try {
      if (i == 1 && line.rfind("sepconv-plan ", 0) != 0) throw std::runtime_error("this is not a plan of sepconv");
      if (!read_line(line, plan)) return plan;
    } catch (const std::logic_error&) {  // of std::stoll and its kin
      throw std::runtime_error(path + ", line " + std::to_string(i) + ": a word is not a number");
    } catch (const std::runtime_error& e) {
      throw std::runtime_error(path + ", line " + std::to_string(i) + ": " + e.what());
    }
  }
  throw std::runtime_error(path + ": the file ends before its line 'end'");
}

}  // namespace sepconv::bench
