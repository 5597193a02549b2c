#include "plan_builder.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <stdexcept>

#include "primitives.h"

namespace sepconv::bench {
namespace {

constexpr unsigned seed = 1;

void check(int status, const std::string& attempt) {
  if (status != 0) throw std::runtime_error("cannot " + attempt + ": " + sepconv_error());
}

std::vector<int64_t> sizes(const_dnnl_memory_desc_t layout) {
  int rank = 0;
  const dnnl_dims_t* dims = nullptr;
  dnnl_memory_desc_query(layout, dnnl_query_ndims_s32, &rank);
  dnnl_memory_desc_query(layout, dnnl_query_dims, &dims);
  return {*dims, *dims + rank};
}

struct Range {
  float low, high;
};

// Where a constant's numbers lie, so that values neither vanish nor grow without bound from layer to layer. Weights are
// those of He et al., "Delving deep into rectifiers" (2015): uniform, of variance 2 / fan-in.
Range range(const PlanText& plan, int root) {
  for (const StepText& step : plan.steps) {
    for (const ArgumentText& argument : step.arguments) {
      const ValueText& value = plan.values[argument.value];
      if ((value.place == "view" ? value.offset_or_of : argument.value) != root) continue;
      if (argument.role == DNNL_ARG_BIAS) return {-0.1f, 0.1f};
      if (argument.role != DNNL_ARG_WEIGHTS || step.kind == "prelu") break;
      const auto weights = sizes(plan.layouts[argument.layout].get());
      // Matrices are [..., K, N]; filters are [O, I, ...], or [G, O, I, ...] where they have groups.
      const bool is_grouped = step.kind != "matmul" && weights.size() > step.parameters.at("strides").size() + 2;
      int64_t fan_in = step.kind == "matmul" ? weights[weights.size() - 2] : 1;
      if (step.kind != "matmul") {
        for (size_t i = is_grouped ? 2 : 1; i < weights.size(); i++) fan_in *= weights[i];
      }
      const float bound = std::sqrt(6.0f / static_cast<float>(fan_in));
      return {-bound, bound};
    }
  }
  return {0.5f, 1.5f};  // factors, divisors, slopes
}

void fill(float* data, int64_t length, Range range, std::mt19937& random) {
  std::uniform_real_distribution<float> uniform(range.low, range.high);
  std::generate(data, data + length, [&] { return uniform(random); });
}

// Adds a constant of random numbers, packed from row-major floats as Java packs them.
void add_constant(const PlanText& text, int number, sepconv_plan* plan, std::mt19937& random) {
  const std::string name = "constant " + std::to_string(number);
  const_dnnl_memory_desc_t layout = text.layouts[text.values[number].layout].get();
  const auto dims = sizes(layout);
  std::vector<int64_t> strides(dims.size(), 1);
  for (size_t i = dims.size() - 1; i > 0; i--) strides[i - 1] = strides[i] * dims[i];
  const int64_t length = strides[0] * dims[0];
  const int rank = static_cast<int>(dims.size());
  dnnl_memory_desc_t raw = nullptr;
  if (dnnl_memory_desc_create_with_strides(&raw, rank, dims.data(), dnnl_f32, strides.data()) != dnnl_success) {
    throw std::runtime_error("cannot describe " + name);
  }
  const MemoryDesc source(raw);
  std::vector<float> data(length);
  fill(data.data(), length, range(text, number), random);
  sepconv_constant* constant = nullptr;
  check(sepconv_constant_create(raw, data.data(), length, layout, &constant), "pack " + name);
  int value = 0;
  const int status = sepconv_plan_add_constant(plan, constant, &value);
  sepconv_constant_release(constant);  // the plan keeps its memory
  check(status, "add " + name);
}

void add_value(const PlanText& text, int number, sepconv_plan* plan, std::mt19937& random) {
  const ValueText& value = text.values[number];
  const_dnnl_memory_desc_t layout = text.layouts[value.layout].get();
  const std::string attempt = "add value " + std::to_string(number);
  int added = 0;
  if (value.place == "constant") {
    add_constant(text, number, plan, random);
  } else if (value.place == "arena") {
    check(sepconv_plan_add_arena(plan, layout, value.offset_or_of, &added), attempt);
  } else if (value.place == "external") {
    check(sepconv_plan_add_external(plan, layout, &added), attempt);
  } else {
    check(sepconv_plan_add_view(plan, static_cast<int>(value.offset_or_of), layout, &added), attempt);
  }
}

void add_step(const PlanText& text, const StepText& step, dnnl_engine_t engine, sepconv_plan* plan) {
  const PrimitiveDesc primitive = describe(text, step, engine);
  std::vector<int> roles, values;
  for (const ArgumentText& argument : step.arguments) {
    roles.push_back(argument.role);
    values.push_back(argument.value);
  }
  check(sepconv_plan_add_step(plan, primitive.get(), static_cast<int>(roles.size()), roles.data(), values.data()),
        "add step " + std::to_string(step.number));
}

void bind_externals(const PlanText& text, Running& running, std::mt19937& random) {
  for (size_t i = 0; i < text.values.size(); i++) {
    if (text.values[i].place != "external") continue;
    const auto picture = static_cast<int64_t>(dnnl_memory_desc_get_size(text.layouts[text.values[i].layout].get()));
    const int64_t bytes = picture * text.pictures;
    const int64_t length = bytes / static_cast<int64_t>(sizeof(float));
    Bytes memory = allocate(bytes);
    if (!memory) throw std::runtime_error("no memory for inputs and outputs");
    float* data = reinterpret_cast<float*>(memory.get());
    fill(data, length, {-1, 1}, random);
    check(sepconv_session_bind(running.session.get(), static_cast<int>(i), data, length), "bind an input or output");
    running.externals.push_back(std::move(memory));
    running.lengths.push_back(length);
  }
}

}  // namespace

Running build(const PlanText& text) {
  // oneDNN plans the work of a primitive for the OpenMP threads of the thread that describes it.
  sepconv_set_openmp_threads(text.threads);
  void* engine = nullptr;
  check(sepconv_engine(&engine), "start oneDNN");
  std::mt19937 random(seed);
  sepconv_plan* plan = nullptr;
  check(sepconv_plan_create(&plan), "create a plan");
  Running running;
  running.plan.reset(plan);
  for (size_t i = 0; i < text.values.size(); i++) add_value(text, static_cast<int>(i), plan, random);
  for (const StepText& step : text.steps) add_step(text, step, static_cast<dnnl_engine_t>(engine), plan);
  check(sepconv_plan_finish(plan, text.arena_bytes, text.pictures), "finish the plan");
  sepconv_session* session = nullptr;
  check(sepconv_session_create(plan, text.threads, 1, &session), "open a session");
  running.session.reset(session);
  running.steps = static_cast<int>(text.steps.size());
  bind_externals(text, running, random);
  return running;
}

void run(const Running& running) { check(sepconv_session_run(running.session.get(), 0, running.steps), "run"); }

void require_finite(const Running& running) {
  for (size_t i = 0; i < running.externals.size(); i++) {
    const float* data = reinterpret_cast<const float*>(running.externals[i].get());
    if (!std::all_of(data, data + running.lengths[i], [](float value) { return std::isfinite(value); })) {
      throw std::runtime_error("the random weights led to a value that is not finite");
    }
  }
}

}  // namespace sepconv::bench
