#include <oneapi/dnnl/dnnl.h>
#include <omp.h>

#include "error.h"
#include "sepconv.h"

int sepconv_openmp_threads(void) { return omp_get_max_threads(); }

void sepconv_set_openmp_threads(int threads) { omp_set_num_threads(threads); }

int sepconv_cpu_isa(void) { return static_cast<int>(dnnl_get_effective_cpu_isa()); }

int sepconv_engine(void** engine) {
  struct Shared {
    dnnl_engine_t engine = nullptr;
    dnnl_status_t status = dnnl_engine_create(&engine, dnnl_cpu, 0);
  };
  // Never destroyed: plans may outlive every static destructor when the JVM exits.
  static const Shared& shared = *new Shared;
  *engine = shared.engine;
  return sepconv::check(shared.status, "create a CPU engine");
}
