// A hint to the processor that Swift has no word for.
#ifndef TIBIALIS_CPREFETCH_H
#define TIBIALIS_CPREFETCH_H

#include <stddef.h>

/// Asks for `bytes` bytes from `start` on, to be read soon. Any address will do: nothing is read that is not there.
static inline void cprefetch(const void *start, ptrdiff_t bytes) {
  for (ptrdiff_t line = 0; line < bytes; line += 64) __builtin_prefetch((const char *)start + line);
}

#endif
