#include <chrono>
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

struct sepconv_session {
  std::shared_ptr<const Plan> plan;
  Bytes arena;
  std::vector<Memory> memories;                    // one per value of the plan
  std::vector<std::vector<dnnl_exec_arg_t>> args;  // per step
  Stream stream;
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

int create(const std::shared_ptr<const Plan>& plan, int threads, sepconv_session** session) {
  if (plan->arena_bytes < 0) return fail("open a session: the plan is not finished");
  auto made = std::make_unique<sepconv_session>();
  made->plan = plan;
  made->threads = threads;
  made->arena = allocate(plan->arena_bytes);
  if (!made->arena) return fail("open a session: no memory for the arena");
  for (const Value& value : plan->values) {
    void* data = value.place == Place::arena      ? made->arena.get() + value.offset
                 : value.place == Place::constant ? static_cast<void*>(value.constant)
                                                  : DNNL_MEMORY_NONE;
    dnnl_memory_t memory = nullptr;
    if (int status =
            check(dnnl_memory_create(&memory, value.layout.get(), plan->engine, data), "create a memory object")) {
      return status;
    }
    made->memories.emplace_back(memory);
  }
  for (size_t i = 0; i < plan->values.size(); i++) {
    const Value& value = plan->values[i];
    if (value.place == Place::external && value.root == static_cast<int>(i)) made->unbound++;
  }
  for (const Step& step : plan->steps) {
    auto& args = made->args.emplace_back();
    for (size_t i = 0; i < step.args.size(); i++) {
      args.push_back({step.args[i], made->memories[step.values[i]].get()});
    }
  }
  dnnl_stream_t stream = nullptr;
  if (int status = check(dnnl_stream_create(&stream, plan->engine, dnnl_stream_default_flags), "create a stream")) {
    return status;
  }
  made->stream.reset(stream);
  *session = made.release();
  return 0;
}

// The memory of a dense value of the given length, or null.
char* dense(sepconv_session* session, int value, int64_t length) {
  const auto& values = session->plan->values;
  if (value < 0 || value >= static_cast<int>(values.size())) return nullptr;
  if (values[value].bytes != length * static_cast<int64_t>(sizeof(float))) return nullptr;
  void* data = nullptr;
  dnnl_memory_get_data_handle(session->memories[value].get(), &data);
  return static_cast<char*>(data);
}

int check_steps(const sepconv_session* session, int first, int last) {
  if (first < 0 || last > static_cast<int>(session->plan->steps.size())) return fail("run: there are no such steps");
  if (session->unbound > 0) return fail("run: an input or output is not bound");
  return 0;
}

int execute(const sepconv_session* session, int step) {
  const auto& args = session->args[step];
  return check(dnnl_primitive_execute(session->plan->steps[step].primitive.get(), session->stream.get(),
                                      static_cast<int>(args.size()), args.data()),
               "run a step");
}

}  // namespace

int sepconv_session_create(sepconv_plan* plan, int threads, sepconv_session** session) {
  try {
    return create(plan->plan, threads, session);
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
  if (values[value].bytes > length * static_cast<int64_t>(sizeof(float))) {
    return fail("bind a buffer: it is too small");
  }
  if (!data) return fail("bind a buffer: it is null");
  const int root = values[value].root;
  void* before = nullptr;
  dnnl_memory_get_data_handle(session->memories[root].get(), &before);
  for (size_t i = 0; i < values.size(); i++) {
    if (values[i].root != root) continue;
    if (int status = check(dnnl_memory_set_data_handle(session->memories[i].get(), data), "bind a buffer")) {
      return status;
    }
  }
  if (!before) session->unbound--;
  return 0;
}

int sepconv_session_run(sepconv_session* session, int first, int last) {
  if (int status = check_steps(session, first, last)) return status;
  const ThreadCount count(session->threads);
  for (int i = first; i < last; i++) {
    if (int status = execute(session, i)) return status;
  }
  return check(dnnl_stream_wait(session->stream.get()), "wait for the steps");
}

int sepconv_session_run_timed(sepconv_session* session, int first, int last, int64_t* nanos) {
  using clock = std::chrono::steady_clock;
  if (int status = check_steps(session, first, last)) return status;
  const ThreadCount count(session->threads);
  for (int i = first; i < last; i++) {
    const clock::time_point start = clock::now();
    if (int status = execute(session, i)) return status;
    if (int status = check(dnnl_stream_wait(session->stream.get()), "wait for a step")) return status;
    nanos[i - first] = std::chrono::duration_cast<std::chrono::nanoseconds>(clock::now() - start).count();
  }
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
