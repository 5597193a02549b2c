#include "memory.h"

#include <algorithm>
#include <cstdlib>
#include <mutex>

#include <sys/mman.h>

namespace sepconv {

namespace {

constexpr int64_t page = 4096;
constexpr int64_t huge_page = int64_t(2) << 20;
constexpr int64_t chunk_bytes = 2 * huge_page;
constexpr int64_t cache_line = 64;

int64_t round_up(int64_t bytes, int64_t unit) { return (bytes + unit - 1) / unit * unit; }

struct Chunk {
  Bytes memory;
  int64_t bytes = 0;
  int64_t used = 0;
};

// Whole huge pages; a mapping begins anywhere, so what is too much at both ends goes back.
Bytes map(int64_t size) noexcept {
  void* mapped = mmap(nullptr, size + huge_page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED) return nullptr;
  char* begin = static_cast<char*>(mapped);
  const int64_t before = (huge_page - reinterpret_cast<intptr_t>(begin) % huge_page) % huge_page;
  if (before > 0) munmap(begin, before);
  munmap(begin + before + size, huge_page - before);
#ifdef MADV_HUGEPAGE
  // Advice only: without it everything works, on small pages.
  madvise(begin + before, size, MADV_HUGEPAGE);
#endif
  return Bytes(begin + before, Free{size});
}

}  // namespace

void Free::operator()(char* memory) const noexcept {
  if (mapped > 0) {
    munmap(memory, mapped);
  } else {
    std::free(memory);
  }
}

Bytes allocate(int64_t bytes) noexcept {
  if (bytes >= huge_page) return map(round_up(bytes, huge_page));
  const int64_t size = std::max(round_up(bytes, page), page);
  return Bytes(static_cast<char*>(std::aligned_alloc(page, size)), Free{});
}

Part allocate_part(int64_t bytes) {
  static std::mutex& mutex = *new std::mutex;
  static std::weak_ptr<Chunk>& latest = *new std::weak_ptr<Chunk>;
  const std::lock_guard<std::mutex> lock(mutex);
  const int64_t size = std::max(round_up(bytes, cache_line), cache_line);
  std::shared_ptr<Chunk> chunk = latest.lock();
  if (!chunk || chunk->bytes - chunk->used < size) {
    chunk = std::make_shared<Chunk>();
    chunk->bytes = size < huge_page ? chunk_bytes : size;
    chunk->memory = allocate(chunk->bytes);
    if (!chunk->memory) return nullptr;
    // A large part fills what it needs by itself; small ones go on where they were.
    if (size < huge_page) latest = chunk;
  }
  char* part = chunk->memory.get() + chunk->used;
  chunk->used += size;
  return Part(chunk, part);
}

}  // namespace sepconv
