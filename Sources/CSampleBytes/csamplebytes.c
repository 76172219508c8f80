#define _GNU_SOURCE
#include "csamplebytes.h"

#include <fcntl.h>

// A fused multiply-add rounds once, where the loop for other processors rounds twice.
#pragma STDC FP_CONTRACT OFF

#if defined(__x86_64__)
typedef short samples __attribute__((vector_size(16), aligned(1), may_alias));
typedef float numbers __attribute__((vector_size(32), aligned(4), may_alias));

__attribute__((target("avx2"))) static ptrdiff_t wide(
    const char *bytes, ptrdiff_t count, float gain, float offset, float *output) {
  ptrdiff_t index = 0;
  for (; index + 16 <= count; index += 16)
    for (int half = 0; half < 16; half += 8) {
      const samples eight = *(const samples *)(bytes + 2 * (index + half));
      *(numbers *)(output + index + half) = __builtin_convertvector(eight, numbers) * gain + offset;
    }
  return index;
}
#endif

ptrdiff_t csamples_from_int16(const void *bytes, ptrdiff_t count, float gain, float offset, float *output) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) return wide(bytes, count, gain, offset, output);
#endif
  (void)bytes, (void)count, (void)gain, (void)offset, (void)output;
  return 0;
}

void csamples_without_access_time(int descriptor) {
#if defined(O_NOATIME)
  fcntl(descriptor, F_SETFL, O_NONBLOCK | O_NOATIME);
#endif
  (void)descriptor;
}
