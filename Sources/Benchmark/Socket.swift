import Glibc

/// A connection over TCP to this machine.
final class Socket {
    let descriptor: Int32

    /// Connects to a port of this machine.
    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = loopback(port)
        let code = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard descriptor >= 0, code == 0 else {
            throw BenchmarkFailure("no connection to port \(port): \(systemText(errno))")
        }
        var on: Int32 = 1
        unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, 4)
    }

    init(accepted descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    func write(_ bytes: [UInt8]) throws { try writeAll(bytes, to: descriptor) }

    /// What has come in, up to the size of `buffer`; none at the end, nil when nothing is there yet.
    func read(into buffer: inout [UInt8], waits: Bool = true) throws -> ArraySlice<UInt8>? {
        while true {
            let flags = waits ? 0 : Int32(MSG_DONTWAIT)
            let count = unsafe buffer.withUnsafeMutableBytes {
                unsafe recv(descriptor, $0.baseAddress, $0.count, flags)
            }
            if count >= 0 { return buffer[..<count] }
            if errno == EAGAIN { return nil }
            guard errno == EINTR else {
                throw BenchmarkFailure("reading failed: \(systemText(errno))")
            }
        }
    }
}

/// The address of a port of this machine.
func loopback(_ port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
}
