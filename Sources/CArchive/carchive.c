#include "carchive.h"

#include <archive.h>
#include <archive_entry.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>

#define LIBRARY "libarchive.so.13"

struct carchive {
    struct archive *archive;
    struct archive_entry *entry;
};

// What is used of the library, with the types of its header.
static struct {
    int is_loaded;
    __typeof__(archive_read_new) *read_new;
    __typeof__(archive_read_support_format_zip_seekable) *support_zip;
    __typeof__(archive_read_open_memory) *open_memory;
    __typeof__(archive_read_next_header) *next_header;
    __typeof__(archive_entry_pathname_utf8) *pathname;
    __typeof__(archive_read_data) *read_data;
    __typeof__(archive_read_free) *read_free;
} library;

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
    void *handle = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (!handle) return;
    library.read_new = dlsym(handle, "archive_read_new");
    library.support_zip = dlsym(handle, "archive_read_support_format_zip_seekable");
    library.open_memory = dlsym(handle, "archive_read_open_memory");
    library.next_header = dlsym(handle, "archive_read_next_header");
    library.pathname = dlsym(handle, "archive_entry_pathname_utf8");
    library.read_data = dlsym(handle, "archive_read_data");
    library.read_free = dlsym(handle, "archive_read_free");
    library.is_loaded = library.read_new && library.support_zip && library.open_memory
        && library.next_header && library.pathname && library.read_data && library.read_free;
}

int carchive_is_available(void) {
    pthread_once(&once, load);
    return library.is_loaded;
}

carchive *carchive_open(const void *bytes, size_t count) {
    if (!carchive_is_available()) return NULL;
    carchive *result = calloc(1, sizeof(carchive));
    if (!result) return NULL;
    result->archive = library.read_new();
    if (result->archive) {
        library.support_zip(result->archive);
        // A file that is no archive fails at its first member.
        library.open_memory(result->archive, bytes, count);
    }
    return result;
}

int carchive_next(carchive *archive) {
    if (!archive->archive) return -1;
    int result = library.next_header(archive->archive, &archive->entry);
    if (result == ARCHIVE_EOF) return 0;
    return result == ARCHIVE_OK || result == ARCHIVE_WARN ? 1 : -1;
}

const char *carchive_name(carchive *archive) {
    return archive->entry ? library.pathname(archive->entry) : NULL;
}

long carchive_read(carchive *archive, void *buffer, size_t count) {
    la_ssize_t result = library.read_data(archive->archive, buffer, count);
    return result < 0 ? -1 : (long)result;
}

void carchive_close(carchive *archive) {
    if (!archive) return;
    if (archive->archive) library.read_free(archive->archive);
    free(archive);
}
