// The loops for registers of WIDTH samples. Included once per instruction set: TARGET selects it, and NAME
// distinguishes the functions.

typedef float NAME(lanes) __attribute__((vector_size(4 * WIDTH), aligned(4), may_alias));
typedef float NAME(plain) __attribute__((vector_size(4 * WIDTH)));
typedef int NAME(bits) __attribute__((vector_size(4 * WIDTH), aligned(4), may_alias));

TARGET static inline __attribute__((always_inline)) NAME(lanes) NAME(chosen)(
    NAME(bits) truths, NAME(lanes) where_true, NAME(lanes) otherwise) {
  return (NAME(lanes))((truths & (NAME(bits))where_true) | (~truths & (NAME(bits))otherwise));
}

// One bit for each lane of a comparison's result.
TARGET static inline __attribute__((always_inline)) unsigned NAME(mask)(NAME(bits) truths) {
#if defined(__x86_64__) && WIDTH == 8
  return (unsigned)__builtin_ia32_movmskps256((NAME(plain))truths);
#elif defined(__x86_64__)
  return (unsigned)__builtin_ia32_movmskps((NAME(plain))truths);
#else
  unsigned mask = 0;
  for (int lane = 0; lane < WIDTH; lane++) mask |= (unsigned)(truths[lane] & 1) << lane;
  return mask;
#endif
}

// `value - factor * weight`, rounded once.
#if FUSED
TARGET static inline __attribute__((always_inline)) NAME(lanes) NAME(less)(
    NAME(lanes) value, NAME(lanes) factor, float weight) {
  const NAME(lanes) weights = (NAME(lanes)){0} + weight;
  return __builtin_elementwise_fma(-factor, weights, value);
}
#else
// In double the product is exact. Its sum with the value is rounded to odd, so that rounding it to float is as if only
// that had happened (Boldo and Melquiond 2008).
typedef double NAME(doubles) __attribute__((vector_size(8 * WIDTH)));
typedef long long NAME(words) __attribute__((vector_size(8 * WIDTH)));

TARGET static inline __attribute__((always_inline)) NAME(lanes) NAME(less)(
    NAME(lanes) value, NAME(lanes) factor, float weight) {
  const NAME(doubles) product = -__builtin_convertvector(factor, NAME(doubles)) * (double)weight;
  const NAME(doubles) added = __builtin_convertvector(value, NAME(doubles));
  const NAME(doubles) sum = product + added;
  const NAME(doubles) part = sum - product;
  const NAME(doubles) lost = (product - (sum - part)) + (added - part);
  const NAME(words) inexact = (lost > 0) | (lost < 0);
  const NAME(words) even = ((NAME(words))sum & 1) == 0;
  const NAME(words) inward = (lost > 0) ^ (sum > 0);
  // One step towards what was lost; a comparison is -1 where true.
  const NAME(words) step = (inexact & even) & (1 | inward);
  return __builtin_convertvector((NAME(doubles))((NAME(words))sum + step), NAME(lanes));
}
#endif

// One section for one row; the input replaces the value from two rows ago.
#define SECTION(in, out, number, older, newer)                                                     \
  const NAME(lanes) out = NAME(less)(                                                              \
      NAME(less)(in - past[number][older], past[number + 1][older], coefficients[number][1]),      \
      past[number + 1][newer], coefficients[number][0]);                                           \
  past[number][older] = in

// One row through all sections. The roles of the values from one and two rows ago alternate, so that nothing
// has to be moved.
#define ROW(place, older, newer)                                    \
  do {                                                              \
    const NAME(lanes) x = *(const NAME(lanes) *)(source + (place));  \
    SECTION(x, first, 0, older, newer);                             \
    SECTION(first, second, 1, older, newer);                        \
    SECTION(second, third, 2, older, newer);                        \
    SECTION(third, fourth, 3, older, newer);                        \
    past[4][older] = fourth;                                        \
    *(NAME(lanes) *)(target + (place)) = fourth * gain;              \
    STAY;                                                           \
  } while (0)

// Stops the compiler from hoisting a row's loads into the previous row, which has no registers to spare with
// sixteen of them: saves 12 % of the time.
#define STAY __asm__ volatile("" ::: "memory")

TARGET static void NAME(filter)(
    clane_chain *chain, const float *source, float *target, ptrdiff_t count, ptrdiff_t step, float gain) {
  step *= CLANE_LANES;
  float coefficients[CLANE_SECTIONS][2];
  memcpy(coefficients, chain->coefficients, sizeof coefficients);
  for (int part = 0; part < CLANE_LANES; part += WIDTH, source += WIDTH, target += WIDTH) {
    NAME(lanes) past[CLANE_SECTIONS + 1][2];
    for (int number = 0; number <= CLANE_SECTIONS; number++)
      for (int age = 0; age < 2; age++) past[number][age] = *(const NAME(lanes) *)(chain->memory[number][age] + part);
    ptrdiff_t row = 0;
    for (; row + 2 <= count; row += 2) {
      ROW(row * step, 1, 0);
      ROW((row + 1) * step, 0, 1);
    }
    const int odd = row < count;
    if (odd) ROW(row * step, 1, 0);
    for (int number = 0; number <= CLANE_SECTIONS; number++)
      for (int age = 0; age < 2; age++) {
        const NAME(lanes) value = past[number][odd ? 1 - age : age];
        const NAME(bits) tiny = (value < 1e-15f) & (value > -1e-15f);
        *(NAME(bits) *)(chain->memory[number][age] + part) = (NAME(bits))value & ~tiny;
      }
  }
}

TARGET static float NAME(largest_distance)(const float *values, ptrdiff_t count, float center, float least) {
  NAME(lanes) highest[2];
  for (int lane = 0; lane < WIDTH; lane++) highest[0][lane] = highest[1][lane] = least;
  ptrdiff_t index = 0;
  for (; index + 2 * WIDTH <= count; index += 2 * WIDTH)
    for (int part = 0; part < 2; part++) {
      const NAME(lanes) distance = *(const NAME(lanes) *)(values + index + part * WIDTH) - center;
      const NAME(bits) magnitude = (NAME(bits))distance & 0x7fffffff;
      const NAME(bits) higher = (NAME(lanes))magnitude > highest[part];
      highest[part] = NAME(chosen)(higher, (NAME(lanes))magnitude, highest[part]);
    }
  for (int lane = 0; lane < WIDTH; lane++)
    for (int part = 0; part < 2; part++) least = highest[part][lane] > least ? highest[part][lane] : least;
  for (; index < count; index++) {
    const float magnitude = __builtin_fabsf(values[index] - center);
    least = magnitude > least ? magnitude : least;
  }
  return least;
}

TARGET static ptrdiff_t NAME(maxima)(
    const float *values, ptrdiff_t count, float threshold, int32_t *positions) {
  ptrdiff_t found = 0, index = 1;
  for (; index + WIDTH < count; index += WIDTH) {
    const NAME(lanes) here = *(const NAME(lanes) *)(values + index);
    const NAME(bits) is_maximum = (here > threshold) & (here >= *(const NAME(lanes) *)(values + index - 1)) &
                                  (here > *(const NAME(lanes) *)(values + index + 1));
    for (unsigned left = NAME(mask)(is_maximum); left != 0; left &= left - 1)
      positions[found++] = (int32_t)(index + __builtin_ctz(left));
  }
  for (; index < count - 1; index++)
    if (values[index] > threshold && values[index] >= values[index - 1] && values[index] > values[index + 1])
      positions[found++] = (int32_t)index;
  return found;
}

TARGET static void NAME(extremes)(const float *values, ptrdiff_t count, float *highest, float *lowest) {
  NAME(lanes) high[4] = {0}, low[4] = {0};
  ptrdiff_t index = 0;
  for (; index + 4 * WIDTH <= count; index += 4 * WIDTH)
    for (int part = 0; part < 4; part++) {
      const NAME(lanes) here = *(const NAME(lanes) *)(values + index + part * WIDTH);
      high[part] = NAME(chosen)(here > high[part], here, high[part]);
      low[part] = NAME(chosen)(here < low[part], here, low[part]);
    }
  float most = 0, least = 0;
  for (int part = 0; part < 4; part++)
    for (int lane = 0; lane < WIDTH; lane++) {
      most = high[part][lane] > most ? high[part][lane] : most;
      least = low[part][lane] < least ? low[part][lane] : least;
    }
  for (; index < count; index++) {
    most = values[index] > most ? values[index] : most;
    least = values[index] < least ? values[index] : least;
  }
  *highest = most;
  *lowest = least;
}

#undef ROW
#undef STAY
#undef SECTION
