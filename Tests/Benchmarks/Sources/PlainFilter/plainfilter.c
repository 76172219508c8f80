#include "plainfilter.h"

// scipy.signal.butter(4, [10, 100], "bandpass", fs=512, output="sos"); the gain does not matter to the time.
static float numerators[4][3] = {{1, 2, 1}, {1, 2, 1}, {1, -2, 1}, {1, -2, 1}};
static float denominators[4][2] = {
    {-0.54194463f, 0.53215951f},
    {-0.52974333f, 0.12362017f},
    {-1.90672292f, 0.92173587f},
    {-1.75615826f, 0.77456072f},
};

static void run(float *p, long count, int step) {
  float s[4][2] = {{0}};
  for (long i = 0; i < count; i++, p += step) {
    float v = *p * 0.2f;
    for (int k = 0; k < 4; k++) {
      float y = numerators[k][0] * v + s[k][0];
      s[k][0] = numerators[k][1] * v - denominators[k][0] * y + s[k][1];
      s[k][1] = numerators[k][2] * v - denominators[k][1] * y;
      v = y;
    }
    *p = v;
  }
}

void plain_filter(float *samples, long count) {
  run(samples, count, 1);
  run(samples + count - 1, count, -1);
}
