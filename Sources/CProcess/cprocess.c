#include "cprocess.h"

// Also defines __GLIBC__.
#include <stdlib.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

static int argument_count;
static char **argument_values;

// glibc and Darwin also pass main's arguments to constructors.
__attribute__((constructor)) static void keep_arguments(int count, char **values) {
#if defined(__GLIBC__) || defined(__APPLE__)
  argument_count = count;
  argument_values = values;
#else
  (void)count;
  (void)values;
#endif
}

int cprocess_argument_count(void) { return argument_count; }

const char *cprocess_argument(int index) {
  return index >= 0 && index < argument_count ? argument_values[index] : NULL;
}

void cprocess_keep_freed_memory(void) {
#if defined(__GLIBC__)
  // Without these glibc gives back each array of more than 128 KiB as it is freed, and the next one is cleared anew,
  // page by page.
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
#endif
}
