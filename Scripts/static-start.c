// Linked only into the static executable. Swift's runtime asks the loader for its own path; without a loader the
// answer comes from /proc, and without /proc (an empty root) the runtime would abort before main.
#include <stdlib.h>
#include <unistd.h>

__attribute__((constructor(101))) static void name_runtime_folder(void) {
  if (access("/proc/self/exe", F_OK) != 0) setenv("SWIFT_ROOT", "/", 0);
}
