// Preloaded into a program, counts its calls that write, and at one of them ends the program as a power
// failure would, or lets the call fail as a bad disk would.
//
//   CAUNOI_FAULT_AT     the number of the call, from 1; without it nothing happens
//   CAUNOI_FAULT_ERRNO  what the call fails with; without it the program is killed before the call;
//                       then only calls on files and folders count, not what the program
//                       says: it is the disk that fails
//   CAUNOI_FAULT_STICKY when set, all later calls fail too
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static long place, number, is_sticky;
static atomic_long calls;

__attribute__((constructor)) static void begin(void) {
    const char *text = getenv("CAUNOI_FAULT_AT");
    if (text) place = atol(text);
    text = getenv("CAUNOI_FAULT_ERRNO");
    if (text) number = atol(text);
    is_sticky = getenv("CAUNOI_FAULT_STICKY") != NULL;
}

static int fails(void) {
    if (!place) return 0;
    long call = atomic_fetch_add(&calls, 1) + 1;
    if (call < place || (call > place && !is_sticky)) return 0;
    if (!number) kill(getpid(), SIGKILL);
    errno = (int)number;
    return 1;
}

// Whether the call is one of those that count: when the disk is to fail, those on what lies on it.
static int counts(int file) {
    struct stat is;
    if (!number) return 1;
    return file > 2 && !fstat(file, &is) && (S_ISREG(is.st_mode) || S_ISDIR(is.st_mode));
}

#define COUNTED(which, result, name, parameters, arguments)       \
    result name parameters {                                      \
        static result(*real) parameters;                          \
        if (!real) *(void **)&real = dlsym(RTLD_NEXT, #name);     \
        if ((which) && fails()) return -1;                        \
        return real arguments;                                    \
    }

COUNTED(counts(f), ssize_t, write, (int f, const void *b, size_t n), (f, b, n))
COUNTED(counts(f), ssize_t, writev, (int f, const struct iovec *v, int n), (f, v, n))
COUNTED(counts(f), ssize_t, pwrite, (int f, const void *b, size_t n, off_t o), (f, b, n, o))
COUNTED(counts(f), ssize_t, pwrite64, (int f, const void *b, size_t n, off64_t o), (f, b, n, o))
COUNTED(counts(f), int, ftruncate, (int f, off_t n), (f, n))
COUNTED(counts(f), int, ftruncate64, (int f, off64_t n), (f, n))
COUNTED(counts(f), int, fsync, (int f), (f))
COUNTED(counts(f), int, fdatasync, (int f), (f))
COUNTED(1, int, rename, (const char *a, const char *b), (a, b))
COUNTED(1, int, unlink, (const char *a), (a))
COUNTED(1, int, mkdir, (const char *a, mode_t m), (a, m))
COUNTED(!number, ssize_t, send, (int f, const void *b, size_t n, int k), (f, b, n, k))
COUNTED(!number, ssize_t, sendmsg, (int f, const struct msghdr *m, int k), (f, m, k))
