#include "clanefilter.h"

#include <stdint.h>
#include <string.h>

// Fused only where every form fuses: a multiply-add rounds once, separate operations round twice.
#pragma STDC FP_CONTRACT OFF

#define NAME(function) function##_narrow
#define TARGET
#define WIDTH 4
#if defined(__aarch64__)
#define FUSED 1
#else
#define FUSED 0
#endif
#include "forms.h"
#undef NAME
#undef TARGET
#undef WIDTH
#undef FUSED

#if defined(__x86_64__)
#define NAME(function) function##_wide
#define TARGET __attribute__((target("avx2,fma")))
#define WIDTH 8
#define FUSED 1
#include "forms.h"
#undef NAME
#undef TARGET

#define NAME(function) function##_many
#define TARGET __attribute__((target("avx2,fma,avx512f,avx512vl,prefer-256-bit")))
#include "forms.h"
#undef NAME
#undef TARGET
#undef WIDTH
#undef FUSED
#endif

clane_registers clane_best_registers(void) {
#if defined(__x86_64__)
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return clane_narrow;
  return __builtin_cpu_supports("avx512vl") ? clane_many : clane_wide;
#else
  return clane_narrow;
#endif
}

void clane_filter(
    clane_chain *chain, const float *source, float *target, ptrdiff_t count, ptrdiff_t step, float gain,
    clane_registers registers) {
#if defined(__x86_64__)
  if (registers == clane_many) return filter_many(chain, source, target, count, step, gain);
  if (registers == clane_wide) return filter_wide(chain, source, target, count, step, gain);
#endif
  (void)registers;
  filter_narrow(chain, source, target, count, step, gain);
}

float clane_largest_distance(
    const float *values, ptrdiff_t count, float center, float least, clane_registers registers) {
#if defined(__x86_64__)
  if (registers == clane_many) return largest_distance_many(values, count, center, least);
  if (registers == clane_wide) return largest_distance_wide(values, count, center, least);
#endif
  (void)registers;
  return largest_distance_narrow(values, count, center, least);
}

ptrdiff_t clane_maxima(
    const float *values, ptrdiff_t count, float threshold, int32_t *positions, clane_registers registers) {
#if defined(__x86_64__)
  if (registers >= clane_wide) return maxima_wide(values, count, threshold, positions);
#endif
  (void)registers;
  return maxima_narrow(values, count, threshold, positions);
}

void clane_extremes(
    const float *values, ptrdiff_t count, float *highest, float *lowest, clane_registers registers) {
#if defined(__x86_64__)
  if (registers >= clane_wide) return extremes_wide(values, count, highest, lowest);
#endif
  (void)registers;
  extremes_narrow(values, count, highest, lowest);
}

// Four rows of four become four columns.
#define TRANSPOSE(a, b, c, d)                                                                              \
  const lanes_narrow low_ab = __builtin_shufflevector(a, b, 0, 4, 1, 5);                                   \
  const lanes_narrow low_cd = __builtin_shufflevector(c, d, 0, 4, 1, 5);                                   \
  const lanes_narrow high_ab = __builtin_shufflevector(a, b, 2, 6, 3, 7);                                  \
  const lanes_narrow high_cd = __builtin_shufflevector(c, d, 2, 6, 3, 7);                                  \
  a = __builtin_shufflevector(low_ab, low_cd, 0, 1, 4, 5);                                                 \
  b = __builtin_shufflevector(low_ab, low_cd, 2, 3, 6, 7);                                                 \
  c = __builtin_shufflevector(high_ab, high_cd, 0, 1, 4, 5);                                               \
  d = __builtin_shufflevector(high_ab, high_cd, 2, 3, 6, 7)

// In both functions four streams come first and then the other four: eight streams a power of two apart would
// need as many lines as a cache set holds.

void clane_interleave(const float *streams, ptrdiff_t stride, ptrdiff_t count, float *rows) {
  for (int part = 0; part < CLANE_LANES; part += 4, rows += 4, streams += 4 * stride) {
    ptrdiff_t row = 0;
    for (; row + 4 <= count; row += 4) {
      const float *from = streams + row;
      float *to = rows + row * CLANE_LANES;
      lanes_narrow a = *(const lanes_narrow *)from, b = *(const lanes_narrow *)(from + stride);
      lanes_narrow c = *(const lanes_narrow *)(from + 2 * stride), d = *(const lanes_narrow *)(from + 3 * stride);
      TRANSPOSE(a, b, c, d);
      *(lanes_narrow *)to = a;
      *(lanes_narrow *)(to + CLANE_LANES) = b;
      *(lanes_narrow *)(to + 2 * CLANE_LANES) = c;
      *(lanes_narrow *)(to + 3 * CLANE_LANES) = d;
    }
    for (; row < count; row++)
      for (int lane = 0; lane < 4; lane++) rows[row * CLANE_LANES + lane] = streams[lane * stride + row];
  }
}

// The backward pass delivers the block before this one next; its places are a stride apart, which the hardware
// does not foresee. Before the first one there is nothing to ask for, but a prefetch never faults.
static void ask_for_block_before(float *streams, ptrdiff_t stride, ptrdiff_t count) {
  const ptrdiff_t samples_in_line = 16;
  for (int lane = 0; lane < CLANE_LANES; lane++)
    for (ptrdiff_t row = 0; row < count; row += samples_in_line)
      __builtin_prefetch((const void *)((uintptr_t)(streams + lane * stride + row) - sizeof(float) * (size_t)count), 1);
}

void clane_separate(const float *rows, ptrdiff_t count, float *streams, ptrdiff_t stride) {
  ask_for_block_before(streams, stride, count);
  for (int part = 0; part < CLANE_LANES; part += 4, rows += 4, streams += 4 * stride) {
    ptrdiff_t row = 0;
    for (; row + 4 <= count; row += 4) {
      const float *from = rows + row * CLANE_LANES;
      float *to = streams + row;
      lanes_narrow a = *(const lanes_narrow *)from, b = *(const lanes_narrow *)(from + CLANE_LANES);
      lanes_narrow c = *(const lanes_narrow *)(from + 2 * CLANE_LANES);
      lanes_narrow d = *(const lanes_narrow *)(from + 3 * CLANE_LANES);
      TRANSPOSE(a, b, c, d);
      *(lanes_narrow *)to = a;
      *(lanes_narrow *)(to + stride) = b;
      *(lanes_narrow *)(to + 2 * stride) = c;
      *(lanes_narrow *)(to + 3 * stride) = d;
    }
    for (; row < count; row++)
      for (int lane = 0; lane < 4; lane++) streams[lane * stride + row] = rows[row * CLANE_LANES + lane];
  }
}
