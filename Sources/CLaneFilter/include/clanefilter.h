// The filter's inner loops, over rows of eight samples, one from each of eight parts of the night.
//
// In C, because Swift cannot compile one function for two instruction sets and choose at run time: with AVX2
// a row is one register instead of two. Both forms perform the same operations in the same order, so their
// results are identical bit for bit (`KernelTests`).
#ifndef TIBIALIS_CLANEFILTER_H
#define TIBIALIS_CLANEFILTER_H

#include <stddef.h>

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

/// Whether this processor has registers of eight samples; 1 or 0.
int clane_has_wide(void);

/// Filters `count` rows from `source` into `target`, which may be the same rows, forwards (`step` 1) or
/// backwards (`step` -1), and multiplies the output by `gain`. State values that would become subnormal are
/// set to 0.
///
/// Precondition: `count` rows are accessible from `source` and from `target` in the direction of `step`,
/// aligned to 4 bytes; `wide` is 0 or `clane_has_wide()`.
void clane_filter(
    clane_chain *chain, const float *source, float *target, ptrdiff_t count, ptrdiff_t step, float gain, int wide);

/// Fills rows `0..<count` from eight streams that begin `stride` samples apart.
///
/// Precondition: each stream has `count` samples, and there is room for `count` rows.
void clane_interleave(const float *streams, ptrdiff_t stride, ptrdiff_t count, float *rows);

/// Splits `count` rows into eight streams, `stride` samples apart.
///
/// Precondition: each stream has room for `count` samples.
void clane_separate(const float *rows, ptrdiff_t count, float *streams, ptrdiff_t stride);

#endif
