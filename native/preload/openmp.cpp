#include <cstdlib>

// libgomp reads its settings from the environment when it is loaded and offers no call for this one, so this library
// of its own is loaded before it.
//
// GOMP_SPINCOUNT is how often a thread looks at a barrier before it sleeps. The default of 300000 lasts several
// milliseconds. MobileNetV2 has about 65 barriers; with two threads on two processors that other processes used as
// well, a run took 30 to 115 ms by the default, 10.5 ms by 1000 spins and 8.2 ms by 100. Left alone it took 3.5,
// 3.6 and 5.0 ms (Zen 4, oneDNN 3.11). 1000 spins last 25 us there.
//
// What the user has set stays. A spin is one pause instruction, whose length was seen on x86 only: elsewhere nothing is
// set.
#ifdef __x86_64__
__attribute__((constructor)) static void set_spin_count() {
  if (!std::getenv("OMP_WAIT_POLICY")) setenv("GOMP_SPINCOUNT", "1000", 0);
}
#endif
