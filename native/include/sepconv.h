/* The seam between Java and the native code: opaque handles, int status, nothing of C++ or oneDNN.
 *
 * A function that returns int as a status gives 0 for success; otherwise sepconv_error() says what went wrong.
 * The implementation throws nothing across this header, so the generated JNI code catches nothing.
 *
 * Java describes a network with oneDNN's own C API; descriptors cross here as void pointers. They are cloned, so
 * the caller keeps its own.
 */
#ifndef SEPCONV_H
#define SEPCONV_H

#include <stdint.h>

#define SEPCONV_API __attribute__((visibility("default")))

#ifdef __cplusplus
extern "C" {
#endif

/** A network in steps: primitives, packed weights and the places of values. Once sessions exist it is immutable. */
typedef struct sepconv_plan sepconv_plan;

/** Weights in the order in which primitives read them; immutable, may be part of several plans. */
typedef struct sepconv_constant sepconv_constant;

/** A running place of a plan: lanes, each with an arena of intermediate values and a stream. For one thread at a
 *  time. */
typedef struct sepconv_session sepconv_session;

/** The text of the last failure on the calling thread, valid until its next failure; empty before the first. */
SEPCONV_API const char* sepconv_error(void);

/** The instruction set that oneDNN dispatches to on this machine, as a value of its enum dnnl_cpu_isa_t. */
SEPCONV_API int sepconv_cpu_isa(void);

/** The most threads that OpenMP would use for the next parallel region of the calling thread. */
SEPCONV_API int sepconv_openmp_threads(void);

/** Sets that number for the calling thread; primitives plan their work for it when they are described. */
SEPCONV_API void sepconv_set_openmp_threads(int threads);

/** Stores the process's oneDNN CPU engine (a dnnl_engine_t) in *engine; it lives as long as the process. */
SEPCONV_API int sepconv_engine(void** engine);

/** Runs a primitive made from a dnnl_primitive_desc_t on zeros, and stores the nanoseconds of the fastest of as many
 *  runs, after one that does not count; before each of them, all but the first operand leaves the second-level cache of
 *  the calling thread.
 *  Operands are count pairs of DNNL_ARG_* and dnnl_memory_desc_t; all is freed before the call returns. */
SEPCONV_API int sepconv_time_primitive(const void* primitive, int count, const int* args, void** layouts, int runs,
                                       int64_t* nanos);

/** Makes an empty plan and stores it in *plan; the caller releases it. */
SEPCONV_API int sepconv_plan_create(sepconv_plan** plan);

/** Lets go of the plan; its memory is freed with the last session that uses it. Null is allowed. */
SEPCONV_API void sepconv_plan_release(sepconv_plan* plan);

/** Adds a value that lies in the arena from a byte offset on, laid out by a dnnl_memory_desc_t; stores its number. */
SEPCONV_API int sepconv_plan_add_arena(sepconv_plan* plan, const void* layout, int64_t offset, int* value);

/** Adds a value whose memory each session binds before it runs: an input or an output; stores its number. */
SEPCONV_API int sepconv_plan_add_external(sepconv_plan* plan, const void* layout, int* value);

/** Packs length floats, laid out by source, into layout, and stores the result in *constant; the caller releases it. */
SEPCONV_API int sepconv_constant_create(const void* source, const float* data, int64_t length, const void* layout,
                                        sepconv_constant** constant);

/** Lets go of the constant; its memory is freed with the last plan that uses it. Null is allowed. */
SEPCONV_API void sepconv_constant_release(sepconv_constant* constant);

/** The bytes of the packed form. */
SEPCONV_API int64_t sepconv_constant_bytes(const sepconv_constant* constant);

/** Adds a constant, laid out as it was packed, which the plan keeps alive; stores its number. */
SEPCONV_API int sepconv_plan_add_constant(sepconv_plan* plan, const sepconv_constant* constant, int* value);

/** Adds another value over the memory of an earlier one, with a layout of its own; stores its number. */
SEPCONV_API int sepconv_plan_add_view(sepconv_plan* plan, int of, const void* layout, int* value);

/** Adds a step: a primitive made from a dnnl_primitive_desc_t, and count pairs of DNNL_ARG_* and value number. */
SEPCONV_API int sepconv_plan_add_step(sepconv_plan* plan, const void* primitive, int count, const int* args,
                                      const int* values);

/** Notes for sepconv_plan_save that the primitive of the last step was described with the layout of this argument, a
 *  DNNL_ARG_*, left to oneDNN. */
SEPCONV_API int sepconv_plan_leave_layout(sepconv_plan* plan, int arg);

/** Sets the size of the arena of every session, in bytes, and checks that all values lie inside. A run goes through the
 *  steps once per picture; external values hold those of all pictures, one behind the other. */
SEPCONV_API int sepconv_plan_finish(sepconv_plan* plan, int64_t arena_bytes, int pictures);

/** Writes a finished plan to a file, without the data of constants; threads is what its primitives were described for.
 *  src/plan_file.h says what the file looks like; native/bench builds the same primitives from it. */
SEPCONV_API int sepconv_plan_save(const sepconv_plan* plan, int threads, const char* path);

/** The bytes of all packed constants. */
SEPCONV_API int64_t sepconv_plan_constant_bytes(const sepconv_plan* plan);

/** Opens a session on a finished plan and stores it in *session; the caller releases it. It has as many lanes, each
 *  with an arena of its own, on which pictures run at the same time, each on one thread; with one lane, pictures run one
 *  after the other on all threads. */
SEPCONV_API int sepconv_session_create(sepconv_plan* plan, int threads, int lanes, sepconv_session** session);

/** Frees the session, and its plan where that was released before. Null is allowed. */
SEPCONV_API void sepconv_session_release(sepconv_session* session);

/** Points an external value and all views of it at length floats, which stay valid until the last run on them
 *  returns. */
SEPCONV_API int sepconv_session_bind(sepconv_session* session, int value, float* data, int64_t length);

/** Runs the steps from first to before last, for all pictures, on the calling thread and its OpenMP team, and waits for
 *  them. Every external value must have been bound. */
SEPCONV_API int sepconv_session_run(sepconv_session* session, int first, int last);

/** Runs the same steps one after the other, and stores the nanoseconds that each takes of a run: last - first of them.
 *  Pictures come one after the other here too; the sum of their times is divided among the lanes. */
SEPCONV_API int sepconv_session_run_timed(sepconv_session* session, int first, int last, int64_t* nanos);

/** Copies length floats out of a value, which must be as long and dense. */
SEPCONV_API int sepconv_session_read(sepconv_session* session, int value, float* data, int64_t length);

/** Copies length floats into an arena or external value, which must be as long and dense. */
SEPCONV_API int sepconv_session_write(sepconv_session* session, int value, const float* data, int64_t length);

#ifdef __cplusplus
}
#endif

#endif
