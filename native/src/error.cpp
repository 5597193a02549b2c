#include "error.h"

#include <cstdio>

#include <oneapi/dnnl/dnnl_debug.h>

#include "sepconv.h"

namespace {

// A fixed buffer, because reporting that memory ran out must not need memory.
thread_local char last_error[512];

}  // namespace

namespace sepconv {

int fail(const char* text) noexcept {
  std::snprintf(last_error, sizeof last_error, "%s", text);
  return 1;
}

int check(dnnl_status_t status, const char* attempt) noexcept {
  if (status == dnnl_success) return 0;
  std::snprintf(last_error, sizeof last_error, "%s: oneDNN answered %s", attempt, dnnl_status2str(status));
  return 1;
}

}  // namespace sepconv

const char* sepconv_error(void) { return last_error; }
