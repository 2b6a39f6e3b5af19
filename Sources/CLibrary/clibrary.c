#include "clibrary.h"

#include <dlfcn.h>

int clibrary_load(const char *file, const clibrary_function *functions, size_t count) {
    void *handle = dlopen(file, RTLD_LAZY | RTLD_LOCAL);
    if (!handle) return 0;
    for (size_t index = 0; index < count; index += 1) {
        *functions[index].pointer = dlsym(handle, functions[index].name);
        if (!*functions[index].pointer) return 0;
    }
    return 1;
}
