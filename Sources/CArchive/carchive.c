#include "carchive.h"

#include <archive.h>
#include <archive_entry.h>
#include <clibrary.h>
#include <pthread.h>
#include <stdlib.h>

#define LIBRARY "libarchive.so.13"

struct carchive {
    struct archive *archive;
    struct archive_entry *entry;
};

// What is used of the library, with the types of its header.
static struct {
    __typeof__(archive_read_new) *read_new;
    __typeof__(archive_read_support_format_zip_seekable) *support_zip;
    __typeof__(archive_read_open_memory) *open_memory;
    __typeof__(archive_read_next_header) *next_header;
    __typeof__(archive_entry_pathname_utf8) *pathname;
    __typeof__(archive_read_data) *read_data;
    __typeof__(archive_read_free) *read_free;
} library;

static const clibrary_function functions[] = {
    {"archive_read_new", (void **)&library.read_new},
    {"archive_read_support_format_zip_seekable", (void **)&library.support_zip},
    {"archive_read_open_memory", (void **)&library.open_memory},
    {"archive_read_next_header", (void **)&library.next_header},
    {"archive_entry_pathname_utf8", (void **)&library.pathname},
    {"archive_read_data", (void **)&library.read_data},
    {"archive_read_free", (void **)&library.read_free},
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int is_loaded;

static void load(void) {
    is_loaded = clibrary_load(LIBRARY, functions, sizeof functions / sizeof *functions);
}

int carchive_is_available(void) {
    pthread_once(&once, load);
    return is_loaded;
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
