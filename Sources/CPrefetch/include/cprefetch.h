// A processor hint that Swift cannot express.
#ifndef TIBIALIS_CPREFETCH_H
#define TIBIALIS_CPREFETCH_H

#include <stddef.h>

/// Prefetches `bytes` bytes from `start`. Any address is allowed: a prefetch never faults.
static inline void cprefetch(const void *start, ptrdiff_t bytes) {
  for (ptrdiff_t line = 0; line < bytes; line += 64) __builtin_prefetch((const char *)start + line);
}

#endif
