import ClientCore
import ServerCore
import Shared

// The oracle's questions.

/// What the checks need to know of a replica or of the server.
private protocol Observed {
    func observedVector(in scope: ScopeID) throws -> VersionVector
    func observedRecord(
        _ id: RecordID,
        in scope: ScopeID
    ) throws -> (frame: [UInt8], extra: VersionVector)?
    func observedTag(at dot: Dot, in scope: ScopeID) throws -> ChainTag?
    func observedLength(of replica: ReplicaID, in scope: ScopeID) throws -> UInt64
}

extension MemoryReplicaStore: Observed {
    fileprivate func observedVector(in scope: ScopeID) -> VersionVector {
        standing(in: scope).vector
    }

    fileprivate func observedRecord(
        _ id: RecordID,
        in scope: ScopeID
    ) throws -> (frame: [UInt8], extra: VersionVector)? {
        guard let held = record(id, in: scope) else { return nil }
        return (held.frame, held.extra)
    }

    fileprivate func observedTag(at dot: Dot, in scope: ScopeID) -> ChainTag? {
        chainTag(at: dot, in: scope)
    }

    fileprivate func observedLength(of replica: ReplicaID, in scope: ScopeID) -> UInt64 {
        chainLength(of: replica, in: scope)
    }
}

extension MemoryServerStore: Observed {
    fileprivate func observedVector(in scope: ScopeID) -> VersionVector { vector(of: scope) }

    fileprivate func observedRecord(
        _ id: RecordID,
        in scope: ScopeID
    ) throws -> (frame: [UInt8], extra: VersionVector)? {
        guard let stored = record(id, in: scope) else { return nil }
        return (stored.frame, stored.extra)
    }

    fileprivate func observedTag(at dot: Dot, in scope: ScopeID) -> ChainTag? {
        chainTag(at: dot, in: scope)
    }

    fileprivate func observedLength(of replica: ReplicaID, in scope: ScopeID) -> UInt64 {
        chainLength(of: replica, in: scope)
    }
}

extension Simulation {
    /// The events of a record that a replica claims to have incorporated.
    func incorporated(
        _ record: RecordID,
        in scope: ScopeID,
        by store: MemoryReplicaStore
    ) throws -> EventSet {
        try events(in: scope, by: store, record)[record] ?? EventSet()
    }

    /// The events of a record that the server claims to have incorporated.
    func incorporated(
        _ record: RecordID,
        in scope: ScopeID,
        by store: MemoryServerStore
    ) throws -> EventSet {
        try events(in: scope, by: store, record)[record] ?? EventSet()
    }

    /// By record: the events that contexts cover.
    private func events(
        in scope: ScopeID,
        by store: some Observed,
        _ only: RecordID? = nil
    ) throws -> [RecordID: EventSet] {
        var result: [RecordID: EventSet] = [:]
        func take(_ vector: VersionVector, of record: RecordID?) throws {
            for entry in vector.entries {
                let branch = try memory.events(to: entry.counter) { counter in
                    let dot = Dot(entry.replica, counter)
                    guard let tag = try store.observedTag(at: dot, in: scope) else {
                        throw Violation(
                            "a vector covers \(Self.name(dot)), whose chain is not known"
                        )
                    }
                    return tag
                } _: { tag in
                    guard let number = oracle.event(tag) else {
                        throw Violation(
                            "a vector covers a change of \(entry.replica) that nobody has made"
                        )
                    }
                    return (number, oracle.events[number].record)
                }
                for (id, events) in branch where record == nil || record == id {
                    result[id, default: EventSet()].formUnion(events)
                }
            }
        }
        try take(store.observedVector(in: scope), of: nil)
        for record in records where only == nil || only == record {
            guard let held = try store.observedRecord(record, in: scope) else { continue }
            try take(held.extra, of: record)
        }
        return result
    }

    /// Every replica, and the server, shows exactly what it claims to have incorporated.
    ///
    /// The server without the writes that it refused. Asks only of those that have changed.
    mutating func checkAll() throws {
        checksAsked += 1
        guard checksAsked.isMultiple(of: options.checkInterval) else { return }
        for place in devices.indices where !devices[place].isChecked {
            for scope in options.scopes {
                try check(devices[place].store, in: scope, isServer: false)
            }
            devices[place].isChecked = true
        }
        guard !server.isChecked else { return }
        for scope in options.scopes {
            try check(server.store, in: scope, isServer: true)
            try checkPurges(in: scope)
        }
        server.isChecked = true
    }

    private func check(_ store: some Observed, in scope: ScopeID, isServer: Bool) throws {
        let claimed = try events(in: scope, by: store)
        let policy = server.service.policy
        for record in records {
            let incorporated = claimed[record] ?? EventSet()
            let held = try store.observedRecord(record, in: scope)
            let actual = try shown(held, store, scope)
            let wanted = memory.expected(after: incorporated) {
                oracle.expected(after: $0, isVoid: policy.isVoid)
            }
            if actual == wanted { continue }
            guard actual.heads == wanted.heads else {
                throw Violation(
                    "heads of \(record.shortText) in \(scope.name): "
                        + "expected \(wanted.heads.numbers), found \(actual.heads.numbers)"
                        + report(
                            on: record,
                            try held.map { try memory.state(of: $0.frame) },
                            isServer: isServer
                        )
                )
            }
            for cell in 1..<Self.cellCount where actual.values[cell] != wanted.values[cell] {
                // Refused writes are ruled out by the server, and a device may not have heard yet;
                // after a roll-back of the server a ruling may have outlived what it ruled on, and
                // former values may be beyond recall (they stay in the history).
                let known = isStrict ? incorporated.numbers : Array(oracle.events.indices)
                let hasRefused = known.contains { number in
                    oracle.events[number].record == record
                        && policy.isVoid(oracle.events[number].values[cell], cell)
                }
                let isLost = actual.values[cell].isEmpty && !wanted.values[cell].isEmpty
                if hasRefused && (!isStrict || !isServer && !isLost) { continue }
                throw Violation(
                    "cell \(cell) of \(record.shortText) in \(scope.name): "
                        + "expected \(wanted.values[cell]), found \(actual.values[cell])"
                        + report(
                            on: record,
                            try held.map { try memory.state(of: $0.frame) },
                            isServer: isServer
                        )
                )
            }
        }
    }

    private func shown(
        _ held: (frame: [UInt8], extra: VersionVector)?,
        _ store: some Observed,
        _ scope: ScopeID
    ) throws -> Oracle.Expected {
        var result = Oracle.Expected()
        guard let held else { return result }
        let vector = try store.observedVector(in: scope)
        let context = CausalContext(scope: vector, extra: held.extra)
        for write in try memory.state(of: held.frame).writes {
            guard context.covers(write.dot) else {
                throw Violation("a live write of \(write.dot) is not covered by its context")
            }
            guard write.key.isHead else {
                guard let value = write.value.flatMap(number) else {
                    throw Violation("a value is missing")
                }
                result.values[Int(write.key.field)].append(value)
                continue
            }
            guard let tag = try store.observedTag(at: write.dot, in: scope),
                let event = oracle.event(tag)
            else { throw Violation("a head's chain is not known") }
            result.heads.insert(event)
        }
        for cell in 1..<Self.cellCount { result.values[cell] = unique(result.values[cell]) }
        return result
    }

    /// Faults stop, everybody syncs, and all is compared.
    ///
    /// `order` is that in which devices sync; nil for that of their places.
    mutating func heal(order: [Int]? = nil) throws {
        let living = (order ?? Array(devices.indices)).filter { !devices[$0].isRevoked }
        for _ in 0..<4 {
            for place in living {
                try session(place)
                try checkAll()
            }
        }
        for place in living {
            let summary = try session(place)
            guard summary.pushed == 0, summary.received == 0 else {
                throw Violation(
                    "a further sync still moves \(summary.pushed) and \(summary.received) records"
                )
            }
            try compareWithServer(devices[place].store)
        }
    }

    /// One undisturbed session.
    @discardableResult
    mutating func session(_ place: Int) throws -> SyncSummary {
        var session = SyncSession()
        var memory = SessionMemory()
        var action = session.start()
        while true {
            if case .finish(let ending) = action {
                guard ending == .complete else { throw Violation("a session ended \(ending)") }
                return memory.summary
            }
            let request = try prepare(action, &memory, place)
            let response = try server.answer(request, isRevoked: false, at: now, using: &random)
            try noteServerEvents()
            let event = try conclude(action, request, response, &memory, place)
            action = session.next(after: event)
        }
    }

    /// A device knows of every refusal of its own changes, and of no other.
    ///
    /// A server that was set back may have ruled on a change twice, and in another way.
    private func compareRefusals(_ store: MemoryReplicaStore, in scope: ScopeID) throws {
        guard isStrict else { return }
        var known: Set<Dot> = []
        for refused in store.refusedChanges(in: scope) where !refused.refusals.isEmpty {
            known.insert(refused.dot)
        }
        var ruled: Set<Dot> = []
        for record in records {
            for logged in server.store.changes(of: record, in: scope)
            where logged.sealed.original.kind == .ruling {
                for write in logged.sealed.change.writes where !write.key.isHead {
                    ruled.formUnion(write.replaced)
                }
            }
        }
        let own = Set(store.ownChanges(in: scope).map(\.sealed.dot))
        guard known == ruled.intersection(own) else {
            throw Violation(
                "corrections \(known) are not what was refused, \(ruled.intersection(own))"
            )
        }
    }

    private func compareWithServer(_ store: MemoryReplicaStore) throws {
        for scope in options.scopes {
            guard store.digest(of: scope) == server.store.digest(of: scope) else {
                throw Violation(
                    "digests differ after healing in \(scope.name)" + difference(from: store)
                )
            }
            for record in records {
                let mine = store.record(record, in: scope)?.frame
                guard mine == server.store.record(record, in: scope)?.frame else {
                    throw Violation("\(record.shortText) differs after healing")
                }
            }
            for change in store.ownChanges(in: scope) {
                let record = change.sealed.original.record
                let isPurged = try store.record(record, in: scope)?.state().isPurged == true
                guard !isPurged || !change.sealed.hasContent else {
                    throw Violation("a device still has what was purged")
                }
                let logged = server.store.change(at: change.sealed.dot, in: scope)
                guard logged?.sealed.hash == change.sealed.hash else {
                    throw Violation(
                        "the change \(change.sealed.dot) is not in the server's history"
                    )
                }
                guard change.received != nil else {
                    throw Violation("the change \(change.sealed.dot) has no receipt")
                }
            }
            try compareRefusals(store, in: scope)
        }
    }
}
