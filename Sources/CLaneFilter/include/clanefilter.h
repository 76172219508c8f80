// The filter's inner loops, over rows of eight samples, one from each of eight parts of the night.
//
// In C, because Swift cannot compile one function for several instruction sets and choose at run time: with AVX2
// a row is one register instead of two, with FMA a product and a difference are one instruction, and with AVX-512VL
// there are thirty-two registers, so that the state of four sections need not leave them. All forms perform the same
// operations in the same order, and a processor without FMA imitates it, so their results are identical bit for bit
// (`KernelTests`).
#ifndef TIBIALIS_CLANEFILTER_H
#define TIBIALIS_CLANEFILTER_H

#include <stddef.h>
#include <stdint.h>

/// Cascaded second-order sections of a band-pass, each with zeros at +1 and -1: y = (x - x2) - a2 y2 - a1 y1.
#define CLANE_SECTIONS 4
/// Samples in a row.
#define CLANE_LANES 8

typedef struct {
  /// a1 and a2 of each section.
  float coefficients[CLANE_SECTIONS][2];
  /// The input and each section's output, one and two rows ago.
  float memory[CLANE_SECTIONS + 1][2][CLANE_LANES];
} clane_chain;

/// Which form a function uses; each is as good as those before it.
typedef enum {
  /// Registers of four samples.
  clane_narrow = 0,
  /// Sixteen registers of eight samples.
  clane_wide = 1,
  /// Thirty-two registers of eight samples.
  clane_many = 2,
} clane_registers;

/// The best form for this processor.
clane_registers clane_best_registers(void);

/// Filters `count` rows from `source` into `target`, which may be the same rows, forwards (`step` 1) or
/// backwards (`step` -1), and multiplies the output by `gain`. State values that would become subnormal are
/// set to 0.
///
/// Precondition: `count` rows are accessible from `source` and from `target` in the direction of `step`,
/// aligned to 4 bytes; `registers` is at most `clane_best_registers()`.
void clane_filter(
    clane_chain *chain, const float *source, float *target, ptrdiff_t count, ptrdiff_t step, float gain,
    clane_registers registers);

/// Fills rows `0..<count` from eight streams that begin `stride` samples apart.
///
/// Precondition: each stream has `count` samples, and there is room for `count` rows.
void clane_interleave(const float *streams, ptrdiff_t stride, ptrdiff_t count, float *rows);

/// Splits `count` rows into eight streams, `stride` samples apart.
///
/// Precondition: each stream has room for `count` samples.
void clane_separate(const float *rows, ptrdiff_t count, float *streams, ptrdiff_t stride);

/// The largest distance of `count` values from `center`, at least `least`.
///
/// Precondition: `count` values; `registers` is at most `clane_best_registers()`.
float clane_largest_distance(
    const float *values, ptrdiff_t count, float center, float least, clane_registers registers);

/// The positions of values above `threshold` that are at least as high as the one before and higher than the one after,
/// in order.
///
/// Precondition: `count` values, of which the first and the last are not examined, and room for `count` positions.
///
/// Returns how many were found.
ptrdiff_t clane_maxima(
    const float *values, ptrdiff_t count, float threshold, int32_t *positions, clane_registers registers);

/// Sets `highest` and `lowest` to the extreme values, 0 included.
///
/// Precondition: `count` values.
void clane_extremes(
    const float *values, ptrdiff_t count, float *highest, float *lowest, clane_registers registers);

#endif
