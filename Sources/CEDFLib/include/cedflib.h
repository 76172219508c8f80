// A narrow face to Debian's libedf: an opaque handle, so that its 149 KB header struct never meets Swift.
// Opening and closing are not thread-safe in libedf; the caller holds a lock around them.
#ifndef CEDFLIB_H
#define CEDFLIB_H

typedef struct cedflib_file cedflib_file;

/// Version of the header this was compiled with (123 for 1.23), 0 if its layout is not known.
int cedflib_compiled_version(void);

/// Version of the library that is loaded.
int cedflib_running_version(void);

/// Signals, and bytes of a record, that the library takes at most.
int cedflib_signal_limit(void);
int cedflib_record_limit(int is_bdf);

/// Opens a file for reading; with annotations if asked. Returns null and sets error to libedf's code.
cedflib_file *cedflib_open(const char *path, int with_annotations, int *error);
void cedflib_close(cedflib_file *file);

int cedflib_signal_count(const cedflib_file *file);
long long cedflib_sample_count(const cedflib_file *file, int signal);

/// Reads count digital samples from sample first on. Returns how many were read, or -1.
int cedflib_read_digital(cedflib_file *file, int signal, long long first, int count, int *samples);

long long cedflib_annotation_count(const cedflib_file *file);

/// One annotation: times in units of 100 ns (duration negative if there is none), text ended by NUL and cut to
/// capacity. Returns 0, or -1 if there is none of that index.
int cedflib_annotation(cedflib_file *file, int index, long long *onset, long long *duration, char *text,
                       int capacity);

#endif
