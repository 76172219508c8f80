// The filter's inner loops, over rows of eight samples: one sample of each of eight stretches of the night.
//
// In C, because Swift has no way to compile one function for two instruction sets and to choose when the program runs:
// with AVX2 a row is one register and not two. Both forms do the same operations in the same order, so that their
// results are the same bit for bit (`KernelTests`).
#ifndef TIBIALIS_CLANEFILTER_H
#define TIBIALIS_CLANEFILTER_H

#include <stddef.h>

/// Second-order sections of a band-pass, one behind the other, with their zeros at +1 and -1:
/// y = (x - x2) - a2 y2 - a1 y1.
#define CLANE_SECTIONS 4
/// Samples in a row.
#define CLANE_LANES 8

typedef struct {
  /// a1 and a2 of each section.
  float coefficients[CLANE_SECTIONS][2];
  /// What goes in and what each section gives out, one row old and two rows old.
  float memory[CLANE_SECTIONS + 1][2][CLANE_LANES];
} clane_chain;

/// Whether this processor has registers of eight samples.
int clane_has_wide(void);

/// Filters `count` rows from `source` into `target`, which may be the same rows, upwards (`step` 1) or downwards
/// (`step` -1), and multiplies what it writes by `gain`. Memory so small that it would become subnormal is set to 0.
///
/// Precondition: `count` rows lie from `source` and from `target` on in the direction of `step`, each aligned to 4 bytes;
/// `wide` is 0 or `clane_has_wide()`.
void clane_filter(
    clane_chain *chain, const float *source, float *target, ptrdiff_t count, ptrdiff_t step, float gain, int wide);

/// Rows `0..<count` from eight streams that begin `stride` samples apart.
///
/// Precondition: each stream has `count` samples, and there is room for `count` rows.
void clane_interleave(const float *streams, ptrdiff_t stride, ptrdiff_t count, float *rows);

/// Eight streams, `stride` samples apart, from `count` rows.
///
/// Precondition: each stream has room for `count` samples.
void clane_separate(const float *rows, ptrdiff_t count, float *streams, ptrdiff_t stride);

#endif
