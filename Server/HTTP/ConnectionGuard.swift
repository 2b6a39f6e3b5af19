import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Keeps one connection to its limits: how long each part of an exchange may take, and that it ends
/// where a request was answered before it was read.
///
/// Sits between the decoder and the service. A request that takes too long is cut off without an
/// answer.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private enum Phase {
        case waiting(since: NIODeadline, isFirst: Bool)
        case reading(since: NIODeadline, bytes: Int64)
        case answering(since: NIODeadline)
        /// The answer is out; what still comes is counted and thrown away.
        case lingering(since: NIODeadline, bytes: Int)
    }

    private let limits: HTTPLimits
    private var phase = Phase.waiting(since: .now(), isFirst: true)
    /// Requests whose answers are not out yet.
    private var pending = 0
    private var endsAfterResponse = false
    private var timer: Scheduled<Void>?

    init(limits: HTTPLimits) { self.limits = limits }

    // MARK: Beginning and end

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    private func begin(_ context: ChannelHandlerContext) {
        guard timer == nil else { return }
        phase = .waiting(since: .now(), isFirst: true)
        watch(context)
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        if case .lingering(let since, let bytes) = phase {
            if case .body(let buffer) = part {
                phase = .lingering(since: since, bytes: bytes + buffer.readableBytes)
                if bytes + buffer.readableBytes > limits.lingeringBytesMax {
                    context.close(promise: nil)
                }
            }
            return
        }
        switch part {
        case .head:
            pending += 1
            move(to: .reading(since: .now(), bytes: 0), context)
        case .body(let buffer):
            if case .reading(let since, let bytes) = phase {
                phase = .reading(since: since, bytes: bytes + Int64(buffer.readableBytes))
            }
        case .end:
            move(to: .answering(since: .now()), context)
        }
        context.fireChannelRead(data)
    }

    // MARK: Responses

    func write(
        context: ChannelHandlerContext,
        data: NIOAny,
        promise: EventLoopPromise<Void>?
    ) {
        switch unwrapOutboundIn(data) {
        case .head(let head):
            if head.headerFields[.connection] == "close" { endsAfterResponse = true }
        case .body: break
        case .end:
            let flushed = promise ?? context.eventLoop.makePromise(of: Void.self)
            flushed.futureResult.assumeIsolated().whenSuccess { self.finished(context) }
            context.write(data, promise: flushed)
            return
        }
        context.write(data, promise: promise)
    }

    private func finished(_ context: ChannelHandlerContext) {
        pending = max(0, pending - 1)
        if endsAfterResponse {
            // Closing at once would reset the connection while the client still sends, and the
            // answer could be lost on its way.
            move(to: .lingering(since: .now(), bytes: 0), context)
            context.close(mode: .output, promise: nil)
        } else if pending == 0, case .answering = phase {
            move(to: .waiting(since: .now(), isFirst: false), context)
        }
    }

    // MARK: Time

    private var deadline: NIODeadline {
        switch phase {
        case .waiting(let since, let isFirst):
            return since + (isFirst ? limits.firstHeader : limits.idle)
        case .reading(let since, let bytes):
            let earned = TimeAmount.seconds(bytes / max(limits.bodyBytesPerSecondMin, 1))
            return since + min(limits.bodyGrace + earned, limits.exchange)
        case .answering(let since): return since + limits.exchange
        case .lingering(let since, _): return since + limits.lingering
        }
    }

    private func move(to phase: Phase, _ context: ChannelHandlerContext) {
        self.phase = phase
        watch(context)
    }

    /// Looks again when the present deadline is due; it may have moved by then.
    private func watch(_ context: ChannelHandlerContext) {
        timer?.cancel()
        let loop = context.eventLoop.assumeIsolated()
        timer = loop.scheduleTask(deadline: deadline) {
            if self.deadline <= .now() {
                context.close(promise: nil)
            } else {
                self.watch(context)
            }
        }
    }
}
