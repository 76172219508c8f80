// A narrow interface to Debian's libedf: an opaque handle, so that its 149 KB header struct is never imported
// into Swift. Opening and closing are not thread-safe in libedf; the caller must hold a lock around them.
#ifndef CEDFLIB_H
#define CEDFLIB_H

typedef struct cedflib_file cedflib_file;

/// Version of the header this was compiled with (123 for 1.23); 0 if its layout is unknown.
int cedflib_compiled_version(void);

/// Version of the loaded library.
int cedflib_running_version(void);

/// The most signals, and bytes per record, that the library accepts.
int cedflib_signal_limit(void);
int cedflib_record_limit(int is_bdf);

/// Opens a file for reading, with annotations if asked. Returns null and sets error to libedf's code on
/// failure.
cedflib_file *cedflib_open(const char *path, int with_annotations, int *error);
void cedflib_close(cedflib_file *file);

int cedflib_signal_count(const cedflib_file *file);
long long cedflib_sample_count(const cedflib_file *file, int signal);

/// Reads count digital samples starting at sample first. Returns the number read, or -1.
int cedflib_read_digital(cedflib_file *file, int signal, long long first, int count, int *samples);

long long cedflib_annotation_count(const cedflib_file *file);

/// One annotation: times in units of 100 ns (duration negative if there is none), text NUL-terminated and
/// truncated to capacity. Returns 0, or -1 if there is no annotation with that index.
int cedflib_annotation(cedflib_file *file, int index, long long *onset, long long *duration, char *text,
                       int capacity);

#endif
