#ifndef CSQLITE_H
#define CSQLITE_H

struct sqlite3;

/// Leaves the write-ahead log as it is when this connection, the last one, is closed: otherwise SQLite makes
/// the log durable once more and copies it into the database. (`sqlite3_db_config` is variadic, and Swift
/// cannot call such functions.)
///
/// Returns an SQLite result code.
int csqlite_leave_log_on_close(struct sqlite3 *connection);

#endif
