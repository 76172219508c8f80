// Fails the k-th call of one kind, for Scripts/fault-test: LD_PRELOAD this library and set
//   FAULT_CALL   open, read, pread, write, pwrite, fsync, close, rename, mkdir, unlink, flock,
//                ftruncate, readdir
//   FAULT_NUMBER which one, from 1
//   FAULT_ERRNO  what it fails with, a number; or "short": half of the bytes that were asked for
//   FAULT_BYTES  FROM-TO: preads that touch these bytes of a file within FAULT_BAD fail with EIO, each time, as on a disk
//                that is worn; several with commas between them
//   FAULT_BAD    the file that has them
//   FAULT_WITHIN only calls on paths that begin with this, so that the loader's own files are left alone
//   FAULT_COUNTS a file that gets how often each call came: a line of name and number, one process after the other
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const calls[] = {"open",   "read",  "pread", "write",   "pwrite", "fsync",
                                    "close",  "rename", "mkdir", "unlink", "flock",  "ftruncate", "readdir"};
enum { kinds = sizeof calls / sizeof *calls };
static atomic_int counts[kinds];

static int path_is_within(const char *path) {
  const char *within = getenv("FAULT_WITHIN");
  return within == NULL || strncmp(path, within, strlen(within)) == 0;
}

static int descriptor_is_within(int descriptor) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  return path_is_within(path);
}

__attribute__((destructor)) static void write_counts(void) {
  const char *path = getenv("FAULT_COUNTS");
  FILE *file = path ? fopen(path, "a") : NULL;
  if (file == NULL) return;
  for (int kind = 0; kind < kinds; kind++) fprintf(file, "%s %d\n", calls[kind], counts[kind]);
  fclose(file);
}

// 0: go on; 1: fail with errno set; 2: half of the bytes.
static int fault(const char *call, int is_within) {
  if (!is_within) return 0;
  int kind = 0;
  while (kind < kinds && strcmp(calls[kind], call) != 0) kind++;
  int place = atomic_fetch_add(&counts[kind], 1) + 1;
  const char *wanted = getenv("FAULT_CALL");
  if (wanted == NULL || strcmp(wanted, call) != 0) return 0;
  const char *number = getenv("FAULT_NUMBER");
  if (place != (number ? atoi(number) : 1)) return 0;
  const char *code = getenv("FAULT_ERRNO");
  if (code && strcmp(code, "short") == 0) return 2;
  errno = code ? atoi(code) : EIO;
  return 1;
}

#define REAL(type, name, ...) type (*real)(__VA_ARGS__) = dlsym(RTLD_NEXT, name)

#define OPEN(name)                                                        \
  int name(const char *path, int flags, ...) {                           \
    REAL(int, #name, const char *, int, ...);                            \
    va_list arguments;                                                    \
    va_start(arguments, flags);                                           \
    int mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(arguments, int) : 0; \
    va_end(arguments);                                                    \
    if (fault("open", path_is_within(path)) == 1) return -1;             \
    return real(path, flags, mode);                                       \
  }
OPEN(open)
OPEN(open64)

ssize_t read(int descriptor, void *buffer, size_t bytes) {
  REAL(ssize_t, "read", int, void *, size_t);
  int how = fault("read", descriptor_is_within(descriptor));
  if (how == 1) return -1;
  return real(descriptor, buffer, how == 2 && bytes > 1 ? bytes / 2 : bytes);
}

static int is_worn(int descriptor, off_t offset, size_t bytes) {
  const char *ranges = getenv("FAULT_BYTES"), *bad = getenv("FAULT_BAD");
  if (ranges == NULL || bad == NULL) return 0;
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  if (strcmp(path, bad) != 0) return 0;
  while (*ranges) {
    char *end;
    long long from = strtoll(ranges, &end, 10), to = *end == '-' ? strtoll(end + 1, &end, 10) : from + 1;
    if (offset < to && offset + (off_t)bytes > from) {
      errno = EIO;
      return 1;
    }
    ranges = *end == ',' ? end + 1 : end + strlen(end);
  }
  return 0;
}

#define PREAD(name)                                                         \
  ssize_t name(int descriptor, void *buffer, size_t bytes, off_t offset) { \
    REAL(ssize_t, #name, int, void *, size_t, off_t);                       \
    if (is_worn(descriptor, offset, bytes)) return -1;                      \
    int how = fault("pread", descriptor_is_within(descriptor));             \
    if (how == 1) return -1;                                                \
    return real(descriptor, buffer, how == 2 && bytes > 1 ? bytes / 2 : bytes, offset); \
  }
PREAD(pread)
PREAD(pread64)

ssize_t write(int descriptor, const void *buffer, size_t bytes) {
  REAL(ssize_t, "write", int, const void *, size_t);
  int how = fault("write", descriptor_is_within(descriptor));
  if (how == 1) return -1;
  return real(descriptor, buffer, how == 2 && bytes > 1 ? bytes / 2 : bytes);
}

#define PWRITE(name)                                                              \
  ssize_t name(int descriptor, const void *buffer, size_t bytes, off_t offset) { \
    REAL(ssize_t, #name, int, const void *, size_t, off_t);                       \
    int how = fault("pwrite", descriptor_is_within(descriptor));                  \
    if (how == 1) return -1;                                                      \
    return real(descriptor, buffer, how == 2 && bytes > 1 ? bytes / 2 : bytes, offset); \
  }
PWRITE(pwrite)
PWRITE(pwrite64)

int fsync(int descriptor) {
  REAL(int, "fsync", int);
  return fault("fsync", descriptor_is_within(descriptor)) == 1 ? -1 : real(descriptor);
}

int close(int descriptor) {
  REAL(int, "close", int);
  if (fault("close", descriptor_is_within(descriptor)) == 1) {
    // The descriptor is gone, as on Linux.
    int code = errno;
    real(descriptor);
    errno = code;
    return -1;
  }
  return real(descriptor);
}

int rename(const char *from, const char *to) {
  REAL(int, "rename", const char *, const char *);
  return fault("rename", path_is_within(to)) == 1 ? -1 : real(from, to);
}

int mkdir(const char *path, mode_t mode) {
  REAL(int, "mkdir", const char *, mode_t);
  return fault("mkdir", path_is_within(path)) == 1 ? -1 : real(path, mode);
}

int unlink(const char *path) {
  REAL(int, "unlink", const char *);
  return fault("unlink", path_is_within(path)) == 1 ? -1 : real(path);
}

int flock(int descriptor, int operation) {
  REAL(int, "flock", int, int);
  return fault("flock", descriptor_is_within(descriptor)) == 1 ? -1 : real(descriptor, operation);
}

int fdatasync(int descriptor) {
  REAL(int, "fdatasync", int);
  return fault("fsync", descriptor_is_within(descriptor)) == 1 ? -1 : real(descriptor);
}

#define FTRUNCATE(name)                                                                 \
  int name(int descriptor, off_t size) {                                                \
    REAL(int, #name, int, off_t);                                                       \
    return fault("ftruncate", descriptor_is_within(descriptor)) == 1 ? -1 : real(descriptor, size); \
  }
FTRUNCATE(ftruncate)
FTRUNCATE(ftruncate64)

struct dirent *readdir(DIR *folder) {
  REAL(struct dirent *, "readdir", DIR *);
  return fault("readdir", descriptor_is_within(dirfd(folder))) == 1 ? NULL : real(folder);
}
