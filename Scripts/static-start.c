// Linked into the static executable alone. Swift's runtime asks the loader where it lies; without a loader the answer
// comes from /proc, and where there is none (an empty root) the runtime would end the program before it began.
#include <stdlib.h>
#include <unistd.h>

__attribute__((constructor(101))) static void name_runtime_folder(void) {
  if (access("/proc/self/exe", F_OK) != 0) setenv("SWIFT_ROOT", "/", 0);
}
