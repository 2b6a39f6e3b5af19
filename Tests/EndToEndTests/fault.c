// Preloaded into a program, counts its calls that write, and at one of them ends the program as a power
// failure would, or lets the call fail.
//
//   CAUNOI_FAULT_AT     the number of the call, from 1; without it nothing happens
//   CAUNOI_FAULT_ERRNO  what the call fails with; without it the program is killed before the call
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

#define COUNTED(result, name, parameters, arguments)              \
    result name parameters {                                      \
        static result(*real) parameters;                          \
        if (!real) *(void **)&real = dlsym(RTLD_NEXT, #name);     \
        if (fails()) return -1;                                   \
        return real arguments;                                    \
    }

COUNTED(ssize_t, write, (int f, const void *b, size_t n), (f, b, n))
COUNTED(ssize_t, writev, (int f, const struct iovec *v, int n), (f, v, n))
COUNTED(ssize_t, pwrite, (int f, const void *b, size_t n, off_t o), (f, b, n, o))
COUNTED(ssize_t, pwrite64, (int f, const void *b, size_t n, off64_t o), (f, b, n, o))
COUNTED(int, ftruncate, (int f, off_t n), (f, n))
COUNTED(int, ftruncate64, (int f, off64_t n), (f, n))
COUNTED(int, fsync, (int f), (f))
COUNTED(int, fdatasync, (int f), (f))
COUNTED(int, rename, (const char *a, const char *b), (a, b))
COUNTED(int, unlink, (const char *a), (a))
COUNTED(int, mkdir, (const char *a, mode_t m), (a, m))
COUNTED(ssize_t, send, (int f, const void *b, size_t n, int k), (f, b, n, k))
COUNTED(ssize_t, sendmsg, (int f, const struct msghdr *m, int k), (f, m, k))
