import ClientCore
import ServerCore
import Shared

// What a violation prints besides its one line: enough to follow the record's story by hand.

extension Simulation {
    /// A dot as reports write it.
    static func name(_ dot: Dot) -> String { "\(dot.replica.shortText):\(dot.counter)" }

    /// The record's events, what stands in it, and the server's log of it.
    func report(on record: RecordID, _ state: RecordState?, isServer: Bool) -> String {
        var lines = [isServer ? "on the server" : "on a device"]
        for (number, event) in oracle.events.enumerated() where event.record == record {
            let replaced = event.replaced.map(\.numbers)
            lines.append("event \(number) \(event.head) \(event.values) replaced \(replaced)")
        }
        lines += standing(state)
        for scope in options.scopes {
            for fork in server.store.forks(in: scope) {
                let name = fork.name.shortText
                lines.append("fork \(name) of \(fork.from.shortText) beyond \(fork.beyond)")
            }
            lines += server.store.changes(of: record, in: scope).map(log)
        }
        return lines.map { "\n    " + $0 }.joined()
    }

    /// Where a device's records differ from the server's.
    func difference(from store: MemoryReplicaStore) -> String {
        var lines: [String] = []
        for scope in options.scopes {
            for record in records {
                let mine = store.record(record, in: scope)
                let theirs = server.store.record(record, in: scope)
                guard mine?.frame != theirs?.frame else { continue }
                lines.append("\(record.shortText) in \(scope.name), on the device:")
                lines += standing(try? mine?.state())
                lines.append("on the server:")
                lines += standing(try? theirs?.state())
                lines += server.store.changes(of: record, in: scope).map(log)
            }
        }
        return lines.map { "\n    " + $0 }.joined()
    }

    private func standing(_ state: RecordState?) -> [String] {
        (state?.writes ?? []).map { write in
            let value = write.value.flatMap(number).map(String.init) ?? "?"
            return "stands \(write.key.field) = \(value) by \(Self.name(write.dot))"
        }
    }

    private func log(_ logged: LoggedChange) -> String {
        let change = logged.sealed.change
        let event = oracle.event(logged.sealed.hash.tag).map(String.init) ?? "?"
        let writes = change.writes.map { write in
            let value = write.value.flatMap(number).map(String.init) ?? "-"
            return "\(write.key.field)=\(value) for \(write.replaced.map(Self.name))"
        }
        return "log \(logged.sequence) \(Self.name(logged.sealed.dot)) event \(event) "
            + "\(change.kind): " + writes.joined(separator: "; ")
    }
}
