#pragma once
#include <stddef.h>

// The built-in schema and the sample register, as the build found them beside this file.
extern const unsigned char caunoi_schema[];
extern const size_t caunoi_schema_count;
extern const unsigned char caunoi_sample[];
extern const size_t caunoi_sample_count;

// Swift does not import arrays of unknown length.
static inline const unsigned char *caunoi_schema_bytes(void) { return caunoi_schema; }
static inline const unsigned char *caunoi_sample_bytes(void) { return caunoi_sample; }
