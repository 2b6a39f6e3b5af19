#ifndef CLIBRARY_H
#define CLIBRARY_H

#include <stddef.h>

/// A function that is looked for in a library, and where the pointer to it goes.
typedef struct {
    const char *name;
    void **pointer;
} clibrary_function;

/// Loads a library that brings many others, for whoever first needs it: nobody else pays for them.
///
/// Returns whether the library is here and has all the functions; it stays until the process ends. For
/// `pthread_once`: not for two threads at once.
int clibrary_load(const char *file, const clibrary_function *functions, size_t count);

#endif
