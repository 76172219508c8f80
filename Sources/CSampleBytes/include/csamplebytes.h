// What Swift cannot express about the bytes of samples: a hint to the processor, a loop for an instruction set
// that not every processor has, a flag of open files.
#ifndef TIBIALIS_CSAMPLEBYTES_H
#define TIBIALIS_CSAMPLEBYTES_H

#include <stddef.h>

/// Prefetches `bytes` bytes from `start`. Any address is allowed: a prefetch never faults.
static inline void cprefetch(const void *start, ptrdiff_t bytes) {
  for (ptrdiff_t line = 0; line < bytes; line += 64) __builtin_prefetch((const char *)start + line);
}

/// Converts little-endian 16-bit samples to `sample * gain + offset`, rounding twice, sixteen at a time.
///
/// Precondition: `count` samples from `bytes`, not necessarily aligned, and room for as many in `output`.
///
/// Returns how many were converted: a multiple of sixteen, 0 on a processor without registers of that size.
ptrdiff_t csamples_from_int16(const void *bytes, ptrdiff_t count, float gain, float offset, float *output);

/// Stops reads through a descriptor opened with `O_NONBLOCK` from noting the file's access time, which costs a
/// twentieth of each. Only the file's owner may do so; for others nothing changes.
void csamples_without_access_time(int descriptor);

#endif
