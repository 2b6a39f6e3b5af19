import ServerCore
import Shared

// What must hold of the server at any time, also after it has been set back.

extension Simulation {
    /// No withdrawn device's change has been taken in, no change that the server has in its log stands
    /// where it was refused, and the digests of the buckets add up.
    func checkServer() throws {
        for (scope, sealed) in withdrawn {
            let logged = server.store.change(at: sealed.dot, in: scope)
            guard logged?.sealed.hash != sealed.hash else {
                throw Violation("the change of a withdrawn device was taken in")
            }
        }
        for scope in options.scopes {
            try checkBuckets(in: scope)
            for record in records { try checkRefusals(on: record, in: scope) }
        }
    }

    /// Of what has been purged, and nobody says to be alive, nothing is left on the server.
    func checkPurges(in scope: ScopeID) throws {
        for record in records {
            guard let frame = server.store.record(record, in: scope)?.frame else { continue }
            let state = try memory.state(of: frame)
            guard state.isPurged else { continue }
            let held = server.store.heldChanges(in: scope).filter { $0.state != .waiting }
            let isLeft =
                !state.isEmptied
                || server.store.changes(of: record, in: scope).contains { $0.sealed.hasContent }
                || held.contains {
                    $0.sealed.original.record == record && $0.sealed.hasContent
                }
            guard !isLeft else { throw Violation("the server still has what was purged") }
        }
    }

    private func checkBuckets(in scope: ScopeID) throws {
        var sum = StateDigest()
        for bucket in Set(records.map { StateDigest.bucket(of: $0) }) {
            sum += server.store.digest(ofBucket: bucket, in: scope)
        }
        guard sum == server.store.digest(of: scope) else {
            throw Violation("the digests of the buckets do not add up")
        }
    }

    private func checkRefusals(on record: RecordID, in scope: ScopeID) throws {
        guard let frame = server.store.record(record, in: scope)?.frame else { return }
        for write in try memory.state(of: frame).writes where !write.key.isHead {
            guard let value = write.value.flatMap(number),
                server.service.policy.isVoid(value, Int(write.key.field)),
                let logged = server.store.change(at: write.dot, in: scope),
                logged.sealed.original.kind != .ruling
            else { continue }
            throw Violation("a refused write stands on the server")
        }
    }
}
