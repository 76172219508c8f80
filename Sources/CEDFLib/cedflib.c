#include "cedflib.h"

#include <edflib.h>
#include <stdlib.h>
#include <string.h>

struct cedflib_file {
  struct edf_hdr_struct header;
};

// libedf 1.23 has no version macro, so its header is identified by the size of its struct. A library of the
// same name with another layout would write past the end of ours.
int cedflib_compiled_version(void) {
  switch (sizeof(struct edf_hdr_struct)) {
  case 149344: return 123;
  case 951152: return 127;
  default: return 0;
  }
}

int cedflib_running_version(void) { return edflib_version(); }

int cedflib_signal_limit(void) { return EDFLIB_MAXSIGNALS; }

int cedflib_record_limit(int is_bdf) { return (is_bdf ? 15 : 10) * 1024 * 1024; }

cedflib_file *cedflib_open(const char *path, int with_annotations, int *error) {
  cedflib_file *file = calloc(1, sizeof(*file));
  if (!file) {
    *error = EDFLIB_MALLOC_ERROR;
    return NULL;
  }
  int mode = with_annotations ? EDFLIB_READ_ALL_ANNOTATIONS : EDFLIB_DO_NOT_READ_ANNOTATIONS;
  if (edfopen_file_readonly(path, &file->header, mode) != 0) {
    *error = file->header.filetype;
    free(file);
    return NULL;
  }
  *error = 0;
  return file;
}

void cedflib_close(cedflib_file *file) {
  edfclose_file(file->header.handle);
  free(file);
}

int cedflib_signal_count(const cedflib_file *file) { return file->header.edfsignals; }

long long cedflib_sample_count(const cedflib_file *file, int signal) {
  if (signal < 0 || signal >= file->header.edfsignals) return -1;
  return file->header.signalparam[signal].smp_in_file;
}

int cedflib_read_digital(cedflib_file *file, int signal, long long first, int count, int *samples) {
  if (edfseek(file->header.handle, signal, first, EDFSEEK_SET) != first) return -1;
  return edfread_digital_samples(file->header.handle, signal, count, samples);
}

long long cedflib_annotation_count(const cedflib_file *file) { return file->header.annotations_in_file; }

int cedflib_annotation(cedflib_file *file, int index, long long *onset, long long *duration, char *text,
                       int capacity) {
  struct edf_annotation_struct annotation;
  if (capacity < 1 || edf_get_annotation(file->header.handle, index, &annotation) != 0) return -1;
  *onset = annotation.onset;
  *duration = annotation.duration_l;
  strncpy(text, annotation.annotation, (size_t)capacity - 1);
  text[capacity - 1] = 0;
  return 0;
}
