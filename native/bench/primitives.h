// The primitives of a plan's file, described anew with oneDNN's C API.
#pragma once

#include "plan_reader.h"

namespace sepconv::bench {

using PrimitiveDesc = std::unique_ptr<dnnl_primitive_desc, Destroyer<dnnl_primitive_desc_destroy>>;

// The descriptor of a step, of the same implementation and with the same layouts as the file says. Throws
// std::runtime_error where oneDNN has none: another processor, or another version.
PrimitiveDesc describe(const PlanText& plan, const StepText& step, dnnl_engine_t engine);

}  // namespace sepconv::bench
