/// How to reach one server, and how patiently.
package struct CurlConfiguration: Equatable, Sendable {
    /// `https://host[:port][/path]`, without user, query and fragment.
    package var baseURL: String

    /// Allows `http` to a server that is not this machine.
    ///
    /// Everything sent can then be read and changed on the way.
    package var allowsInsecureHTTP: Bool

    /// PEM file of the authorities to trust, in place of those of the system.
    package var authorityFile: String?

    /// Public key the server must show, besides a valid certificate: `sha256//` and base64.
    package var pinnedPublicKey: String?

    /// URL of the proxy; nil uses none, whatever the environment says.
    package var proxy: String?

    /// Time for looking up the name, connecting and the TLS handshake.
    package var connectTimeout: Duration = .seconds(30)

    /// A connection slower than this for ``standstillTimeout`` is given up.
    package var bytesPerSecondMin = 64

    package var standstillTimeout: Duration = .seconds(120)

    package init(
        baseURL: String,
        allowsInsecureHTTP: Bool = false,
        authorityFile: String? = nil,
        pinnedPublicKey: String? = nil,
        proxy: String? = nil
    ) {
        self.baseURL = baseURL
        self.allowsInsecureHTTP = allowsInsecureHTTP
        self.authorityFile = authorityFile
        self.pinnedPublicKey = pinnedPublicKey
        self.proxy = proxy
    }

    /// Bytes of status lines, headers and trailers in one exchange.
    package static let headerBytesMax = 65_536

    /// A connection idle for longer is not used again.
    ///
    /// The server, or something on the way, may have dropped it in silence. Servers commonly keep one
    /// for 75 s.
    static let idleConnectionTimeout: Duration = .seconds(60)

    static let keepAliveInterval: Duration = .seconds(30)
}

extension Duration {
    /// Whole milliseconds from 1, as zero would mean "for ever", to what a C `long` holds everywhere.
    var millisecondsForCurl: Int {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 1 }
        guard seconds < Int64(Int32.max) / 1_000 else { return Int(Int32.max) }
        return max(1, Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000))
    }

    /// Whole seconds, rounded up, from 1.
    var secondsForCurl: Int {
        (millisecondsForCurl - 1) / 1_000 + 1
    }
}
