import CCurl
import ClientCore

extension TransportError {
    /// libcurl cannot be loaded, or lacks a function.
    static var noLibrary: TransportError {
        .notAllowed(reason: "libcurl is missing or too old; the package libcurl4 has it")
    }

    /// What a failed transfer means for the caller.
    ///
    /// `collector` holds what had been sent and received by then.
    init(
        _ failure: CurlFailure,
        collector: ResponseCollector,
        host: String,
        deadline: Duration
    ) {
        switch failure.code {
        case CURLE_FILESIZE_EXCEEDED:
            collector.noteBodyTooLarge()
        case CURLE_OUT_OF_MEMORY where collector.requestHasBegun && !collector.headersAreComplete:
            // So ends a single header line above libcurl's own limit, before our callback sees it.
            collector.noteHeadersTooLarge()
        default:
            break
        }
        let reason = failure.reason
        if let limit = collector.passedLimit {
            self = .tooLarge(limit: limit)
        } else if failure.code == CURLE_OPERATION_TIMEDOUT, collector.requestHasBegun {
            // The same code stands for a connection that hardly moves, long before the deadline,
            // which libcurl keeps in whole milliseconds.
            let isAtDeadline = failure.duration + .milliseconds(10) >= deadline
            self = isAtDeadline ? .timedOut(after: deadline) : .cut(reason: reason)
        } else if collector.requestHasBegun {
            self = failure.isNotHTTP ? .invalidResponse(reason: reason) : .cut(reason: reason)
        } else if failure.isRefusedTLS {
            self = .tlsRefused(host: host, reason: reason)
        } else {
            self = .unreachable(host: host, reason: reason)
        }
    }
}

/// What libcurl reports about a transfer that failed.
struct CurlFailure: Error {
    let code: CURLcode

    /// Printable ASCII; may quote the server.
    let reason: String

    /// From the start of the transfer to its end.
    let duration: Duration

    init(code: CURLcode, reason: [UInt8], duration: Duration) {
        self.code = code
        self.duration = duration
        // A server could send control sequences for the terminal inside what libcurl quotes.
        let printable = reason.map { (0x20...0x7e).contains($0) ? $0 : UInt8(ascii: "?") }
        self.reason = String(decoding: printable, as: UTF8.self)
    }

    var isNotHTTP: Bool {
        // An answer without a status line counts as an unsupported protocol, HTTP/0.9.
        code == CURLE_WEIRD_SERVER_REPLY || code == CURLE_UNSUPPORTED_PROTOCOL
            || code == CURLE_BAD_CONTENT_ENCODING
    }

    var isRefusedTLS: Bool {
        switch code {
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CIPHER,
            CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH,
            CURLE_USE_SSL_FAILED:
            true
        case CURLE_SSL_CONNECT_ERROR:
            // One code for a refusal and for a connection lost in the handshake. With OpenSSL only
            // the text tells them apart; a loss is worth another attempt.
            !["SSL_ERROR_SYSCALL", "reset by peer", "unexpected eof"].contains { loss in
                reason.containsBytes(of: loss)
            }
        default:
            false
        }
    }
}

extension String {
    fileprivate func containsBytes(of part: String) -> Bool {
        var rest = utf8[...]
        while !rest.isEmpty {
            if rest.starts(with: part.utf8) { return true }
            rest.removeFirst()
        }
        return false
    }
}
