#include "creaders.h"

#include <edflib.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

long creader_map(const char *path, long data_offset, long records, long record_bytes, const long offsets[2],
                 long samples, int bytes_per_sample, const float gains[2], const float zeros[2], float *out[2]) {
  int fd = open(path, O_RDONLY);
  struct stat facts;
  if (fd < 0 || fstat(fd, &facts) != 0) return -1;
  const uint8_t *map = mmap(NULL, (size_t)facts.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
  close(fd);
  if (map == MAP_FAILED) return -1;
  for (int leg = 0; leg < 2; leg++) {
    out[leg] = malloc((size_t)(records * samples) * sizeof(float));
    if (!out[leg]) return -1;
  }
  for (long record = 0; record < records; record++) {
    for (int leg = 0; leg < 2; leg++) {
      const uint8_t *from = map + data_offset + record * record_bytes + offsets[leg];
      float *to = out[leg] + record * samples;
      const float gain = gains[leg], zero = zeros[leg];
      if (bytes_per_sample == 2) {
        for (long i = 0; i < samples; i++) {
          int16_t value;
          memcpy(&value, from + 2 * i, 2);
          to[i] = (float)value * gain + zero;
        }
      } else {
        for (long i = 0; i < samples; i++) {
          uint32_t value = from[3 * i] | (uint32_t)from[3 * i + 1] << 8 | (uint32_t)from[3 * i + 2] << 16;
          to[i] = (float)((int32_t)(value << 8) >> 8) * gain + zero;
        }
      }
    }
  }
  munmap((void *)map, (size_t)facts.st_size);
  return records * samples;
}

long creader_libedf(const char *path, const int signals[2], long samples, int with_annotations, float *out[2]) {
  struct edf_hdr_struct *header = calloc(1, sizeof(*header));
  if (!header || edfopen_file_readonly(path, header, with_annotations ? 2 : 0) != 0) return -1;
  enum { block = 16384 };
  static double buffer[block];
  for (int leg = 0; leg < 2; leg++) {
    out[leg] = malloc((size_t)samples * sizeof(float));
    if (!out[leg]) return -1;
    for (long done = 0; done < samples;) {
      int count = edfread_physical_samples(header->handle, signals[leg], block, buffer);
      if (count <= 0) return -1;
      for (int i = 0; i < count && done < samples; i++) out[leg][done++] = (float)buffer[i];
    }
  }
  edfclose_file(header->handle);
  free(header);
  return samples;
}

long creader_span(const char *path, long data_offset, long records, long record_bytes, long offset, long bytes) {
  int fd = open(path, O_RDONLY);
  char *buffer = malloc((size_t)bytes);
  long sum = 0;
  if (fd < 0 || !buffer) return -1;
  for (long record = 0; record < records; record++) {
    if (pread(fd, buffer, (size_t)bytes, data_offset + record * record_bytes + offset) != bytes) return -1;
    sum += buffer[0];
  }
  free(buffer);
  close(fd);
  return sum;
}
