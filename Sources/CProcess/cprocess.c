#include "cprocess.h"

// Also defines __GLIBC__.
#include <stdlib.h>

static int argument_count;
static char **argument_values;

// glibc and Darwin also pass main's arguments to constructors.
__attribute__((constructor)) static void keep_arguments(int count, char **values) {
#if defined(__GLIBC__) || defined(__APPLE__)
  argument_count = count;
  argument_values = values;
#else
  (void)count;
  (void)values;
#endif
}

int cprocess_argument_count(void) { return argument_count; }

const char *cprocess_argument(int index) {
  return index >= 0 && index < argument_count ? argument_values[index] : NULL;
}
