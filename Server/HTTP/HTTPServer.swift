package import Hummingbird
import HummingbirdCore
import HummingbirdTLS
package import Logging
import NIOCore
import NIOSSL

/// Where the service listens, and how it proves who it is.
package struct HTTPConfiguration: Sendable {
    package let host: String
    /// 0 for any port that is free.
    package let port: Int
    /// Nil for plain HTTP.
    package let tls: TLSFiles?
    package let limits: HTTPLimits

    package init(
        host: String,
        port: Int,
        tls: TLSFiles? = nil,
        limits: HTTPLimits = HTTPLimits()
    ) {
        self.host = host
        self.port = port
        self.tls = tls
        self.limits = limits
    }
}

/// The server's certificate and key, both in PEM.
package struct TLSFiles: Sendable {
    /// The certificate, and those between it and the authority.
    package let certificate: String
    package let key: String

    package init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }
}

/// The program that listens and hands requests to `responder`; HTTP/1.1, with TLS where asked for.
///
/// `onRunning` is called once, with the port that is listened on. Reading the certificate or its key
/// may throw.
package func makeHTTPServer<House: RegisterHouse>(
    _ configuration: HTTPConfiguration,
    responder: ServiceResponder<House>,
    logger: Logger,
    onRunning: @escaping @Sendable (Int) async -> Void
) throws -> Application<ServiceResponder<House>> {
    let limits = configuration.limits
    let plain = HTTPServerBuilder.http1(
        configuration: HTTP1Channel.Configuration(
            additionalChannelHandlers: [ConnectionGuard(limits: limits)],
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: limits.headerFieldBytesMax,
                maxHeaderListSize: limits.headerListBytesMax,
                maxHeaderFieldCount: limits.headerCountMax
            )
        )
    )
    let server = try configuration.tls.map { files in
        try HTTPServerBuilder.tls(plain, tlsConfiguration: try tlsConfiguration(files))
    }
    return Application(
        responder: responder,
        server: server ?? plain,
        configuration: ApplicationConfiguration(
            address: .hostname(configuration.host, port: configuration.port),
            availableConnectionsDelegate: .maximum(limits.connectionsMax, logger: logger)
        ),
        onServerRunning: { channel in
            await onRunning(channel.localAddress?.port ?? configuration.port)
        },
        logger: logger
    )
}

private func tlsConfiguration(_ files: TLSFiles) throws -> TLSConfiguration {
    let chain = try NIOSSLCertificate.fromPEMFile(files.certificate)
    let key = try NIOSSLPrivateKey(file: files.key, format: .pem)
    var configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: chain.map { .certificate($0) },
        privateKey: .privateKey(key)
    )
    configuration.minimumTLSVersion = .tlsv12
    configuration.applicationProtocols = ["http/1.1"]
    return configuration
}
