#include "register.h"

// #embed is of C23; clang has it in every mode.
#pragma clang diagnostic ignored "-Wc23-extensions"

const unsigned char caunoi_schema[] = {
#embed "cooperation-schema.json"
};
const size_t caunoi_schema_count = sizeof caunoi_schema;

const unsigned char caunoi_sample[] = {
#embed "sample-register.jsonl"
};
const size_t caunoi_sample_count = sizeof caunoi_sample;
