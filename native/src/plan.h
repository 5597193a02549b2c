#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <oneapi/dnnl/dnnl.h>

#include "memory.h"

namespace sepconv {

// Owners of oneDNN's handles.
template <auto destroy>
struct Destroyer {
  template <typename T>
  void operator()(T* handle) const {
    destroy(handle);
  }
};
using MemoryDesc = std::unique_ptr<dnnl_memory_desc, Destroyer<dnnl_memory_desc_destroy>>;
using Primitive = std::unique_ptr<dnnl_primitive, Destroyer<dnnl_primitive_destroy>>;
using Memory = std::unique_ptr<dnnl_memory, Destroyer<dnnl_memory_destroy>>;
using Stream = std::unique_ptr<dnnl_stream, Destroyer<dnnl_stream_destroy>>;

enum class Place { arena, external, constant };

struct Value {
  Place place;
  MemoryDesc layout;
  int64_t bytes;
  int64_t offset;  // in the arena
  char* constant;  // where place is constant; owned by Plan::constants
  int root;        // the value whose memory this one shows; its own number unless it is a view
};

struct Step {
  Primitive primitive;
  std::vector<int> args;
  std::vector<int> values;
};

struct Constant {
  Part packed;
  MemoryDesc layout;
  int64_t bytes;
};

struct Plan {
  dnnl_engine_t engine = nullptr;
  std::vector<Value> values;
  std::vector<std::shared_ptr<const Constant>> constants;
  std::vector<Step> steps;
  int64_t constant_bytes = 0;
  int64_t arena_bytes = -1;  // until it is finished
  int pictures = 1;          // how often a run goes through the steps
};

}  // namespace sepconv

struct sepconv_constant {
  std::shared_ptr<const sepconv::Constant> constant;
};

struct sepconv_plan {
  std::shared_ptr<sepconv::Plan> plan;
};
