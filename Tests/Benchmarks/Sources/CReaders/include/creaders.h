// The yardsticks: what plain C does with the same file.
#ifndef CREADERS_H
#define CREADERS_H

/// Maps the file and converts two channels of every record to Float32 microvolts.
/// Returns the number of samples of each, or -1. The caller frees the arrays.
long creader_map(const char *path, long data_offset, long records, long record_bytes, const long offsets[2],
                 long samples, int bytes_per_sample, const float gains[2], const float zeros[2], float *out[2]);

/// The same through libedf, with and without its annotations.
long creader_libedf(const char *path, const int signals[2], long samples, int with_annotations, float *out[2]);

/// Reads the bytes of one channel of every record, and does nothing with them: what opening cannot undercut.
long creader_span(const char *path, long data_offset, long records, long record_bytes, long offset, long bytes);

#endif
