#ifndef CPOSTGRES_H
#define CPOSTGRES_H

#if __has_include(<postgresql/libpq-fe.h>)
#include <postgresql/libpq-fe.h>
#else
#include <libpq-fe.h>
#endif

// libpq is loaded when it is first asked for: it brings twenty libraries, for which a server of SQLite
// databases has no use. The functions of its header that are used here go to it.

/// Whether libpq is here; loads it. Comes before anything else of it: until then no other function may be called.
int cpostgres_is_available(void);

#endif
