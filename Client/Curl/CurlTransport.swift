import CCurl
package import ClientCore

/// HTTP to one server over libcurl, with one kept connection.
///
/// libcurl may itself send a request a second time, once, when a kept connection turns out to be dead
/// before any byte of a response: requests must be safe to repeat.
package final class CurlTransport: HTTPTransport {
    /// Called several times a second during an exchange, on the same thread.
    package var onProgress: ((TransferProgress) -> Void)?

    /// Bytes of all exchanges so far, failed ones included, before encryption.
    package private(set) var total = TransferProgress(bytesSent: 0, bytesReceived: 0)

    private let configuration: CurlConfiguration
    private let address: ServerAddress
    private let handle: CurlHandle

    /// Checks the address; connects at the first exchange.
    ///
    /// - Throws: `TransportError.badURL`, or `.insecure` for plain HTTP to another machine.
    package init(_ configuration: CurlConfiguration) throws(TransportError) {
        let address = try ServerAddress(configuration.baseURL)
        guard address.scheme == "https" || address.isLoopback || configuration.allowsInsecureHTTP
        else { throw .insecure(host: address.displayHost) }
        self.configuration = configuration
        self.address = address
        handle = try CurlHandle()
    }

    /// Begins to load libcurl while the program does something else: it takes longer than an exchange with
    /// a server nearby.
    ///
    /// Whoever ends the program calls ``settle()`` before.
    package static func prepare() { ccurl_prepare() }

    /// Waits until libcurl is loaded, if that has been begun.
    package static func settle() { ccurl_settle() }

    package func exchange(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse {
        let headerLines = try HeaderLines.lines(of: request)
        try setOptions(for: request)
        let collector = ResponseCollector(
            bodyBytesMax: request.responseBytesMax,
            onProgress: onProgress
        )
        defer { addToTotal(collector) }
        do throws(CurlFailure) {
            let status = try handle.perform(
                headerLines: headerLines,
                postBody: request.method == .post ? request.body : nil,
                into: collector
            )
            guard collector.headersAreComplete else {
                // libcurl takes a connection that ends here for an empty body.
                throw CurlFailure(
                    code: CURLE_PARTIAL_FILE,
                    reason: Array("the headers of the answer are incomplete".utf8),
                    duration: .zero
                )
            }
            return HTTPResponse(
                status: status,
                headers: collector.headers,
                body: collector.body,
                bytesSent: collector.bytesSent,
                bytesReceived: collector.bytesReceived,
                isDelimited: collector.isDelimited
            )
        } catch {
            throw TransportError(
                error,
                collector: collector,
                host: address.displayHost,
                deadline: request.deadline
            )
        }
    }

    private func setOptions(for request: HTTPRequest) throws(TransportError) {
        handle.reset()
        try setLimits(for: request)
        try setSecurity()
        try handle.set(CURLOPT_URL, address.prefix + HeaderLines.checked(path: request.path))
        try handle.set(CURLOPT_PATH_AS_IS, true)
        try handle.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        try handle.set(CURLOPT_TCP_KEEPALIVE, true)
        try handle.set(
            CURLOPT_TCP_KEEPIDLE,
            CurlConfiguration.keepAliveInterval.secondsForCurl
        )
        try handle.set(
            CURLOPT_TCP_KEEPINTVL,
            CurlConfiguration.keepAliveInterval.secondsForCurl
        )
        try handle.set(
            CURLOPT_MAXAGE_CONN,
            CurlConfiguration.idleConnectionTimeout.secondsForCurl
        )
    }

    private func setLimits(for request: HTTPRequest) throws(TransportError) {
        try handle.set(CURLOPT_TIMEOUT_MS, request.deadline.millisecondsForCurl)
        try handle.set(
            CURLOPT_CONNECTTIMEOUT_MS,
            configuration.connectTimeout.millisecondsForCurl
        )
        try handle.set(CURLOPT_LOW_SPEED_LIMIT, configuration.bytesPerSecondMin)
        try handle.set(CURLOPT_LOW_SPEED_TIME, configuration.standstillTimeout.secondsForCurl)
        // Ends early what announces too much; the count in the callback ends everything else. Zero
        // would mean no limit.
        try handle.set(CURLOPT_MAXFILESIZE_LARGE, offset: max(request.responseBytesMax, 1))
        // Signals do not go together with threads.
        try handle.set(CURLOPT_NOSIGNAL, true)
    }

    private func setSecurity() throws(TransportError) {
        try handle.set(onlyScheme: address.scheme)
        try handle.set(CURLOPT_FOLLOWLOCATION, false)
        try handle.set(CURLOPT_SSL_VERIFYPEER, true)
        try handle.set(CURLOPT_SSL_VERIFYHOST, 2)
        try handle.set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        if let authorityFile = configuration.authorityFile {
            try handle.set(CURLOPT_CAINFO, authorityFile)
            // The folder of the system's authorities would be trusted besides the file.
            try handle.set(CURLOPT_CAPATH, String?.none)
        }
        if let pinnedPublicKey = configuration.pinnedPublicKey {
            try handle.set(CURLOPT_PINNEDPUBLICKEY, pinnedPublicKey)
        }
        // Empty texts, unlike none at all, keep the environment's proxies out.
        try handle.set(CURLOPT_PROXY, configuration.proxy ?? "")
        try handle.set(CURLOPT_NOPROXY, configuration.proxy == nil ? "*" : "")
        try handle.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, true)
    }

    private func addToTotal(_ collector: ResponseCollector) {
        total = TransferProgress(
            bytesSent: total.bytesSent + collector.bytesSent,
            bytesReceived: total.bytesReceived + collector.bytesReceived
        )
    }
}
