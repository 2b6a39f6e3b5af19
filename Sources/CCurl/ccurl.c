#include "ccurl.h"

#include <clibrary.h>
#include <pthread.h>
#include <string.h>

// The interface that the header describes; the package libcurl4 brings it.
#define LIBRARY "libcurl.so.4"

// What is used of the library.
#define EACH_FUNCTION(X)                                                        \
    X(global_init) X(easy_init) X(easy_cleanup) X(easy_reset) X(easy_perform)   \
    X(easy_setopt) X(easy_getinfo) X(easy_strerror) X(slist_append)             \
    X(slist_free_all) X(url) X(url_set) X(url_get) X(url_cleanup)               \
    X(url_strerror) X(free)

// Pointers to it, with the types of the header.
#define POINTER(name) __typeof__(curl_##name) *name;
static struct { EACH_FUNCTION(POINTER) } library;

#define FUNCTION(name) {"curl_" #name, (void **)&library.name},
static const clibrary_function functions[] = { EACH_FUNCTION(FUNCTION) };

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int is_loaded;
static CURLcode initialized = CURLE_FAILED_INIT;

static void load(void) {
    is_loaded = clibrary_load(LIBRARY, functions, sizeof functions / sizeof *functions);
    if (is_loaded) initialized = library.global_init(CURL_GLOBAL_DEFAULT);
}

int ccurl_is_available(void) {
    pthread_once(&once, load);
    return is_loaded;
}

static void *load_meanwhile(void *unused) {
    (void)unused;
    ccurl_is_available();
    return NULL;
}

static pthread_t loader;
static int is_loading;

void ccurl_prepare(void) {
    if (!is_loading) is_loading = pthread_create(&loader, NULL, load_meanwhile, NULL) == 0;
}

void ccurl_settle(void) {
    if (is_loading) pthread_join(loader, NULL);
    is_loading = 0;
}

CURL *ccurl_easy_init(void) {
    return ccurl_is_available() && initialized == CURLE_OK ? library.easy_init() : NULL;
}

void ccurl_easy_cleanup(CURL *handle) { library.easy_cleanup(handle); }

void ccurl_easy_reset(CURL *handle) { library.easy_reset(handle); }

CURLcode ccurl_easy_perform(CURL *handle) { return library.easy_perform(handle); }

const char *ccurl_easy_strerror(CURLcode code) { return library.easy_strerror(code); }

struct curl_slist *ccurl_slist_append(struct curl_slist *list, const char *line) {
    return ccurl_is_available() ? library.slist_append(list, line) : NULL;
}

void ccurl_slist_free_all(struct curl_slist *list) {
    if (list) library.slist_free_all(list);
}

CURLU *ccurl_url(void) { return ccurl_is_available() ? library.url() : NULL; }

CURLUcode ccurl_url_set(CURLU *url, CURLUPart part, const char *text, unsigned int flags) {
    return library.url_set(url, part, text, flags);
}

CURLUcode ccurl_url_get(CURLU *url, CURLUPart part, char **text, unsigned int flags) {
    return library.url_get(url, part, text, flags);
}

void ccurl_url_cleanup(CURLU *url) { library.url_cleanup(url); }

const char *ccurl_url_strerror(CURLUcode code) { return library.url_strerror(code); }

void ccurl_free(void *text) { library.free(text); }

// The type of an option is the ten-thousand it lies in.
static int has_type(CURLoption option, long type) {
    long number = (long)option;
    return number >= type && number < type + 10000;
}

CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) {
    if (!has_type(option, CURLOPTTYPE_LONG)) return CURLE_BAD_FUNCTION_ARGUMENT;
    return library.easy_setopt(handle, option, value);
}

CURLcode ccurl_set_offset(CURL *handle, CURLoption option, int64_t value) {
    if (!has_type(option, CURLOPTTYPE_OFF_T)) return CURLE_BAD_FUNCTION_ARGUMENT;
    return library.easy_setopt(handle, option, (curl_off_t)value);
}

CURLcode ccurl_set_string(CURL *handle, CURLoption option, const char *value) {
    // Body pointers are of the same class as strings, and are not copied.
    if (!has_type(option, CURLOPTTYPE_OBJECTPOINT) || option == CURLOPT_POSTFIELDS) {
        return CURLE_BAD_FUNCTION_ARGUMENT;
    }
    return library.easy_setopt(handle, option, value);
}

CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *list) {
    if (!has_type(option, CURLOPTTYPE_OBJECTPOINT)) return CURLE_BAD_FUNCTION_ARGUMENT;
    return library.easy_setopt(handle, option, list);
}

CURLcode ccurl_set_error_buffer(CURL *handle, char *buffer) {
    return library.easy_setopt(handle, CURLOPT_ERRORBUFFER, buffer);
}

CURLcode ccurl_set_post_body(CURL *handle, const void *bytes, int64_t size) {
    CURLcode code = library.easy_setopt(handle, CURLOPT_POST, 1L);
    if (code != CURLE_OK) return code;
    code = library.easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)size);
    if (code != CURLE_OK) return code;
    // Without a pointer libcurl would read the body from standard input.
    return library.easy_setopt(handle, CURLOPT_POSTFIELDS, size == 0 ? "" : (const char *)bytes);
}

CURLcode ccurl_set_scheme(CURL *handle, const char *scheme) {
#if LIBCURL_VERSION_NUM >= 0x075500
    CURLcode code = library.easy_setopt(handle, CURLOPT_PROTOCOLS_STR, scheme);
    if (code != CURLE_OK) return code;
    return library.easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS_STR, scheme);
#else
    long protocols = strcmp(scheme, "http") == 0 ? CURLPROTO_HTTP : CURLPROTO_HTTPS;
    CURLcode code = library.easy_setopt(handle, CURLOPT_PROTOCOLS, protocols);
    if (code != CURLE_OK) return code;
    return library.easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS, protocols);
#endif
}

CURLcode ccurl_set_quick_exit(CURL *handle) {
#if LIBCURL_VERSION_NUM >= 0x075700
    return library.easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L);
#else
    (void)handle;
    return CURLE_OK;
#endif
}

CURLcode ccurl_set_write_function(CURL *handle, curl_write_callback function, void *user_data) {
    CURLcode code = library.easy_setopt(handle, CURLOPT_WRITEFUNCTION, function);
    if (code != CURLE_OK) return code;
    return library.easy_setopt(handle, CURLOPT_WRITEDATA, user_data);
}

CURLcode ccurl_set_header_function(CURL *handle, curl_write_callback function, void *user_data) {
    CURLcode code = library.easy_setopt(handle, CURLOPT_HEADERFUNCTION, function);
    if (code != CURLE_OK) return code;
    return library.easy_setopt(handle, CURLOPT_HEADERDATA, user_data);
}

CURLcode ccurl_set_debug_function(CURL *handle, curl_debug_callback function, void *user_data) {
    CURLcode code = library.easy_setopt(handle, CURLOPT_DEBUGFUNCTION, function);
    if (code != CURLE_OK) return code;
    code = library.easy_setopt(handle, CURLOPT_DEBUGDATA, user_data);
    if (code != CURLE_OK) return code;
    return library.easy_setopt(handle, CURLOPT_VERBOSE, 1L);
}

CURLcode ccurl_set_progress_function(
    CURL *handle, curl_xferinfo_callback function, void *user_data) {
    CURLcode code = library.easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, function);
    if (code != CURLE_OK) return code;
    code = library.easy_setopt(handle, CURLOPT_XFERINFODATA, user_data);
    if (code != CURLE_OK) return code;
    return library.easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
}

CURLcode ccurl_get_long(CURL *handle, CURLINFO info, long *value) {
    if (((long)info & CURLINFO_TYPEMASK) != CURLINFO_LONG) return CURLE_BAD_FUNCTION_ARGUMENT;
    return library.easy_getinfo(handle, info, value);
}
