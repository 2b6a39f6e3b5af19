#include "cpostgres.h"

#include <clibrary.h>
#include <pthread.h>

#define LIBRARY "libpq.so.5"

// What is used of the library.
#define EACH_FUNCTION(X)                                                              \
    X(PQclear) X(PQcmdStatus) X(PQconnectdbParams) X(PQconninfoFree)                  \
    X(PQconninfoParse) X(PQconsumeInput) X(PQenterPipelineMode) X(PQerrorMessage)     \
    X(PQexitPipelineMode) X(PQfinish) X(PQflush) X(PQgetResult) X(PQgetisnull)        \
    X(PQgetlength) X(PQgetvalue) X(PQisBusy) X(PQntuples) X(PQpipelineStatus)         \
    X(PQpipelineSync) X(PQresultErrorField) X(PQresultStatus) X(PQsendPrepare)        \
    X(PQsendQuery) X(PQsendQueryParams) X(PQsendQueryPrepared) X(PQsetNoticeReceiver) \
    X(PQsetnonblocking) X(PQsocket) X(PQstatus) X(PQtransactionStatus)

// Pointers to it, with the types of the header.
#define POINTER(name) __typeof__(name) *name;
static struct { EACH_FUNCTION(POINTER) } library;

#define FUNCTION(name) {#name, (void **)&library.name},
static const clibrary_function functions[] = { EACH_FUNCTION(FUNCTION) };

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int is_loaded;

static void load(void) {
    is_loaded = clibrary_load(LIBRARY, functions, sizeof functions / sizeof *functions);
}

int cpostgres_is_available(void) {
    pthread_once(&once, load);
    return is_loaded;
}

// The functions of the header, for this program alone: libpq shall find its own.
#define FORWARD(type, name, parameters, arguments)                        \
    __attribute__((visibility("hidden"))) type name parameters {          \
        return library.name arguments;                                    \
    }

FORWARD(void, PQclear, (PGresult *result), (result))
FORWARD(char *, PQcmdStatus, (PGresult *result), (result))
FORWARD(PGconn *, PQconnectdbParams,
    (const char *const *keywords, const char *const *values, int expands),
    (keywords, values, expands))
FORWARD(void, PQconninfoFree, (PQconninfoOption *options), (options))
FORWARD(PQconninfoOption *, PQconninfoParse, (const char *text, char **error), (text, error))
FORWARD(int, PQconsumeInput, (PGconn *connection), (connection))
FORWARD(int, PQenterPipelineMode, (PGconn *connection), (connection))
FORWARD(char *, PQerrorMessage, (const PGconn *connection), (connection))
FORWARD(int, PQexitPipelineMode, (PGconn *connection), (connection))
FORWARD(void, PQfinish, (PGconn *connection), (connection))
FORWARD(int, PQflush, (PGconn *connection), (connection))
FORWARD(PGresult *, PQgetResult, (PGconn *connection), (connection))
FORWARD(int, PQgetisnull, (const PGresult *result, int row, int column), (result, row, column))
FORWARD(int, PQgetlength, (const PGresult *result, int row, int column), (result, row, column))
FORWARD(char *, PQgetvalue, (const PGresult *result, int row, int column), (result, row, column))
FORWARD(int, PQisBusy, (PGconn *connection), (connection))
FORWARD(int, PQntuples, (const PGresult *result), (result))
FORWARD(PGpipelineStatus, PQpipelineStatus, (const PGconn *connection), (connection))
FORWARD(int, PQpipelineSync, (PGconn *connection), (connection))
FORWARD(char *, PQresultErrorField, (const PGresult *result, int code), (result, code))
FORWARD(ExecStatusType, PQresultStatus, (const PGresult *result), (result))
FORWARD(int, PQsendPrepare,
    (PGconn *connection, const char *name, const char *query, int count, const Oid *types),
    (connection, name, query, count, types))
FORWARD(int, PQsendQuery, (PGconn *connection, const char *query), (connection, query))
FORWARD(int, PQsendQueryParams,
    (PGconn *connection, const char *query, int count, const Oid *types,
        const char *const *values, const int *lengths, const int *formats, int format),
    (connection, query, count, types, values, lengths, formats, format))
FORWARD(int, PQsendQueryPrepared,
    (PGconn *connection, const char *name, int count, const char *const *values,
        const int *lengths, const int *formats, int format),
    (connection, name, count, values, lengths, formats, format))
FORWARD(PQnoticeReceiver, PQsetNoticeReceiver,
    (PGconn *connection, PQnoticeReceiver receiver, void *data), (connection, receiver, data))
FORWARD(int, PQsetnonblocking, (PGconn *connection, int value), (connection, value))
FORWARD(int, PQsocket, (const PGconn *connection), (connection))
FORWARD(ConnStatusType, PQstatus, (const PGconn *connection), (connection))
FORWARD(PGTransactionStatusType, PQtransactionStatus, (const PGconn *connection), (connection))
