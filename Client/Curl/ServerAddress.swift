import CCurl
import ClientCore

/// The base URL of a server, taken apart by libcurl itself, so that no second parser can disagree
/// with it about which host is meant.
struct ServerAddress: Equatable, Sendable {
    /// `https` or `http`.
    let scheme: String

    /// Name or address, with the port when one was given: for messages.
    let displayHost: String

    /// Everything before a request's path, without a slash at its end.
    let prefix: String

    /// Whether the host is this machine: `localhost`, 127.0.0.0/8 or ::1.
    let isLoopback: Bool

    init(_ text: String) throws(TransportError) {
        let url = try ParsedURL(text)
        guard let scheme = url.part(CURLUPART_SCHEME), ["https", "http"].contains(scheme) else {
            throw .badURL(reason: "it must begin with https:// or http://")
        }
        guard let host = url.part(CURLUPART_HOST), let whole = url.part(CURLUPART_URL) else {
            throw .badURL(reason: "it names no host")
        }
        guard url.part(CURLUPART_QUERY) == nil, url.part(CURLUPART_FRAGMENT) == nil else {
            throw .badURL(reason: "it must end with the path, before any ? or #")
        }
        var prefix = Array(whole.utf8)
        while prefix.last == UInt8(ascii: "/") { prefix.removeLast() }
        self.scheme = scheme
        self.prefix = String(decoding: prefix, as: UTF8.self)
        displayHost = url.part(CURLUPART_PORT).map { "\(host):\($0)" } ?? host
        isLoopback = Self.isLoopback(host)
    }

    /// libcurl has already turned forms such as `127.1` and `0x7f000001` into four decimal numbers.
    static func isLoopback(_ host: String) -> Bool {
        let bytes = host.utf8.map { $0 | 0x20 }
        if bytes.elementsEqual("localhost".utf8) || host.utf8.elementsEqual("[::1]".utf8) {
            return true
        }
        let numbers = host.utf8.split(
            separator: UInt8(ascii: "."),
            omittingEmptySubsequences: false
        )
        return numbers.count == 4 && numbers[0].elementsEqual("127".utf8)
            && numbers.allSatisfy { number in
                (1...3).contains(number.count)
                    && number.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            }
    }
}

/// Owner of one URL of libcurl.
@safe
private struct ParsedURL: ~Copyable {
    private let url: OpaquePointer

    init(_ text: String) throws(TransportError) {
        // C would end the text there, and check something else than what was given.
        guard !text.utf8.contains(0) else { throw .badURL(reason: "it contains a NUL") }
        guard ccurl_is_available() != 0 else { throw .noLibrary }
        guard let url = unsafe ccurl_url() else { throw .badURL(reason: "out of memory") }
        let code = unsafe ccurl_url_set(url, CURLUPART_URL, text, UInt32(CURLU_DISALLOW_USER))
        guard code == CURLUE_OK else {
            unsafe ccurl_url_cleanup(url)
            let reason = unsafe ccurl_url_strerror(code).map { unsafe String(cString: $0) }
            throw .badURL(reason: reason ?? "it cannot be read")
        }
        unsafe self.url = url
    }

    deinit {
        unsafe ccurl_url_cleanup(url)
    }

    func part(_ part: CURLUPart) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard unsafe ccurl_url_get(url, part, &text, 0) == CURLUE_OK, let text = unsafe text else {
            return nil
        }
        defer { unsafe ccurl_free(text) }
        return unsafe String(validatingCString: text)
    }
}
