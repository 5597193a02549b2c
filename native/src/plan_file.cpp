#include "plan_file.h"

#include <algorithm>
#include <cerrno>
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <exception>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include <oneapi/dnnl/dnnl_debug.h>

#include "error.h"
#include "plan.h"
#include "sepconv.h"

using namespace sepconv;

namespace {

int no_form(const std::string& what) { return fail(("save a plan: its file has no form for " + what).c_str()); }

// The text of a file, line by line.
class Writer {
 public:
  int write(const Plan& plan, int threads) {
    const dnnl_version_t* onednn = dnnl_version();
    line("sepconv-plan %d", plan_file::version);
    line("onednn %d.%d.%d", onednn->major, onednn->minor, onednn->patch);
    line("threads %d", threads);
    line("arena %" PRId64, plan.arena_bytes);
    line("pictures %d", plan.pictures);
    for (size_t i = 0; i < plan.values.size(); i++) value(plan.values[i], static_cast<int>(i));
    for (const Step& step : plan.steps) {
      if (int status = this->step(step)) return status;
    }
    line("end");
    return 0;
  }

  const std::string& text() const { return text_; }

 private:
  template <typename... Arguments>
  void line(const char* format, Arguments... arguments) {
    char buffer[256];
    if constexpr (sizeof...(arguments) == 0) {
      text_ += format;
    } else {
      std::snprintf(buffer, sizeof buffer, format, arguments...);
      text_ += buffer;
    }
    text_ += '\n';
  }

  // The number of a layout, which gets a line when it is first seen.
  int layout(const_dnnl_memory_desc_t md) {
    size_t size = 0;
    dnnl_memory_desc_get_blob(nullptr, &size, md);
    std::vector<uint8_t> blob(size);
    dnnl_memory_desc_get_blob(blob.data(), &size, md);
    const auto [known, isNew] = layouts_.try_emplace(blob, static_cast<int>(layouts_.size()));
    if (isNew) {
      text_ += "layout " + std::to_string(known->second) + ' ' + type(md) + ' ' + sizes(md) + ' ';
      constexpr char digits[] = "0123456789abcdef";
      for (uint8_t byte : blob) {
        text_ += digits[byte >> 4];
        text_ += digits[byte & 15];
      }
      text_ += '\n';
    }
    return known->second;
  }

  static std::string type(const_dnnl_memory_desc_t md) {
    dnnl_data_type_t type = dnnl_data_type_undef;
    dnnl_memory_desc_query(md, dnnl_query_data_type, &type);
    return dnnl_dt2str(type);
  }

  static std::vector<dnnl_dim_t> dims(const_dnnl_memory_desc_t md) {
    int rank = 0;
    const dnnl_dims_t* dims = nullptr;
    dnnl_memory_desc_query(md, dnnl_query_ndims_s32, &rank);
    dnnl_memory_desc_query(md, dnnl_query_dims, &dims);
    return {*dims, *dims + rank};
  }

  static std::string sizes(const_dnnl_memory_desc_t md) {
    std::string text;
    for (dnnl_dim_t size : dims(md)) text += (text.empty() ? "" : "x") + std::to_string(size);
    return text;
  }

  // The one axis along which the result is longer than an operand, which a concatenation does not answer when it is
  // asked for it. A single operand is copied, along whichever axis.
  static int concat_axis(const_dnnl_primitive_desc_t primitive) {
    const auto operand = dims(dnnl_primitive_desc_query_md(primitive, dnnl_query_src_md, 0));
    const auto result = dims(dnnl_primitive_desc_query_md(primitive, dnnl_query_dst_md, 0));
    const auto differing = std::mismatch(operand.begin(), operand.end(), result.begin()).first;
    return differing == operand.end() ? 0 : static_cast<int>(differing - operand.begin());
  }

  void value(const Value& value, int number) {
    const int l = layout(value.layout.get());
    if (value.root != number) {
      line("value %d view %d %d", number, l, value.root);
    } else if (value.place == Place::arena) {
      line("value %d arena %d %" PRId64, number, l, value.offset);
    } else {
      line("value %d %s %d", number, value.place == Place::external ? "external" : "constant", l);
    }
  }

  int step(const Step& step) {
    const_dnnl_primitive_desc_t primitive = nullptr;
    if (int status = check(dnnl_primitive_get_primitive_desc(step.primitive.get(), &primitive),
                           "query the descriptor of a step")) {
      return status;
    }
    dnnl_primitive_kind_t kind = dnnl_undefined_primitive;
    const char* implementation = nullptr;
    dnnl_primitive_desc_query(primitive, dnnl_query_primitive_kind, 0, &kind);
    dnnl_primitive_desc_query(primitive, dnnl_query_impl_info_str, 0, &implementation);
    if (std::find(std::begin(plan_file::kinds), std::end(plan_file::kinds), kind) == std::end(plan_file::kinds)) {
      return no_form(std::string("the primitive ") + dnnl_prim_kind2str(kind));
    }
    std::string arguments;
    for (size_t i = 0; i < step.args.size(); i++) arguments += argument(step, i, primitive);
    line("step %s %s", dnnl_prim_kind2str(kind), implementation);
    for (const plan_file::Parameter& parameter : plan_file::parameters) this->parameter(primitive, parameter);
    if (kind == dnnl_concat) line("axis %d", concat_axis(primitive));
    if (int status = attributes(primitive)) return status;
    text_ += arguments;
    return 0;
  }

  // The line of an argument; a new layout gets its own line at once.
  std::string argument(const Step& step, size_t i, const_dnnl_primitive_desc_t primitive) {
    const int role = step.args[i];
    const int l = layout(dnnl_primitive_desc_query_md(primitive, dnnl_query_exec_arg_md, role));
    const auto& free = step.free_layouts;
    const bool isFree = std::find(free.begin(), free.end(), role) != free.end();
    return "arg " + std::to_string(role) + ' ' + std::to_string(step.values[i]) + ' ' + std::to_string(l) +
           (isFree ? " free\n" : " given\n");
  }

  // A line where the primitive has the parameter.
  void parameter(const_dnnl_primitive_desc_t primitive, const plan_file::Parameter& parameter) {
    int number = 0;
    dnnl_dim_t size = 0;
    float real = 0;
    const dnnl_dims_t* dims = nullptr;
    void* answer = nullptr;
    switch (parameter.form) {
      case plan_file::Form::int32: answer = &number; break;
      case plan_file::Form::int64: answer = &size; break;
      case plan_file::Form::float32: answer = &real; break;
      case plan_file::Form::spatial: answer = &dims; break;
    }
    if (dnnl_primitive_desc_query(primitive, parameter.query, 0, answer) != dnnl_success) return;
    switch (parameter.form) {
      case plan_file::Form::int32: line("%s %d", parameter.name, number); break;
      case plan_file::Form::int64: line("%s %" PRId64, parameter.name, static_cast<int64_t>(size)); break;
      case plan_file::Form::float32: line("%s %.9g", parameter.name, real); break;
      case plan_file::Form::spatial: {
        const size_t rank = Writer::dims(dnnl_primitive_desc_query_md(primitive, dnnl_query_src_md, 0)).size();
        text_ += parameter.name;
        for (size_t i = 0; i + 2 < rank; i++) text_ += ' ' + std::to_string((*dims)[i]);
        text_ += '\n';
      }
    }
  }

  int attributes(const_dnnl_primitive_desc_t primitive) {
    const_dnnl_primitive_attr_t attributes = nullptr;
    const_dnnl_post_ops_t operations = nullptr;
    dnnl_scratchpad_mode_t scratchpad = dnnl_scratchpad_mode_library;
    dnnl_fpmath_mode_t fpmath = dnnl_fpmath_mode_strict;
    dnnl_status_t status = dnnl_primitive_desc_get_attr(primitive, &attributes);
    if (status == dnnl_success) status = dnnl_primitive_attr_get_scratchpad_mode(attributes, &scratchpad);
    if (status == dnnl_success) status = dnnl_primitive_attr_get_fpmath_mode(attributes, &fpmath);
    if (status == dnnl_success) status = dnnl_primitive_attr_get_post_ops(attributes, &operations);
    if (status != dnnl_success) return check(status, "query the attributes of a step");
    if (fpmath != dnnl_fpmath_mode_strict) {
      return no_form("a floating-point mode that is not strict");
    }
    line("scratchpad %d", static_cast<int>(scratchpad));
    for (int i = 0; i < dnnl_post_ops_len(operations); i++) {
      if (int failed = operation(operations, i)) return failed;
    }
    return 0;
  }

  int operation(const_dnnl_post_ops_t operations, int i) {
    const dnnl_primitive_kind_t kind = dnnl_post_ops_get_kind(operations, i);
    dnnl_alg_kind_t algorithm = dnnl_alg_kind_undef;
    if (kind == dnnl_eltwise) {
      float alpha = 0, beta = 0;
      dnnl_post_ops_get_params_eltwise(operations, i, &algorithm, &alpha, &beta);
      line("post eltwise %d %.9g %.9g", static_cast<int>(algorithm), alpha, beta);
    } else if (kind == dnnl_sum) {
      float scale = 0;
      int32_t zero_point = 0;
      dnnl_data_type_t type = dnnl_data_type_undef;
      dnnl_post_ops_get_params_sum(operations, i, &scale, &zero_point, &type);
      line("post sum %.9g %d %d", scale, zero_point, static_cast<int>(type));
    } else if (kind == dnnl_binary) {
      const_dnnl_memory_desc_t other = nullptr;
      dnnl_post_ops_get_params_binary(operations, i, &algorithm, &other);
      const int l = layout(other);
      line("post binary %d %d", static_cast<int>(algorithm), l);
    } else {
      return no_form(std::string("the post-op ") + dnnl_prim_kind2str(kind));
    }
    return 0;
  }

  std::string text_;
  std::map<std::vector<uint8_t>, int> layouts_;
};

int failed_file(const char* path) {
  return fail((std::string("write ") + path + ": " + std::strerror(errno)).c_str());
}

int save(const Plan& plan, int threads, const char* path) {
  if (plan.arena_bytes < 0) return fail("save a plan: it is not finished");
  Writer writer;
  if (int status = writer.write(plan, threads)) return status;
  std::FILE* file = std::fopen(path, "w");
  if (!file) return failed_file(path);
  const size_t written = std::fwrite(writer.text().data(), 1, writer.text().size(), file);
  const int status = written < writer.text().size() ? failed_file(path) : 0;
  return std::fclose(file) != 0 && status == 0 ? failed_file(path) : status;
}

}  // namespace

int sepconv_plan_leave_layout(sepconv_plan* plan, int arg) {
  try {
    if (plan->plan->steps.empty()) return fail("leave a layout free: the plan has no step");
    plan->plan->steps.back().free_layouts.push_back(arg);
    return 0;
  } catch (const std::exception& e) {
    return fail(e.what());
  }
}

int sepconv_plan_save(const sepconv_plan* plan, int threads, const char* path) {
  try {
    return save(*plan->plan, threads, path);
  } catch (const std::exception& e) {
    return fail(e.what());
  }
}
