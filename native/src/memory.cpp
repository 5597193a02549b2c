#include "memory.h"

#include <algorithm>
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

}  // namespace

Bytes allocate(int64_t bytes) noexcept {
  const int64_t unit = bytes < huge_page ? page : huge_page;
  const int64_t size = std::max(round_up(bytes, unit), unit);
  Bytes memory(static_cast<char*>(std::aligned_alloc(unit, size)));
#ifdef MADV_HUGEPAGE
  // Advice only: without it everything works, on small pages.
  if (memory && unit == huge_page) madvise(memory.get(), size, MADV_HUGEPAGE);
#endif
  return memory;
}

Part allocate_part(int64_t bytes) {
  static std::mutex& mutex = *new std::mutex;
  static std::weak_ptr<Chunk>& latest = *new std::weak_ptr<Chunk>;
  const std::lock_guard<std::mutex> lock(mutex);
  const int64_t size = std::max(round_up(bytes, cache_line), cache_line);
  std::shared_ptr<Chunk> chunk = latest.lock();
  if (!chunk || chunk->bytes - chunk->used < size) {
    chunk = std::make_shared<Chunk>();
    chunk->bytes = std::max(size, chunk_bytes);
    chunk->memory = allocate(chunk->bytes);
    if (!chunk->memory) return nullptr;
    latest = chunk;
  }
  char* part = chunk->memory.get() + chunk->used;
  chunk->used += size;
  return Part(chunk, part);
}

}  // namespace sepconv
