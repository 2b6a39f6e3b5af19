import Foundation
import Synchronization

/// A line to a server that carries a number of bytes and is then cut.
final class CuttingProxy: Sendable {
    enum Direction: Sendable {
        case up
        case down
    }

    /// How a line ends.
    enum Ending: CaseIterable, Sendable {
        case finish
        case reset
    }

    private struct State {
        var direction = Direction.up
        /// Bytes that still pass in that direction; nil when the line is whole.
        var rest: Int?
        var ending = Ending.finish
        var passed: [Direction: Int] = [:]
    }

    private let state: StateBox
    private let door: LocalPort

    /// The state, shared by the threads of all connections.
    private final class StateBox: Sendable {
        let value = Mutex(State())
    }

    var url: String { door.url }

    init(to port: UInt16) throws {
        let state = StateBox()
        self.state = state
        door = try LocalPort { client in
            guard let server = try? LocalSocket(connectingTo: port) else { return }
            let ended = DispatchSemaphore(value: 0)
            Thread {
                Self.carry(.down, from: server, to: client, state)
                ended.signal()
            }.start()
            Self.carry(.up, from: client, to: server, state)
            ended.wait()
            server.close()
        }
    }

    /// Cuts the line after this many more bytes in one direction.
    func cut(_ direction: Direction, after count: Int, _ ending: Ending) {
        state.value.withLock { state in
            state = State(direction: direction, rest: count, ending: ending)
        }
    }

    func mend() { state.value.withLock { $0 = State() } }

    /// Bytes that have passed since the line was last cut or mended.
    func passed(_ direction: Direction) -> Int {
        state.value.withLock { $0.passed[direction] ?? 0 }
    }

    private static func carry(
        _ direction: Direction,
        from source: LocalSocket,
        to target: LocalSocket,
        _ state: StateBox
    ) {
        while true {
            let piece = source.receive()
            if piece.isEmpty { break }
            let (allowed, ending) = state.value.withLock { state in
                var allowed = piece.count
                if let rest = state.rest, state.direction == direction {
                    allowed = min(allowed, rest)
                    state.rest = rest - allowed
                }
                // Once it is cut, nothing passes either way.
                if state.rest == 0, state.direction != direction { allowed = 0 }
                state.passed[direction, default: 0] += allowed
                return (allowed, state.rest == 0 ? state.ending : nil)
            }
            target.send(Array(piece.prefix(allowed)))
            if ending != nil { break }
        }
        let isReset = state.value.withLock { $0.rest == 0 && $0.ending == .reset }
        for socket in [source, target] {
            if isReset {
                // Wakes who reads, and says nothing to the other end before the reset.
                socket.prepareReset()
                socket.finishReceiving()
            } else {
                socket.shutDown()
            }
        }
    }
}
