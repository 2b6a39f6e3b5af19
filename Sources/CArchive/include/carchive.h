#ifndef CARCHIVE_H
#define CARCHIVE_H

#include <stddef.h>

/// The members of a zip archive in memory, one after the other, read with libarchive.
///
/// libarchive is loaded when the first archive is opened: no other command pays for it.
typedef struct carchive carchive;

/// Opens an archive; NULL when memory runs out or libarchive is not installed.
///
/// The bytes must stay where they are until `carchive_close`.
carchive *carchive_open(const void *bytes, size_t count);

/// Whether libarchive is there.
int carchive_is_available(void);

/// Goes to the next member: 1 when there is one, 0 at the end, -1 when the archive is damaged.
int carchive_next(carchive *archive);

/// The name of the member; NULL when it has none that is text.
const char *carchive_name(carchive *archive);

/// Reads on in the member: how many bytes, 0 at its end, -1 when it is damaged.
long carchive_read(carchive *archive, void *buffer, size_t count);

void carchive_close(carchive *archive);

#endif
