#pragma once
/// Four fused second-order sections with general coefficients, forward and backward over `count` samples in place.
void plain_filter(float *samples, long count);
