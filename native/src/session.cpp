#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <exception>
#include <memory>
#include <new>
#include <vector>

#include <omp.h>

#include "error.h"
#include "plan.h"
#include "sepconv.h"

using namespace sepconv;

// What one picture at a time runs in.
struct Lane {
  Bytes arena;
  std::vector<Memory> memories;                    // one per value of the plan
  std::vector<std::vector<dnnl_exec_arg_t>> args;  // per step
  Stream stream;
};

struct sepconv_session {
  std::shared_ptr<const Plan> plan;
  std::vector<Lane> lanes;
  std::vector<char*> bound;  // per value, where it is an external that is no view: the first picture's memory
  int threads = 1;
  int unbound = 0;  // externals that no buffer has been bound to yet, views not counted
};

namespace {

// The thread count is the calling thread's own; it gets it back.
class ThreadCount {
 public:
  explicit ThreadCount(int threads) : before_(omp_get_max_threads()) {
    if (before_ != threads) omp_set_num_threads(threads);
    changed_ = before_ != threads;
  }
  ~ThreadCount() {
    if (changed_) omp_set_num_threads(before_);
  }
  ThreadCount(const ThreadCount&) = delete;
  ThreadCount& operator=(const ThreadCount&) = delete;

 private:
  int before_;
  bool changed_;
};

int create(const Plan& plan, Lane& lane) {
  lane.arena = allocate(plan.arena_bytes);
  if (!lane.arena) return fail("open a session: no memory for the arena");
  for (const Value& value : plan.values) {
    void* data = value.place == Place::arena      ? lane.arena.get() + value.offset
                 : value.place == Place::constant ? static_cast<void*>(value.constant)
                                                  : DNNL_MEMORY_NONE;
    dnnl_memory_t memory = nullptr;
    if (int status =
            check(dnnl_memory_create(&memory, value.layout.get(), plan.engine, data), "create a memory object")) {
      return status;
    }
    lane.memories.emplace_back(memory);
  }
  for (const Step& step : plan.steps) {
    auto& args = lane.args.emplace_back();
    for (size_t i = 0; i < step.args.size(); i++) {
      args.push_back({step.args[i], lane.memories[step.values[i]].get()});
    }
  }
  dnnl_stream_t stream = nullptr;
  if (int status = check(dnnl_stream_create(&stream, plan.engine, dnnl_stream_default_flags), "create a stream")) {
    return status;
  }
  lane.stream.reset(stream);
  return 0;
}

int create(const std::shared_ptr<const Plan>& plan, int threads, int lanes, sepconv_session** session) {
  if (plan->arena_bytes < 0) return fail("open a session: the plan is not finished");
  if (lanes < 1) return fail("open a session: it needs a lane");
  auto made = std::make_unique<sepconv_session>();
  made->plan = plan;
  made->threads = threads;
  made->lanes.resize(lanes);
  for (Lane& lane : made->lanes) {
    if (int status = create(*plan, lane)) return status;
  }
  made->bound.resize(plan->values.size());
  for (size_t i = 0; i < plan->values.size(); i++) {
    const Value& value = plan->values[i];
    if (value.place == Place::external && value.root == static_cast<int>(i)) made->unbound++;
  }
  *session = made.release();
  return 0;
}

// The memory of a dense value of the given length, or null.
char* dense(sepconv_session* session, int value, int64_t length) {
  const auto& values = session->plan->values;
  if (value < 0 || value >= static_cast<int>(values.size())) return nullptr;
  if (values[value].bytes != length * static_cast<int64_t>(sizeof(float))) return nullptr;
  if (session->plan->pictures > 1) return nullptr;
  void* data = nullptr;
  dnnl_memory_get_data_handle(session->lanes[0].memories[value].get(), &data);
  return static_cast<char*>(data);
}

// Points an external value and its views at what is bound to it, in every lane.
int show_bound(const sepconv_session* session, int root) {
  const auto& values = session->plan->values;
  for (const Lane& lane : session->lanes) {
    for (size_t i = 0; i < values.size(); i++) {
      if (values[i].root != root) continue;
      if (int status = check(dnnl_memory_set_data_handle(lane.memories[i].get(), session->bound[root]),
                             "bind a buffer")) {
        return status;
      }
    }
  }
  return 0;
}

// Points the external values of a lane at those of a picture.
int show(const sepconv_session* session, const Lane& lane, int picture) {
  const auto& values = session->plan->values;
  for (size_t i = 0; i < values.size(); i++) {
    if (values[i].place != Place::external) continue;
    const int root = values[i].root;
    char* data = session->bound[root] + picture * values[root].bytes;
    if (int status = check(dnnl_memory_set_data_handle(lane.memories[i].get(), data), "turn to a picture")) {
      return status;
    }
  }
  return 0;
}

int check_steps(const sepconv_session* session, int first, int last) {
  if (first < 0 || last > static_cast<int>(session->plan->steps.size())) return fail("run: there are no such steps");
  if (session->unbound > 0) return fail("run: an input or output is not bound");
  return 0;
}

int execute(const Plan& plan, const Lane& lane, int step) {
  const auto& args = lane.args[step];
  return check(dnnl_primitive_execute(plan.steps[step].primitive.get(), lane.stream.get(),
                                      static_cast<int>(args.size()), args.data()),
               "run a step");
}

int execute(const Plan& plan, const Lane& lane, int first, int last) {
  for (int i = first; i < last; i++) {
    if (int status = execute(plan, lane, i)) return status;
  }
  return check(dnnl_stream_wait(lane.stream.get()), "wait for the steps");
}

int run_picture(const sepconv_session* session, const Lane& lane, int picture, int first, int last) {
  if (int status = show(session, lane, picture)) return status;
  return execute(*session->plan, lane, first, last);
}

// Each thread of the team takes the next picture; inside a team oneDNN starts no other.
int run_lanes(const sepconv_session* session, int first, int last) {
  const int pictures = session->plan->pictures;
  int failed = 0;
  char text[512] = "";
#pragma omp parallel for num_threads(static_cast<int>(session->lanes.size())) schedule(dynamic, 1)
  for (int picture = 0; picture < pictures; picture++) {
    if (run_picture(session, session->lanes[omp_get_thread_num()], picture, first, last)) {
#pragma omp critical
      {
        failed = 1;
        std::snprintf(text, sizeof text, "%s", sepconv_error());
      }
    }
  }
  return failed ? fail(text) : 0;
}

}  // namespace

int sepconv_session_create(sepconv_plan* plan, int threads, int lanes, sepconv_session** session) {
  try {
    return create(plan->plan, threads, lanes, session);
  } catch (const std::exception& e) {
    return fail(e.what());
  }
}

void sepconv_session_release(sepconv_session* session) { delete session; }

int sepconv_session_bind(sepconv_session* session, int value, float* data, int64_t length) {
  const auto& values = session->plan->values;
  if (value < 0 || value >= static_cast<int>(values.size()) || values[value].place != Place::external) {
    return fail("bind a buffer: there is no such input or output");
  }
  const int root = values[value].root;
  if (values[root].bytes * session->plan->pictures > length * static_cast<int64_t>(sizeof(float))) {
    return fail("bind a buffer: it is too small");
  }
  if (!data) return fail("bind a buffer: it is null");
  if (!session->bound[root]) session->unbound--;
  session->bound[root] = reinterpret_cast<char*>(data);
  // Read and write find it here, before a run has turned to it.
  return show_bound(session, root);
}

int sepconv_session_run(sepconv_session* session, int first, int last) {
  if (int status = check_steps(session, first, last)) return status;
  const ThreadCount count(session->threads);
  if (session->lanes.size() > 1) return run_lanes(session, first, last);
  const Lane& lane = session->lanes[0];
  if (session->plan->pictures == 1) return execute(*session->plan, lane, first, last);
  for (int picture = 0; picture < session->plan->pictures; picture++) {
    if (int status = run_picture(session, lane, picture, first, last)) return status;
  }
  return 0;
}

int sepconv_session_run_timed(sepconv_session* session, int first, int last, int64_t* nanos) {
  using clock = std::chrono::steady_clock;
  if (int status = check_steps(session, first, last)) return status;
  const ThreadCount count(session->threads);
  const Plan& plan = *session->plan;
  const Lane& lane = session->lanes[0];
  std::fill(nanos, nanos + (last - first), 0);
  for (int picture = 0; picture < plan.pictures; picture++) {
    if (int status = show(session, lane, picture)) return status;
    for (int i = first; i < last; i++) {
      const clock::time_point start = clock::now();
      if (int status = execute(plan, lane, i, i + 1)) return status;
      nanos[i - first] += std::chrono::duration_cast<std::chrono::nanoseconds>(clock::now() - start).count();
    }
  }
  const auto lanes = static_cast<int64_t>(session->lanes.size());
  std::transform(nanos, nanos + (last - first), nanos, [lanes](int64_t sum) { return sum / lanes; });
  return 0;
}

int sepconv_session_read(sepconv_session* session, int value, float* data, int64_t length) {
  const char* source = dense(session, value, length);
  if (!source) return fail("read a value: there is none of this length");
  std::memcpy(data, source, length * sizeof(float));
  return 0;
}

int sepconv_session_write(sepconv_session* session, int value, const float* data, int64_t length) {
  char* target = dense(session, value, length);
  if (!target || session->plan->values[value].place == Place::constant) {
    return fail("write a value: there is none of this length");
  }
  std::memcpy(target, data, length * sizeof(float));
  return 0;
}
