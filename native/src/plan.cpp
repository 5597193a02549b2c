#include "plan.h"

#include <exception>
#include <new>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "error.h"
#include "sepconv.h"

namespace sepconv {

namespace {

// Keeps C++'s exceptions, of which only the want of memory is possible, on this side of the seam.
template <typename Body>
int guarded(Body body) noexcept {
  try {
    return body();
  } catch (const std::exception& e) {
    return fail(e.what());
  }
}

int add(Plan& plan, Place place, const void* layout, int64_t offset, char* constant, int root, int* number) {
  if (plan.arena_bytes >= 0) return fail("add to a plan: it is finished");
  dnnl_memory_desc_t clone = nullptr;
  if (int status = check(dnnl_memory_desc_clone(&clone, static_cast<const_dnnl_memory_desc_t>(layout)),
                         "copy a memory descriptor")) {
    return status;
  }
  MemoryDesc owned(clone);
  const auto bytes = static_cast<int64_t>(dnnl_memory_desc_get_size(clone));
  const int self = static_cast<int>(plan.values.size());
  plan.values.push_back({place, std::move(owned), bytes, offset, constant, root < 0 ? self : root});
  *number = self;
  return 0;
}

bool is_value(const Plan& plan, int number) { return number >= 0 && number < static_cast<int>(plan.values.size()); }

// Runs one reorder now, on a stream of its own.
int reorder(dnnl_engine_t engine, const_dnnl_memory_desc_t from, void* source, const_dnnl_memory_desc_t to,
            void* target) {
  dnnl_primitive_desc_t desc = nullptr;
  if (int status = check(dnnl_reorder_primitive_desc_create(&desc, from, engine, to, engine, nullptr),
                         "describe the packing of a constant")) {
    return status;
  }
  dnnl_primitive_t raw = nullptr;
  const dnnl_status_t created = dnnl_primitive_create(&raw, desc);
  dnnl_primitive_desc_destroy(desc);
  if (int status = check(created, "create the packing of a constant")) return status;
  Primitive primitive(raw);
  dnnl_memory_t memories[2] = {nullptr, nullptr};
  dnnl_stream_t raw_stream = nullptr;
  dnnl_status_t status = dnnl_memory_create(&memories[0], from, engine, source);
  Memory first(memories[0]);
  if (status == dnnl_success) status = dnnl_memory_create(&memories[1], to, engine, target);
  Memory second(memories[1]);
  if (status == dnnl_success) status = dnnl_stream_create(&raw_stream, engine, dnnl_stream_default_flags);
  Stream stream(raw_stream);
  const dnnl_exec_arg_t args[] = {{DNNL_ARG_FROM, memories[0]}, {DNNL_ARG_TO, memories[1]}};
  if (status == dnnl_success) status = dnnl_primitive_execute(raw, raw_stream, 2, args);
  if (status == dnnl_success) status = dnnl_stream_wait(raw_stream);
  return check(status, "pack a constant");
}

// Describing, packing and timing leave free pieces in the heap of every thread that did it, which glibc keeps: after the
// copies of large weights that crossed the seam, tens of megabytes.
void return_free_memory() noexcept {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

}  // namespace
}  // namespace sepconv

using namespace sepconv;

int sepconv_plan_create(sepconv_plan** plan) {
  return guarded([&] {
    void* engine = nullptr;
    if (int status = sepconv_engine(&engine)) return status;
    auto made = std::make_unique<sepconv_plan>();
    made->plan = std::make_shared<Plan>();
    made->plan->engine = static_cast<dnnl_engine_t>(engine);
    *plan = made.release();
    return 0;
  });
}

void sepconv_plan_release(sepconv_plan* plan) {
  if (!plan) return;
  delete plan;
  return_free_memory();
}

int sepconv_plan_add_arena(sepconv_plan* plan, const void* layout, int64_t offset, int* value) {
  return guarded([&] {
    if (offset < 0) return fail("add an arena value: its offset is negative");
    return add(*plan->plan, Place::arena, layout, offset, nullptr, -1, value);
  });
}

int sepconv_plan_add_external(sepconv_plan* plan, const void* layout, int* value) {
  return guarded([&] { return add(*plan->plan, Place::external, layout, 0, nullptr, -1, value); });
}

int sepconv_constant_create(const void* source, const float* data, int64_t length, const void* layout,
                            sepconv_constant** constant) {
  return guarded([&] {
    const auto from = static_cast<const_dnnl_memory_desc_t>(source);
    const auto to = static_cast<const_dnnl_memory_desc_t>(layout);
    if (static_cast<int64_t>(dnnl_memory_desc_get_size(from)) != length * static_cast<int64_t>(sizeof(float))) {
      return fail("pack a constant: its length is not that of its layout");
    }
    void* engine = nullptr;
    if (int status = sepconv_engine(&engine)) return status;
    dnnl_memory_desc_t clone = nullptr;
    if (int status = check(dnnl_memory_desc_clone(&clone, to), "copy a memory descriptor")) return status;
    auto made = std::make_shared<Constant>();
    made->layout.reset(clone);
    made->bytes = static_cast<int64_t>(dnnl_memory_desc_get_size(to));
    made->packed = allocate_part(made->bytes);
    if (!made->packed) return fail("pack a constant: no memory for its packed form");
    if (int status = reorder(static_cast<dnnl_engine_t>(engine), from, const_cast<float*>(data), to,
                             made->packed.get())) {
      return status;
    }
    auto handle = std::make_unique<sepconv_constant>();
    handle->constant = std::move(made);
    *constant = handle.release();
    return 0;
  });
}

void sepconv_constant_release(sepconv_constant* constant) { delete constant; }

int64_t sepconv_constant_bytes(const sepconv_constant* constant) { return constant->constant->bytes; }

int sepconv_plan_add_constant(sepconv_plan* plan, const sepconv_constant* constant, int* value) {
  return guarded([&] {
    Plan& p = *plan->plan;
    const Constant& c = *constant->constant;
    p.constants.push_back(constant->constant);
    if (int status = add(p, Place::constant, c.layout.get(), 0, c.packed.get(), -1, value)) return status;
    p.constant_bytes += c.bytes;
    return 0;
  });
}

int sepconv_plan_add_view(sepconv_plan* plan, int of, const void* layout, int* value) {
  return guarded([&] {
    Plan& p = *plan->plan;
    if (!is_value(p, of)) return fail("add a view: there is no such value");
    const Place place = p.values[of].place;
    const int64_t offset = p.values[of].offset;
    char* constant = p.values[of].constant;
    const int root = p.values[of].root;
    if (int status = add(p, place, layout, offset, constant, root, value)) return status;
    if (p.values[*value].bytes > p.values[root].bytes) return fail("add a view: it is larger than what it shows");
    return 0;
  });
}

int sepconv_plan_add_step(sepconv_plan* plan, const void* primitive, int count, const int* args, const int* values) {
  return guarded([&] {
    Plan& p = *plan->plan;
    if (p.arena_bytes >= 0) return fail("add to a plan: it is finished");
    for (int i = 0; i < count; i++) {
      if (!is_value(p, values[i])) return fail("add a step: there is no such value");
    }
    dnnl_primitive_t made = nullptr;
    if (int status = check(dnnl_primitive_create(&made, static_cast<const_dnnl_primitive_desc_t>(primitive)),
                           "create a primitive")) {
      return status;
    }
    Primitive owned(made);
    p.steps.push_back({std::move(owned), {args, args + count}, {values, values + count}});
    return 0;
  });
}

int sepconv_plan_finish(sepconv_plan* plan, int64_t arena_bytes, int pictures) {
  Plan& p = *plan->plan;
  if (pictures < 1) return fail("finish a plan: it must run at least once");
  for (const Value& value : p.values) {
    if (value.place == Place::arena && value.offset + value.bytes > arena_bytes) {
      return fail("finish a plan: a value lies beyond the arena");
    }
  }
  p.arena_bytes = arena_bytes;
  p.pictures = pictures;
  return_free_memory();
  return 0;
}

int64_t sepconv_plan_constant_bytes(const sepconv_plan* plan) { return plan->plan->constant_bytes; }
