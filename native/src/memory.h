#pragma once

#include <cstdint>
#include <memory>

namespace sepconv {

// Frees what was allocated, or unmaps so many bytes where that is not zero.
struct Free {
  int64_t mapped = 0;
  void operator()(char* memory) const noexcept;
};
using Bytes = std::unique_ptr<char, Free>;

// A whole number of pages, so that no arena shares a page or a cache line with anything else; null if memory ran out.
// From 2 MiB on the pages are huge where the system grants it on request: MobileNetV2 in f32, 14 MB of weights and an
// arena of 6 MB, walks through more small pages than a translation buffer holds, and runs 4 % faster so (Zen 4, in a
// virtual machine). These come from the system and go back to it: every thread that allocates has a heap of its own in
// glibc, which keeps pieces of this size once one has been freed, so that a process whose callers come and go grew by
// 230 MB.
Bytes allocate(int64_t bytes) noexcept;

// Part of a larger piece of memory, which all its parts keep alive.
using Part = std::shared_ptr<char>;

// Memory for something that is read again and again, side by side with what was asked for last, so that small things
// share huge pages too; null if memory ran out. Safe for any thread.
Part allocate_part(int64_t bytes);

}  // namespace sepconv
