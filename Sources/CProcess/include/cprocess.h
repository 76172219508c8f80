// Process information that the C library has but Swift's Glibc module does not expose.
#ifndef TIBIALIS_CPROCESS_H
#define TIBIALIS_CPROCESS_H

/// The number of arguments the process was started with, program name included; 0 where the C library does
/// not tell.
int cprocess_argument_count(void);
/// Argument `index`, valid for the life of the process; NULL if there is none.
const char *cprocess_argument(int index);

/// Lets the process keep freed memory for its next arrays, in large pages where the kernel has them; affects only the
/// speed. Nothing where the C library is not glibc.
void cprocess_prepare_heap(void);

#endif
