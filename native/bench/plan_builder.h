// A plan's file made into a plan of sepconv, with random constants, through the seam that Java uses.
#pragma once

#include "plan_reader.h"
#include "sepconv.h"

namespace sepconv::bench {

using PlanHandle = std::unique_ptr<sepconv_plan, Destroyer<sepconv_plan_release>>;
using SessionHandle = std::unique_ptr<sepconv_session, Destroyer<sepconv_session_release>>;

// A session and the memory of its inputs and outputs, which is bound.
struct Running {
  PlanHandle plan;
  std::vector<Bytes> externals;
  std::vector<int64_t> lengths;  // of externals, in floats
  SessionHandle session;
  int steps = 0;
};

// Describes every primitive anew, for the threads that the file names; throws std::runtime_error with one sentence.
Running build(const PlanText& text);

// Throws std::runtime_error where a run fails.
void run(const Running& running);

// Throws std::runtime_error where an input or output holds an infinity or is not a number: such values, like denormal
// ones, would be computed at another speed.
void require_finite(const Running& running);

}  // namespace sepconv::bench
