// What the C library knows of the process and Swift's Glibc module does not pass on.
#ifndef TIBIALIS_CPROCESS_H
#define TIBIALIS_CPROCESS_H

/// The arguments that the process was started with, the program's name first; 0 where the C library does not tell.
int cprocess_argument_count(void);
/// Argument `index`; valid as long as the process. NULL for one that is not there.
const char *cprocess_argument(int index);

#endif
