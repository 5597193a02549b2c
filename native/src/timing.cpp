#include <algorithm>
#include <cstring>
#include <exception>
#include <limits>
#include <vector>

#include <omp.h>
#include <time.h>

#include "error.h"
#include "plan.h"
#include "sepconv.h"

using namespace sepconv;

namespace {

// Nanoseconds: of this thread's own work where it works alone, so that other processes do not count.
int64_t now() {
  timespec time{};
  clock_gettime(omp_get_max_threads() == 1 ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC, &time);
  return int64_t(time.tv_sec) * 1000000000 + time.tv_nsec;
}

// As in a network: what the layer before has written is near, weights are not. Reading as much as a second-level cache
// holds evicts both, and reading the operand again brings it back.
void age_caches(const char* operand, int64_t bytes) {
  static const std::vector<char>& other = *new std::vector<char>(4 << 20, 1);
  int sum = 0;
  for (size_t i = 0; i < other.size(); i += 64) sum += other[i];
  for (int64_t i = 0; i < bytes; i += 64) sum += operand[i];
  volatile int used = sum;
  (void)used;
}

int time(const_dnnl_primitive_desc_t desc, int count, const int* args, void** layouts, int runs, int64_t* nanos) {
  void* engine = nullptr;
  if (int status = sepconv_engine(&engine)) return status;
  dnnl_primitive_t raw = nullptr;
  if (int status = check(dnnl_primitive_create(&raw, desc), "create a primitive to time")) return status;
  Primitive primitive(raw);
  dnnl_stream_t raw_stream = nullptr;
  if (int status = check(dnnl_stream_create(&raw_stream, static_cast<dnnl_engine_t>(engine), dnnl_stream_default_flags),
                         "create a stream")) {
    return status;
  }
  Stream stream(raw_stream);
  std::vector<Bytes> buffers;
  std::vector<Memory> memories;
  std::vector<dnnl_exec_arg_t> operands;
  for (int i = 0; i < count; i++) {
    const auto layout = static_cast<const_dnnl_memory_desc_t>(layouts[i]);
    const auto bytes = static_cast<int64_t>(dnnl_memory_desc_get_size(layout));
    buffers.push_back(allocate(bytes));
    if (!buffers.back()) return fail("time a primitive: no memory for an operand");
    std::memset(buffers.back().get(), 0, bytes);
    dnnl_memory_t memory = nullptr;
    char* data = buffers.back().get();
    if (int status = check(dnnl_memory_create(&memory, layout, static_cast<dnnl_engine_t>(engine), data),
                           "create a memory object")) {
      return status;
    }
    memories.emplace_back(memory);
    operands.push_back({args[i], memory});
  }
  int64_t best = std::numeric_limits<int64_t>::max();
  const int64_t operand_bytes = count > 0 ? static_cast<int64_t>(dnnl_memory_desc_get_size(
                                                static_cast<const_dnnl_memory_desc_t>(layouts[0])))
                                          : 0;
  for (int run = 0; run <= runs; run++) {
    if (count > 0) age_caches(buffers[0].get(), operand_bytes);
    const int64_t start = now();
    dnnl_status_t status = dnnl_primitive_execute(raw, raw_stream, count, operands.data());
    if (status == dnnl_success) status = dnnl_stream_wait(raw_stream);
    if (status != dnnl_success) return check(status, "time a primitive");
    if (run > 0) best = std::min(best, now() - start);
  }
  *nanos = best;
  return 0;
}

}  // namespace

int sepconv_time_primitive(const void* primitive, int count, const int* args, void** layouts, int runs,
                           int64_t* nanos) {
  try {
    return time(static_cast<const_dnnl_primitive_desc_t>(primitive), count, args, layouts, runs, nanos);
  } catch (const std::exception& e) {
    return fail(e.what());
  }
}
