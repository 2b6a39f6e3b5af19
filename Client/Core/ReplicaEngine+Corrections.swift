package import Shared

extension ReplicaEngine {
    /// The own changes of which a refused value still needs a person, in the order of making.
    package func corrections(
        in scope: ScopeID,
        _ transaction: some ReplicaTransaction
    ) throws -> [RefusedChange] {
        try transaction.refusedChanges(in: scope).filter(\.isOpen)
    }

    /// Notes that the refused values of a change need not be mended; they stay in the history.
    ///
    /// Returns how many there were.
    package func dropCorrections(
        of dot: Dot,
        in scope: ScopeID,
        in transaction: inout some ReplicaTransaction
    ) throws -> Int {
        guard
            let refused = try transaction.refusedChanges(in: scope).first(where: { $0.dot == dot })
        else { return 0 }
        let refusals = refused.refusals.map { refusal in
            var refusal = refusal
            if refusal.state == .open { refusal.state = .dropped }
            return refusal
        }
        try transaction.setRefusals(refusals, of: dot, in: scope)
        return refused.refusals.count { $0.state == .open }
    }

    /// Keeps what the server answered to own changes: what it refuses of them, and nothing else.
    func keep(
        _ refusals: [Refusal],
        of dots: Set<Dot>,
        in scope: ScopeID,
        _ transaction: inout some ReplicaTransaction
    ) throws {
        let kept = try transaction.refusedChanges(in: scope)
        if refusals.isEmpty && kept.isEmpty { return }
        var answered: [Dot: [KeptRefusal]] = [:]
        for refusal in refusals where dots.contains(refusal.dot) {
            let isTold = answered[refusal.dot]?.contains { $0.key == refusal.key } ?? false
            if isTold { continue }
            answered[refusal.dot, default: []].append(
                KeptRefusal(key: refusal.key, reason: refusal.reason)
            )
        }
        for old in kept where dots.contains(old.dot) && answered[old.dot] == nil {
            try transaction.setRefusals([], of: old.dot, in: scope)
        }
        if answered.isEmpty { return }
        for old in kept {
            answered[old.dot] = answered[old.dot]?.map { refusal in
                let same = old.refusals.first { $0.key == refusal.key }
                return KeptRefusal(
                    key: refusal.key,
                    reason: refusal.reason,
                    state: same?.state ?? .open
                )
            }
        }
        // A later change of this device may have written the field before the answer came.
        var later: [RecordID: Set<UInt16>] = [:]
        for own in try transaction.ownChanges(in: scope).reversed() {
            let change = own.sealed.original
            if let refusals = answered[own.sealed.dot] {
                let written = later[change.record] ?? []
                try transaction.setRefusals(
                    refusals.map { $0.settled(by: written) },
                    of: own.sealed.dot,
                    in: scope
                )
            }
            later[change.record, default: []].formUnion(change.writes.map(\.key.field))
        }
    }

    /// Settles the corrections of fields that a new change writes anew.
    func settleCorrections(
        by changes: [SealedChange],
        in scope: ScopeID,
        _ transaction: inout some ReplicaTransaction
    ) throws {
        let open = try transaction.refusedChanges(in: scope).filter(\.isOpen)
        for refused in open {
            let record = refused.change.sealed.original.record
            let written = changes.filter { $0.original.record == record }
                .flatMap { $0.original.writes.map(\.key.field) }
            let refusals = refused.refusals.map { $0.settled(by: Set(written)) }
            guard refusals != refused.refusals else { continue }
            try transaction.setRefusals(refusals, of: refused.dot, in: scope)
        }
    }
}

extension KeptRefusal {
    /// The refusal after these fields of its record have been written anew.
    fileprivate func settled(by fields: Set<UInt16>) -> KeptRefusal {
        var result = self
        if state == .open, fields.contains(key.field) { result.state = .settled }
        return result
    }
}
