// The yardstick of the whole command: what plain C needs only to read and filter the legs.
//
//   plain FILE LEFT RIGHT
//
// Reads each record's samples of two channels with pread, runs four fused second-order sections in float forward and
// backward over each leg, and takes the mean square of every four samples. No envelope, no resting level, no detection,
// no scoring. Prints a checksum, so that nothing is optimized away. Sections: Butterworth 10-100 Hz at 512 Hz.
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static long field(const char *header, long offset, int width) {
  char text[16] = {0};
  memcpy(text, header + offset, (size_t)width);
  return strtol(text, NULL, 10);
}

// a1 and a2 of scipy.signal.butter(4, [10, 100], "bandpass", fs=512, output="sos"), zeros at +1 and -1.
static const float sections[4][2] = {
    {-1.90672292f, 0.92173587f},
    {-0.54194463f, 0.53215951f},
    {-1.75615826f, 0.77456072f},
    {-0.52974333f, 0.12362017f},
};

#ifdef GENERAL_SECTIONS
// Any section at all, five multiplications each; the gain does not matter to the time.
static float numerators[4][3] = {{0.1f, 0.2f, 0.1f}, {1, 2, 1}, {1, -2, 1}, {1, -2, 1}};

static void run(float *x, long n, int step) {
  float s[4][2] = {{0}};
  float *p = step > 0 ? x : x + n - 1;
  for (long i = 0; i < n; i++, p += step) {
    float v = *p;
    for (int k = 0; k < 4; k++) {
      float y = numerators[k][0] * v + s[k][0];
      s[k][0] = numerators[k][1] * v - sections[k][0] * y + s[k][1];
      s[k][1] = numerators[k][2] * v - sections[k][1] * y;
      v = y;
    }
    *p = v;
  }
}
#else
// Uses that the zeros of each section lie at +1 and -1: two multiplications each.
static void run(float *x, long n, int step) {
  float s[4][4] = {{0}};
  float *p = step > 0 ? x : x + n - 1;
  for (long i = 0; i < n; i++, p += step) {
    float v = *p;
    for (int k = 0; k < 4; k++) {
      float y = (v - s[k][1]) - sections[k][1] * s[k][3] - sections[k][0] * s[k][2];
      s[k][1] = s[k][0];
      s[k][0] = v;
      s[k][3] = s[k][2];
      s[k][2] = y;
      v = y;
    }
    *p = v;
  }
}
#endif

int main(int argc, char **argv) {
  if (argc < 4) return 64;
  int file = open(argv[1], O_RDONLY);
  if (file < 0) return 66;
  char fixed[256];
  if (pread(file, fixed, 256, 0) != 256) return 65;
  long records = field(fixed, 236, 8), signals = field(fixed, 252, 4);
  char *header = malloc((size_t)(256 * signals));
  if (pread(file, header, (size_t)(256 * signals), 256) != 256 * signals) return 65;
  long record_bytes = 0, offset[2] = {0, 0}, count[2] = {0, 0};
  for (long i = 0; i < signals; i++) {
    long samples = field(header, 216 * signals + 8 * i, 8);
    for (int leg = 0; leg < 2; leg++)
      if (i == atol(argv[2 + leg])) {
        offset[leg] = record_bytes;
        count[leg] = samples;
      }
    record_bytes += 2 * samples;
  }
  double sum = 0;
  for (int leg = 0; leg < 2; leg++) {
    long n = count[leg] * records;
    float *x = malloc(sizeof(float) * (size_t)n);
    int16_t *buffer = malloc(2 * (size_t)count[leg]);
    for (long r = 0; r < records; r++) {
      if (pread(file, buffer, 2 * (size_t)count[leg], 256 * (signals + 1) + r * record_bytes + offset[leg]) < 0) return 74;
      for (long i = 0; i < count[leg]; i++) x[r * count[leg] + i] = buffer[i] * 0.1f;
    }
    run(x, n, 1);
    run(x, n, -1);
    for (long i = 0; i + 4 <= n; i += 4)
      sum += (x[i] * x[i] + x[i + 1] * x[i + 1] + x[i + 2] * x[i + 2] + x[i + 3] * x[i + 3]) * 0.25f;
    free(x);
    free(buffer);
  }
  printf("%g\n", sum);
  return 0;
}
