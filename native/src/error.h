#pragma once

#include <oneapi/dnnl/dnnl.h>

namespace sepconv {

// Keeps the text for sepconv_error() and returns the status that means failure.
int fail(const char* text) noexcept;

// Returns 0 for dnnl_success, otherwise fails with what was attempted and oneDNN's name of the status.
int check(dnnl_status_t status, const char* attempt) noexcept;

}  // namespace sepconv
