#include "primitives.h"

#include <algorithm>
#include <array>
#include <functional>
#include <stdexcept>

#include <oneapi/dnnl/dnnl_debug.h>

namespace sepconv::bench {
namespace {

using Attributes = std::unique_ptr<dnnl_primitive_attr, Destroyer<dnnl_primitive_attr_destroy>>;
using PostOps = std::unique_ptr<dnnl_post_ops, Destroyer<dnnl_post_ops_destroy>>;
using Dims = std::array<dnnl_dim_t, DNNL_MAX_NDIMS>;

[[noreturn]] void fail(const StepText& step, const std::string& what) {
  throw std::runtime_error("step " + std::to_string(step.number) + ", " + step.kind + ' ' + step.implementation + ": " +
                           what);
}

void check(const StepText& step, dnnl_status_t status, const std::string& attempt) {
  if (status != dnnl_success) fail(step, "cannot " + attempt + ": oneDNN answered " + dnnl_status2str(status));
}

// What the calls below need of a step, by name.
class Problem {
 public:
  Problem(const PlanText& plan, const StepText& step, dnnl_engine_t engine)
      : plan_(plan), step_(step), engine_(engine) {}

  dnnl_engine_t engine() const { return engine_; }

  // The layout of an argument, of any format where it was left to oneDNN; null where there is no such argument.
  const_dnnl_memory_desc_t layout(int role) {
    for (const ArgumentText& argument : step_.arguments) {
      if (argument.role != role) continue;
      const_dnnl_memory_desc_t chosen = plan_.layouts[argument.layout].get();
      return argument.is_free ? any(chosen) : chosen;
    }
    return nullptr;
  }

  std::vector<const_dnnl_memory_desc_t> sources() {
    std::vector<const_dnnl_memory_desc_t> all;
    while (const_dnnl_memory_desc_t source = layout(DNNL_ARG_MULTIPLE_SRC + static_cast<int>(all.size()))) {
      all.push_back(source);
    }
    return all;
  }

  int64_t integer(const char* name) const { return std::stoll(words(name, 1)[0]); }
  float real(const char* name) const { return std::stof(words(name, 1)[0]); }
  dnnl_prop_kind_t prop_kind() const { return static_cast<dnnl_prop_kind_t>(integer("prop_kind")); }
  dnnl_alg_kind_t algorithm() const { return static_cast<dnnl_alg_kind_t>(integer("algorithm")); }

  Dims spatial(const char* name) const {
    Dims dims = {};
    const auto& numbers = words(name, 0);
    if (numbers.size() > dims.size()) fail(step_, std::string(name) + " has too many numbers");
    std::transform(numbers.begin(), numbers.end(), dims.begin(), [](const auto& word) { return std::stoll(word); });
    return dims;
  }

  Attributes attributes() const {
    dnnl_primitive_attr_t raw = nullptr;
    check(step_, dnnl_primitive_attr_create(&raw), "create attributes");
    Attributes attributes(raw);
    const auto mode = static_cast<dnnl_scratchpad_mode_t>(integer("scratchpad"));
    check(step_, dnnl_primitive_attr_set_scratchpad_mode(raw, mode), "set the scratchpad's mode");
    dnnl_post_ops_t raw_operations = nullptr;
    check(step_, dnnl_post_ops_create(&raw_operations), "create post-ops");
    PostOps operations(raw_operations);
    for (const PostOpText& operation : step_.post_ops) append(operation, raw_operations);
    check(step_, dnnl_primitive_attr_set_post_ops(raw, raw_operations), "set post-ops");
    return attributes;
  }

 private:
  const std::vector<std::string>& words(const char* name, size_t least) const {
    const auto found = step_.parameters.find(name);
    if (found == step_.parameters.end() || found->second.size() < least) fail(step_, std::string("it has no ") + name);
    return found->second;
  }

  void append(const PostOpText& operation, dnnl_post_ops_t operations) const {
    const auto& n = operation.numbers;
    const size_t count = operation.kind == "binary" ? 2 : 3;
    if (n.size() != count) fail(step_, "the post-op " + operation.kind + " has other numbers");
    if (operation.kind == "eltwise") {
      const auto algorithm = static_cast<dnnl_alg_kind_t>(std::stoi(n[0]));
      check(step_, dnnl_post_ops_append_eltwise(operations, algorithm, std::stof(n[1]), std::stof(n[2])),
            "append a function");
    } else if (operation.kind == "sum") {
      const auto type = static_cast<dnnl_data_type_t>(std::stoi(n[2]));
      check(step_, dnnl_post_ops_append_sum(operations, std::stof(n[0]), std::stoi(n[1]), type), "append a sum");
    } else if (operation.kind == "binary") {
      const auto algorithm = static_cast<dnnl_alg_kind_t>(std::stoi(n[0]));
      const auto& other = plan_.layouts.at(std::stoul(n[1]));
      check(step_, dnnl_post_ops_append_binary(operations, algorithm, other.get()), "append an operation");
    } else {
      fail(step_, "the post-op " + operation.kind + " is not known");
    }
  }

  const_dnnl_memory_desc_t any(const_dnnl_memory_desc_t chosen) {
    int rank = 0;
    const dnnl_dims_t* dims = nullptr;
    dnnl_data_type_t type = dnnl_data_type_undef;
    dnnl_memory_desc_query(chosen, dnnl_query_ndims_s32, &rank);
    dnnl_memory_desc_query(chosen, dnnl_query_dims, &dims);
    dnnl_memory_desc_query(chosen, dnnl_query_data_type, &type);
    dnnl_memory_desc_t made = nullptr;
    check(step_, dnnl_memory_desc_create_with_tag(&made, rank, *dims, type, dnnl_format_tag_any), "describe memory");
    return any_.emplace_back(made).get();
  }

  const PlanText& plan_;
  const StepText& step_;
  const dnnl_engine_t engine_;
  std::vector<MemoryDesc> any_;
};

using Create = std::function<dnnl_status_t(dnnl_primitive_desc_t*, Problem&, const_dnnl_primitive_attr_t)>;

template <auto create>
dnnl_status_t convolution(dnnl_primitive_desc_t* desc, Problem& p, const_dnnl_primitive_attr_t attributes) {
  return create(desc, p.engine(), p.prop_kind(), p.algorithm(), p.layout(DNNL_ARG_SRC), p.layout(DNNL_ARG_WEIGHTS),
                p.layout(DNNL_ARG_BIAS), p.layout(DNNL_ARG_DST), p.spatial("strides").data(),
                p.spatial("dilations").data(), p.spatial("padding_l").data(), p.spatial("padding_r").data(),
                attributes);
}

// One call per kind of plan_file::kinds.
const std::map<std::string, Create> calls = {
    {"convolution", convolution<dnnl_convolution_forward_primitive_desc_create>},
    {"deconvolution", convolution<dnnl_deconvolution_forward_primitive_desc_create>},
    {"pooling",
     [](auto* desc, auto& p, auto a) {
       return dnnl_pooling_forward_primitive_desc_create(
           desc, p.engine(), p.prop_kind(), p.algorithm(), p.layout(DNNL_ARG_SRC), p.layout(DNNL_ARG_DST),
           p.spatial("strides").data(), p.spatial("kernel").data(), p.spatial("dilations").data(),
           p.spatial("padding_l").data(), p.spatial("padding_r").data(), a);
     }},
    {"matmul",
     [](auto* desc, auto& p, auto a) {
       return dnnl_matmul_primitive_desc_create(desc, p.engine(), p.layout(DNNL_ARG_SRC), p.layout(DNNL_ARG_WEIGHTS),
                                                p.layout(DNNL_ARG_BIAS), p.layout(DNNL_ARG_DST), a);
     }},
    {"reorder",
     [](auto* desc, auto& p, auto a) {
       return dnnl_reorder_primitive_desc_create(desc, p.layout(DNNL_ARG_FROM), p.engine(), p.layout(DNNL_ARG_TO),
                                                 p.engine(), a);
     }},
    {"binary",
     [](auto* desc, auto& p, auto a) {
       return dnnl_binary_primitive_desc_create(desc, p.engine(), p.algorithm(), p.layout(DNNL_ARG_SRC_0),
                                                p.layout(DNNL_ARG_SRC_1), p.layout(DNNL_ARG_DST), a);
     }},
    {"eltwise",
     [](auto* desc, auto& p, auto a) {
       return dnnl_eltwise_forward_primitive_desc_create(desc, p.engine(), p.prop_kind(), p.algorithm(),
                                                         p.layout(DNNL_ARG_SRC), p.layout(DNNL_ARG_DST),
                                                         p.real("alpha"), p.real("beta"), a);
     }},
    {"concat",
     [](auto* desc, auto& p, auto a) {
       const auto sources = p.sources();
       return dnnl_concat_primitive_desc_create(desc, p.engine(), p.layout(DNNL_ARG_DST),
                                                static_cast<int>(sources.size()),
                                                static_cast<int>(p.integer("axis")), sources.data(), a);
     }},
    {"softmax",
     [](auto* desc, auto& p, auto a) {
       return dnnl_softmax_forward_primitive_desc_create(desc, p.engine(), p.prop_kind(), p.algorithm(),
                                                         p.layout(DNNL_ARG_SRC), p.layout(DNNL_ARG_DST),
                                                         static_cast<int>(p.integer("axis")), a);
     }},
    {"reduction",
     [](auto* desc, auto& p, auto a) {
       return dnnl_reduction_primitive_desc_create(desc, p.engine(), p.algorithm(), p.layout(DNNL_ARG_SRC),
                                                   p.layout(DNNL_ARG_DST), p.real("p"), p.real("epsilon"), a);
     }},
    {"prelu",
     [](auto* desc, auto& p, auto a) {
       return dnnl_prelu_forward_primitive_desc_create(desc, p.engine(), p.prop_kind(), p.layout(DNNL_ARG_SRC),
                                                       p.layout(DNNL_ARG_WEIGHTS), p.layout(DNNL_ARG_DST), a);
     }},
    {"lrn",
     [](auto* desc, auto& p, auto a) {
       return dnnl_lrn_forward_primitive_desc_create(
           desc, p.engine(), p.prop_kind(), p.algorithm(), p.layout(DNNL_ARG_SRC), p.layout(DNNL_ARG_DST),
           p.integer("local_size"), p.real("alpha"), p.real("beta"), p.real("k"), a);
     }},
    {"resampling",
     [](auto* desc, auto& p, auto a) {
       return dnnl_resampling_forward_primitive_desc_create(desc, p.engine(), p.prop_kind(), p.algorithm(), nullptr,
                                                            p.layout(DNNL_ARG_SRC), p.layout(DNNL_ARG_DST), a);
     }},
};

std::string implementation(const_dnnl_primitive_desc_t desc) {
  const char* name = "";
  dnnl_primitive_desc_query(desc, dnnl_query_impl_info_str, 0, &name);
  return name;
}

}  // namespace

PrimitiveDesc describe(const PlanText& plan, const StepText& step, dnnl_engine_t engine) {
  const auto call = calls.find(step.kind);
  if (call == calls.end()) fail(step, "the kind is not known");
  Problem problem(plan, step, engine);
  const Attributes attributes = problem.attributes();
  dnnl_primitive_desc_t raw = nullptr;
  check(step, call->second(&raw, problem, attributes.get()), "describe it");
  PrimitiveDesc desc(raw);
  std::string tried = implementation(raw);
  for (; implementation(raw) != step.implementation; tried += ", " + implementation(raw)) {
    if (dnnl_primitive_desc_next_impl(raw) != dnnl_success) fail(step, "oneDNN offers other ones here: " + tried);
  }
  for (const ArgumentText& argument : step.arguments) {
    const_dnnl_memory_desc_t chosen = dnnl_primitive_desc_query_md(raw, dnnl_query_exec_arg_md, argument.role);
    if (!dnnl_memory_desc_equal(chosen, plan.layouts[argument.layout].get())) {
      fail(step, "argument " + std::to_string(argument.role) + " has another layout here");
    }
  }
  return desc;
}

}  // namespace sepconv::bench
