import Foundation
import Glibc

/// A TCP connection on this machine, for bytes that no honest program would send.
///
/// It is not closed by itself: sockets are handed between threads here.
struct LocalSocket: Sendable {
    let descriptor: Int32

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        // Nothing in a test may wait for ever.
        var limit = timeval(tv_sec: 30, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
    }

    init(connectingTo port: UInt16) throws {
        self.init(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        var address = Self.address(port)
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe connect(descriptor, pointer, length)
            }
        }
        guard result == 0 else {
            close()
            throw POSIXError(.ECONNREFUSED)
        }
    }

    static func address(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return address
    }

    /// The next bytes; none at the end of the connection.
    func receive() -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            unsafe count = max(0, recv(descriptor, buffer.baseAddress, buffer.count, 0))
        }
    }

    /// Returns whether everything could be sent.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { bytes in
                unsafe Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    func finishSending() { _ = shutdown(descriptor, Int32(SHUT_WR)) }

    func finishReceiving() { _ = shutdown(descriptor, Int32(SHUT_RD)) }

    /// Ends both directions, so that whoever waits for the socket wakes up.
    func shutDown() { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }

    func close() { _ = Glibc.close(descriptor) }

    /// From now on closing it resets the connection.
    func prepareReset() {
        var abort = linger(l_onoff: 1, l_linger: 0)
        unsafe setsockopt(
            descriptor,
            SOL_SOCKET,
            SO_LINGER,
            &abort,
            socklen_t(MemoryLayout<linger>.size)
        )
    }
}

/// A free port of 127.0.0.1 on which every connection is served by a thread of its own.
final class LocalPort: Sendable {
    let port: UInt16
    private let listener: LocalSocket

    var url: String { "http://127.0.0.1:\(port)" }

    /// `serve` has the connection until it returns; then it is closed.
    init(_ serve: @escaping @Sendable (LocalSocket) -> Void) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = LocalSocket.address(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe bind(descriptor, pointer, length) == 0 && listen(descriptor, 64) == 0
                    && getsockname(descriptor, pointer, &length) == 0
            }
        }
        guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
        port = UInt16(bigEndian: address.sin_port)
        let listener = LocalSocket(descriptor)
        self.listener = listener
        Thread {
            while true {
                let accepted = accept(descriptor, nil, nil)
                if accepted < 0, errno == EAGAIN || errno == EINTR { continue }
                guard accepted >= 0 else { break }
                Thread {
                    let socket = LocalSocket(accepted)
                    serve(socket)
                    socket.close()
                }.start()
            }
            listener.close()
        }.start()
    }

    deinit { listener.shutDown() }
}
