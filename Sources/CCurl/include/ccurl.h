#ifndef CCURL_H
#define CCURL_H

#include <curl/curl.h>
#include <stdint.h>

// libcurl is loaded when it is first used: it brings twenty libraries, which what people do without a
// network shall not wait for. So nothing of <curl/curl.h> but its types may be used directly; whatever
// makes a handle, a list or a URL gives NULL where the library cannot be loaded.

/// Whether libcurl is here; loads it, and prepares it for the process.
int ccurl_is_available(void);

/// Begins the same on another thread, and returns at once. For the program's first thread only.
void ccurl_prepare(void);

/// Waits until what was begun is over: a program that ends must not be loading libraries.
void ccurl_settle(void);

/// NULL also where libcurl cannot be prepared.
CURL *ccurl_easy_init(void);
void ccurl_easy_cleanup(CURL *handle);
void ccurl_easy_reset(CURL *handle);
CURLcode ccurl_easy_perform(CURL *handle);
const char *ccurl_easy_strerror(CURLcode code);
struct curl_slist *ccurl_slist_append(struct curl_slist *list, const char *line);
void ccurl_slist_free_all(struct curl_slist *list);
CURLU *ccurl_url(void);
CURLUcode ccurl_url_set(CURLU *url, CURLUPart part, const char *text, unsigned int flags);
CURLUcode ccurl_url_get(CURLU *url, CURLUPart part, char **text, unsigned int flags);
void ccurl_url_cleanup(CURLU *url);
const char *ccurl_url_strerror(CURLUcode code);
void ccurl_free(void *text);

// libcurl's curl_easy_setopt and curl_easy_getinfo are variadic, and Swift cannot call variadic C
// functions. Each function below is one of them for one type of argument. An option of another type
// is refused with CURLE_BAD_FUNCTION_ARGUMENT: libcurl itself would read the argument wrongly.

CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value);
CURLcode ccurl_set_offset(CURL *handle, CURLoption option, int64_t value);

/// libcurl copies the string. NULL takes a default away.
CURLcode ccurl_set_string(CURL *handle, CURLoption option, const char *value);

/// The list must live until the transfer has ended.
CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *list);

/// Receives the reason of a failure: at least CURL_ERROR_SIZE bytes, alive as long as the handle.
CURLcode ccurl_set_error_buffer(CURL *handle, char *buffer);

/// Makes the request a POST of `size` bytes. They are not copied and must live until it has ended.
CURLcode ccurl_set_post_body(CURL *handle, const void *bytes, int64_t size);

/// Allows one scheme only ("https" or "http"), for the request and for redirects.
CURLcode ccurl_set_scheme(CURL *handle, const char *scheme);

/// Lets a transfer end at its deadline although the name resolver has not answered.
CURLcode ccurl_set_quick_exit(CURL *handle);

CURLcode ccurl_set_write_function(CURL *handle, curl_write_callback function, void *user_data);
CURLcode ccurl_set_header_function(CURL *handle, curl_write_callback function, void *user_data);
CURLcode ccurl_set_debug_function(CURL *handle, curl_debug_callback function, void *user_data);
CURLcode ccurl_set_progress_function(
    CURL *handle, curl_xferinfo_callback function, void *user_data);

CURLcode ccurl_get_long(CURL *handle, CURLINFO info, long *value);

#endif
