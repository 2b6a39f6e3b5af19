import CCurl
import ClientCore

/// Owner of one easy handle of libcurl, its connections and its error buffer.
///
/// The only place with pointers. Used by one thread at a time.
@safe
struct CurlHandle: ~Copyable {
    private let easy: UnsafeMutableRawPointer
    private let errorText: UnsafeMutablePointer<CChar>

    /// - Throws: `TransportError.notAllowed` when libcurl cannot start.
    init() throws(TransportError) {
        guard let easy = unsafe ccurl_easy_init() else {
            throw .notAllowed(reason: "libcurl cannot be initialised")
        }
        unsafe self.easy = easy
        unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        unsafe ccurl_easy_cleanup(easy)
        unsafe errorText.deallocate()
    }

    /// Takes back all options; connections stay open.
    func reset() {
        unsafe ccurl_easy_reset(easy)
    }

    func set(_ option: CURLoption, _ value: Int) throws(TransportError) {
        try check(unsafe ccurl_set_long(easy, option, value), "option \(option.rawValue)")
    }

    func set(_ option: CURLoption, _ value: Bool) throws(TransportError) {
        try set(option, value ? 1 : 0)
    }

    func set(_ option: CURLoption, offset value: Int) throws(TransportError) {
        try check(unsafe ccurl_set_offset(easy, option, Int64(value)), "option \(option.rawValue)")
    }

    /// Nil takes libcurl's default away.
    func set(_ option: CURLoption, _ value: String?) throws(TransportError) {
        guard value?.utf8.contains(0) != true else {
            throw .notAllowed(reason: "a setting contains a NUL")
        }
        try check(unsafe ccurl_set_string(easy, option, value), "option \(option.rawValue)")
    }

    func set(onlyScheme scheme: String) throws(TransportError) {
        try check(unsafe ccurl_set_scheme(easy, scheme), "the scheme")
        try check(unsafe ccurl_set_quick_exit(easy), "quick exit")
    }

    /// Runs the transfer with what was set since ``reset()``, and returns the status.
    ///
    /// Header lines are without line ends; a GET has no `postBody`. After a `CurlFailure`, `collector`
    /// holds what had come by then.
    func perform(
        headerLines: [String],
        postBody: [UInt8]?,
        into collector: ResponseCollector
    ) throws(CurlFailure) -> Int {
        // Afterwards the handle points to nothing that may be gone.
        defer { reset() }
        let list = HeaderList(headerLines)
        let start = ContinuousClock.now
        let code = withExtendedLifetime(collector) {
            unsafe postBody.withOptionalBytes { bytes in
                unsafe run(list, body: bytes, collector)
            }
        }
        var status = 0
        guard code == CURLE_OK,
            unsafe ccurl_get_long(easy, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK
        else {
            let duration = ContinuousClock.now - start
            throw CurlFailure(code: code, reason: reason(of: code), duration: duration)
        }
        return status
    }

    private func run(
        _ list: borrowing HeaderList,
        body: UnsafeRawBufferPointer?,
        _ collector: ResponseCollector
    ) -> CURLcode {
        let data = unsafe Unmanaged.passUnretained(collector).toOpaque()
        unsafe errorText.pointee = 0
        var steps = [
            list.isComplete ? CURLE_OK : CURLE_FAILED_INIT,
            unsafe ccurl_set_error_buffer(easy, errorText),
            unsafe list.attach(to: easy),
            unsafe ccurl_set_header_function(easy, takeHeaderLine, data),
            unsafe ccurl_set_write_function(easy, takeBodyPiece, data),
            unsafe ccurl_set_debug_function(easy, countBytes, data),
            unsafe ccurl_set_progress_function(easy, reportProgress, data),
        ]
        if let body = unsafe body {
            steps.append(unsafe ccurl_set_post_body(easy, body.baseAddress, Int64(body.count)))
        }
        guard let refused = steps.first(where: { $0 != CURLE_OK }) else {
            return unsafe ccurl_easy_perform(easy)
        }
        return refused
    }

    private func reason(of code: CURLcode) -> [UInt8] {
        let text = unsafe String(cString: errorText)
        guard text.isEmpty else { return Array(text.utf8) }
        return unsafe ccurl_easy_strerror(code).map { Array(unsafe String(cString: $0).utf8) } ?? []
    }

    private func check(_ code: CURLcode, _ setting: String) throws(TransportError) {
        guard code == CURLE_OK else {
            throw .notAllowed(reason: "this libcurl refuses \(setting) (\(code.rawValue))")
        }
    }
}

extension [UInt8]? {
    /// Nil stays nil; the bytes are valid only during the call.
    fileprivate func withOptionalBytes<Result>(
        _ use: (UnsafeRawBufferPointer?) -> Result
    ) -> Result {
        guard let self else { return use(nil) }
        return unsafe self.withUnsafeBytes { bytes in unsafe use(bytes) }
    }
}

/// Owner of a list of header lines in libcurl's form.
@safe
private struct HeaderList: ~Copyable {
    private let list: UnsafeMutablePointer<curl_slist>?

    /// False when memory ran out.
    let isComplete: Bool

    init(_ lines: [String]) {
        var list: UnsafeMutablePointer<curl_slist>?
        var isComplete = true
        for line in lines where isComplete {
            if let longer = unsafe ccurl_slist_append(list, line) {
                unsafe list = longer
            } else {
                isComplete = false
            }
        }
        unsafe self.list = list
        self.isComplete = isComplete
    }

    deinit {
        unsafe ccurl_slist_free_all(list)
    }

    func attach(to easy: UnsafeMutableRawPointer) -> CURLcode {
        unsafe ccurl_set_list(easy, CURLOPT_HTTPHEADER, list)
    }
}

private func collector(_ data: UnsafeMutableRawPointer) -> ResponseCollector {
    unsafe Unmanaged<ResponseCollector>.fromOpaque(data).takeUnretainedValue()
}

private func bytes(_ start: UnsafeMutablePointer<CChar>, _ count: Int) -> [UInt8] {
    unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: count))
}

/// Returns the number of bytes taken; any other number than all of them ends the transfer.
private func takeHeaderLine(
    start: UnsafeMutablePointer<CChar>?,
    size: Int,
    count: Int,
    data: UnsafeMutableRawPointer?
) -> Int {
    guard let start = unsafe start, let data = unsafe data else { return 0 }
    let line = unsafe bytes(start, size * count)
    return unsafe collector(data).take(headerLine: line) ? line.count : 0
}

private func takeBodyPiece(
    start: UnsafeMutablePointer<CChar>?,
    size: Int,
    count: Int,
    data: UnsafeMutableRawPointer?
) -> Int {
    guard let start = unsafe start, let data = unsafe data else { return 0 }
    let piece = unsafe bytes(start, size * count)
    // A piece of zero bytes, returned as zero, is not a failure.
    return unsafe collector(data).take(bodyPiece: piece) ? piece.count : -1
}

/// Counts from libcurl's trace what it shows exactly: what is sent, and what follows the headers.
///
/// Its own counters leave out parts of a body sent with the headers, and the framing of one received.
/// The trace leaves out the blank line after an interim response, so received headers are counted
/// line by line.
private func countBytes(
    easy: UnsafeMutableRawPointer?,
    kind: curl_infotype,
    start: UnsafeMutablePointer<CChar>?,
    count: Int,
    data: UnsafeMutableRawPointer?
) -> Int32 {
    guard let start = unsafe start, let data = unsafe data else { return 0 }
    let collector = unsafe collector(data)
    switch kind {
    case CURLINFO_HEADER_OUT, CURLINFO_DATA_OUT:
        let isConnect = unsafe bytes(start, min(count, 8)).elementsEqual("CONNECT ".utf8)
        if kind == CURLINFO_DATA_OUT || !isConnect { collector.noteSent(bytes: count) }
    case CURLINFO_DATA_IN:
        collector.noteReceived(bytes: count)
    default:
        break
    }
    return 0
}

private func reportProgress(
    data: UnsafeMutableRawPointer?,
    downloadTotal: curl_off_t,
    downloadNow: curl_off_t,
    uploadTotal: curl_off_t,
    uploadNow: curl_off_t
) -> Int32 {
    guard let data = unsafe data else { return 0 }
    unsafe collector(data).reportProgress()
    return 0
}
