#define _DEFAULT_SOURCE
#include "cprocess.h"

// Also defines __GLIBC__.
#include <stdlib.h>
#if defined(__GLIBC__)
#include <malloc.h>
#include <stdint.h>
#include <sys/mman.h>
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

void cprocess_prepare_heap(void) {
#if defined(__GLIBC__) && defined(MADV_HUGEPAGE)
  // glibc raises these limits only step by step, as arrays are freed; until then it gives the memory of each back, and
  // the next one is cleared anew, page by page.
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
  // Freed at once, so this only tells the kernel that the first part of the heap may come in pages of 2 MiB, which takes
  // a hundredth of the page faults. What is never used never becomes memory.
  const size_t room = 31 << 20;
  char *const first = malloc(room);
  if (first == NULL) return;
  const uintptr_t page = 2 << 20, start = ((uintptr_t)first + page - 1) & ~(page - 1);
  madvise((void *)start, room - (start - (uintptr_t)first), MADV_HUGEPAGE);
  free(first);
#endif
}
