package import NIOCore
import Shared

/// How much a connection may ask of the server, and how long it may take.
package struct HTTPLimits: Sendable {
    /// Connections at once; more wait in the queue of the operating system.
    package var connectionsMax = 8192
    package var headerFieldBytesMax = 8 * 1024
    package var headerListBytesMax = 32 * 1024
    package var headerCountMax = 100
    /// A request's body, both as it is sent and expanded.
    package var bodyBytesMax = WireLimits.messageBytesMax
    /// A carried file as a request's body.
    package var bundleBytesMax = BundleFile.bytesMax
    /// From the connection to the end of the first request's header, the TLS handshake included.
    package var firstHeader: TimeAmount = .seconds(15)
    /// From one response to the end of the next request's header.
    package var idle: TimeAmount = .seconds(75)
    /// How long a body may take whatever its pace; then it must have kept to ``bodyBytesPerSecondMin``.
    package var bodyGrace: TimeAmount = .seconds(60)
    /// The pace of a body on average, once its grace is over.
    package var bodyBytesPerSecondMin: Int64 = 1024
    /// How long a body, or a response, may take at all.
    package var exchange: TimeAmount = .minutes(15)
    /// How long a connection that was answered early stays open, so that the answer gets through.
    package var lingering: TimeAmount = .seconds(2)
    /// What is read and thrown away meanwhile.
    package var lingeringBytesMax = 1024 * 1024
    /// Requests that wait for the store before others are turned away.
    package var waitingMax = 4096

    package init() {}
}
