import ClientCore
import ServerCore
import Shared

// The long run: five replicas and a server, thousands of acts, and everything that a network does.

extension Simulation.Options {
    /// Five replicas, partitions, duplicated and late delivery, kills, and two restores of the server.
    package static func gate(acts: Int) -> Self {
        var options = Self()
        options.stepCount = acts
        options.rulings = false
        options.images = false
        options.deviceCount = 5
        options.recordCount = max(6, acts / 25)
        options.checkInterval = 100
        options.partitions = true
        options.disorder = true
        options.restorePoints = [acts / 3, acts * 2 / 3]
        return options
    }
}

extension Simulation {
    /// Runs all acts, then lets copies of the whole run heal in different orders of delivery.
    ///
    /// - Throws: ``Violation`` when replicas differ, when a value is not in the server's history, when
    ///   there is something to be moved after everybody has synced, or when the open conflicts depend on
    ///   the order.
    package mutating func runGate(orders: Int = 4) throws {
        try act()
        partitioned = []
        var known: Set<String>?
        for number in 0..<orders {
            var copy = self
            copy.random = SplitMix64(seed: seed &+ UInt64(number) &* 7919)
            var order = Array(copy.devices.indices)
            order.shuffle(using: &copy.random)
            try copy.heal(order: order)
            try copy.everyEventIsInTheHistory()
            let open = try copy.openConflicts()
            guard known == nil || known == open else {
                throw Violation("the open conflicts depend on the order of delivery")
            }
            known = open
        }
        count("open conflicts", known?.count ?? 0)
        count("events", oracle.events.count)
    }

    /// Some devices lose touch with the server, others find it again.
    mutating func shiftPartition() {
        partitioned = []
        for place in devices.indices where random.chance(30) { partitioned.insert(place) }
    }

    /// What a network and a failing server do to a request besides losing it.
    ///
    /// - Returns: Whether the session ends here.
    mutating func disturb(_ request: SyncRequest) throws -> Bool {
        if random.chance(5) { delayed.append(request) }
        if delayed.count > 40 { delayed.removeFirst() }
        if random.chance(5), let late = random.pick(delayed) {
            try deliver(late, as: "request came late")
        }
        if random.chance(5) { try deliver(request, as: "request came twice") }
        if random.chance(3) {
            var doomed = server
            _ = try doomed.answer(request, isRevoked: false, at: now, using: &random)
            count("server killed before it committed")
            return true
        }
        return false
    }

    /// The server acts on a request whose answer nobody waits for.
    private mutating func deliver(_ request: SyncRequest, as what: String) throws {
        do {
            _ = try server.answer(request, isRevoked: false, at: now, using: &random)
            try noteServerEvents()
            count(what)
        } catch is ReceptionError {
            // Refused whole, as over HTTP.
            count(what + " and was refused")
        }
    }

    /// Every save of anybody is a change in the server's history.
    private func everyEventIsInTheHistory() throws {
        var found = EventSet()
        for scope in options.scopes {
            for record in records {
                for logged in server.store.changes(of: record, in: scope) {
                    if let event = oracle.event(logged.sealed.hash.tag) { found.insert(event) }
                }
            }
        }
        let lost = oracle.events.indices.filter { number in
            !found.contains(number) && oracle.events[number].head != .purged
        }
        guard lost.isEmpty else {
            throw Violation("not in the server's history: events \(lost.prefix(10))")
        }
    }

    /// The open conflicts, which every replica must see alike: record, cell and candidates.
    private func openConflicts() throws -> Set<String> {
        let known = try openConflicts { try server.store.record($0, in: $1)?.state() }
        for device in devices where !device.isRevoked {
            let mine = try openConflicts { try device.store.record($0, in: $1)?.state() }
            guard mine == known else { throw Violation("a device sees other open conflicts") }
        }
        return known
    }

    private func openConflicts(
        _ state: (RecordID, ScopeID) throws -> RecordState?
    ) throws -> Set<String> {
        var result: Set<String> = []
        for scope in options.scopes {
            for record in records {
                guard let state = try state(record, scope) else { continue }
                for cell in 0..<Self.cellCount {
                    let writes = state.writes.filter { Int($0.key.field) == cell }
                    let values = Set(writes.compactMap { $0.value.flatMap(number) }).sorted()
                    if values.count > 1 { result.insert("\(record.shortText) \(cell) \(values)") }
                }
            }
        }
        return result
    }
}
