// The processor's own SHA-256, for which Swift has no instructions.
#ifndef TIBIALIS_CDIGEST_H
#define TIBIALIS_CDIGEST_H

#include <stddef.h>
#include <stdint.h>

/// Adds whole blocks of 64 bytes to a SHA-256 state (FIPS 180-4, 6.2.2).
///
/// Precondition: `blocks` times 64 bytes at `bytes`, eight words at `state`, and the 64 constants of the standard.
///
/// Returns how many blocks were added: all, or 0 on a processor without the instructions.
ptrdiff_t cdigest_sha256(uint32_t *state, const void *bytes, ptrdiff_t blocks, const uint32_t *constants);

#endif
