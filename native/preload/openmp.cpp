#include <cstdlib>

// libgomp reads its settings from the environment when it is loaded and offers no call for this one, so this library
// of its own is loaded before it.
//
// GOMP_SPINCOUNT is how often a thread looks at a barrier before it sleeps. The default of 300000 lasts several
// milliseconds, and MobileNetV2 has about 55 barriers. The medians of its runs with two threads on two processors of a
// Zen 4, in turns with ONNX Runtime's (which took 4.7 ms, and 15.8 ms beside a process that was always busy):
//
//   spins              1000   3000   4000   6000  12000  20000
//   left alone  ms      9.4    4.2    4.1    4.0    4.1    4.5
//   beside it   ms     10.0      -   18.7   24.0      -   61.9
//
// Threads that sleep too early are often woken on one and the same processor. 1000 spins last 25 us there.
//
// What the user has set stays. A spin is one pause instruction, whose length was seen on x86 only: elsewhere nothing is
// set.
#ifdef __x86_64__
__attribute__((constructor)) static void set_spin_count() {
  if (!std::getenv("OMP_WAIT_POLICY")) setenv("GOMP_SPINCOUNT", "4000", 0);
}
#endif
