import ClientCore
import ServerCore
import Shared

// What people, administrators and accidents do.

extension Simulation {
    /// A person saves something, offline.
    mutating func save(at place: Int) throws {
        guard !devices[place].isRevoked || random.chance(60),
            let record = random.pick(records), let scope = random.pick(options.scopes)
        else { return }
        let state = try devices[place].store.record(record, in: scope)?.state()
        let heads = Set((state?.heads ?? []).compactMap { $0.value.flatMap(HeadValue.init) })
        let kind: Change.Kind
        if heads.isEmpty {
            kind = .create
        } else if heads.contains(.alive) {
            let percent = random.below(100)
            kind = percent < 75 ? .edit : percent < 92 ? .delete : .restore
        } else if heads.contains(.deleted) {
            kind = .restore
        } else {
            return
        }
        var values = Array(repeating: UInt64(0), count: Self.cellCount)
        if kind != .delete {
            for cell in 1..<Self.cellCount where random.chance(55) {
                values[cell] = UInt64(oracle.events.count) * 8 + UInt64(cell)
            }
        }
        let draft = Draft(
            kind: kind,
            record: record,
            collection: 7,
            cells: values.enumerated().filter { $0.element != 0 }.map { cell, value in
                var writer = CBORWriter()
                writer.unsigned(value)
                return Draft.Cell(
                    key: CellKey(field: UInt16(cell)),
                    value: ArraySlice(writer.bytes)
                )
            }
        )
        let event = oracle.event(
            saving: draft,
            values: values,
            head: kind == .delete ? .deleted : .alive,
            after: try incorporated(record, in: scope, by: devices[place].store)
        )
        let sealed = try Device.engine.save(
            [draft],
            in: scope,
            by: Author(
                actor: 1,
                schemaVersion: UInt32(1 + server.service.policy.changes.count)
            ),
            at: time(of: devices[place].clock),
            using: &random,
            in: &devices[place].store
        )
        guard let tag = sealed.first?.hash.tag else { return }
        _ = oracle.add(event, tag: tag)
        if devices[place].isRevoked { withdrawn += sealed.map { (scope, $0) } }
        count("saved \(kind)")
    }

    /// An administrator purges a record that is deleted and that nobody has restored.
    mutating func purge() throws {
        guard let scope = random.pick(options.scopes) else { return }
        var deleted: [RecordID] = []
        for record in records {
            let state = try server.store.record(record, in: scope)?.state()
            let heads = Set((state?.heads ?? []).compactMap { $0.value.flatMap(HeadValue.init) })
            if heads.contains(.deleted), !heads.contains(.alive) { deleted.append(record) }
        }
        guard let record = random.pick(deleted) else { return }
        let draft = Draft(kind: .purge, record: record, collection: 7, cells: [])
        let event = oracle.event(
            saving: draft,
            values: Array(repeating: 0, count: Self.cellCount),
            head: .purged,
            after: try incorporated(record, in: scope, by: server.store)
        )
        let sealed = try server.service.save(
            draft,
            actor: 0,
            at: time(of: server.clock),
            in: scope,
            using: &random,
            in: &server.store
        )
        guard let sealed else { return }
        _ = oracle.add(event, tag: sealed.hash.tag)
        count("purged")
    }

    /// The server gets another schema, which devices hear of when they sync.
    mutating func changeSchema() {
        server.changeSchema(from: oracle.events.count)
        count("schema changed")
    }

    /// An old image of a device is put back, or becomes a second device.
    mutating func copyFromImage() throws {
        if options.twins, random.chance(50) { return try raceTwins(random.below(devices.count)) }
        guard let image = random.pick(Array(images.suffix(6))), !image.device.isRevoked
        else { return }
        var copy = image.device
        copy.session = nil
        if random.chance(50), devices.count < 7 {
            devices.append(copy)
            count("cloned")
        } else {
            devices[image.place] = copy
            count("restored device")
        }
        let last = devices.count - 1
        for place in image.place == last ? [last] : [image.place, last] where random.chance(60) {
            for reply in replies where random.chance(50) { importReply(reply, place) }
        }
    }

    /// The server is set back to an older copy.
    mutating func restoreServer() throws {
        if options.serverRestores { try setServerBack() }
    }

    mutating func setServerBack() throws {
        guard let backup = random.pick(Array(serverBackups.suffix(3))) else { return }
        isStrict = false
        server.store = backup
        for scope in options.scopes {
            try server.service.beginEpoch(of: scope, using: &random, in: &server.store)
        }
        count("server restored")
    }

    /// A device is lost and its access withdrawn; or its held changes are reviewed.
    mutating func review(_ place: Int) throws {
        guard options.held else { return }
        if !devices.contains(where: \.isRevoked) {
            devices[place].isRevoked = true
            count("revoked")
            return
        }
        for _ in 0..<random.below(8) { try reviewHeldChange() }
    }

    private mutating func reviewHeldChange() throws {
        guard let scope = random.pick(options.scopes),
            let held = random.pick(
                server.store.heldChanges(in: scope).filter { $0.state == .waiting }
            ),
            let original = oracle.event(held.sealed.hash.tag)
        else { return }
        if random.chance(30) {
            try server.service.reject(held.sealed.dot, in: scope, in: &server.store)
            count("held change rejected")
            return
        }
        var store = server.store
        do {
            let sealed = try server.service.accept(
                held.sealed.dot,
                at: time(of: server.clock),
                in: scope,
                using: &random,
                in: &store
            )
            server.store = store
            var event = oracle.events[original]
            for cell in 0..<Self.cellCount {
                event.replaced[cell] = reviewed(event.replaced[cell], cell, in: scope)
            }
            _ = oracle.add(event, tag: sealed.hash.tag)
            try noteServerEvents()
            count("held change accepted")
        } catch is ReviewError {
            count("review put off")
        }
    }

    /// What held events stand for after review: the accepting one, or what the rejected had replaced.
    ///
    /// As the server has it now: one that is set back may have forgotten a verdict.
    private func reviewed(_ events: EventSet, _ cell: Int, in scope: ScopeID) -> EventSet {
        let held = server.store.heldChanges(in: scope)
        var result = EventSet()
        for event in events.numbers {
            switch held.first(where: { oracle.event($0.sealed.hash.tag) == event })?.state {
            case .accepted(let dot):
                let tag = server.store.chainTag(at: dot, in: scope)
                if let accepted = tag.flatMap(oracle.event) { result.insert(accepted) }
            case .rejected:
                let before = oracle.events[event].replaced[cell]
                result.formUnion(reviewed(before, cell, in: scope))
            case .waiting, nil:
                result.insert(event)
            }
        }
        return result
    }

    /// Tells the oracle of rulings that the server has made, and of purges that it has completed.
    mutating func noteServerEvents() throws {
        if !server.isChecked { try checkServer() }
        for scope in options.scopes {
            guard let clock = server.store.clock(of: scope) else { continue }
            let vector = server.store.vector(of: scope)
            var counter = vector[clock.replica]
            var rulings: [LoggedChange] = []
            while counter > 0,
                let logged = server.store.change(at: Dot(clock.replica, counter), in: scope),
                oracle.event(logged.sealed.hash.tag) == nil
            {
                rulings.append(logged)
                counter -= 1
            }
            for logged in rulings.reversed() {
                let change = logged.sealed.change
                var replaced = Array(repeating: EventSet(), count: Self.cellCount)
                for dot in change.writes.first?.replaced ?? [] {
                    let tag = server.store.chainTag(at: dot, in: scope)
                    if let event = tag.flatMap(oracle.event) { replaced[0].insert(event) }
                }
                let isPurge = change.kind == .purge
                for write in change.writes.dropFirst() where isPurge {
                    for dot in write.replaced {
                        for dot in [dot] + server.store.standsFor(dot, in: scope) {
                            let tag = server.store.chainTag(at: dot, in: scope)
                            if let event = tag.flatMap(oracle.event) {
                                replaced[Int(write.key.field)].insert(event)
                            }
                        }
                    }
                }
                let event = Oracle.Event(
                    record: change.record,
                    values: Array(repeating: 0, count: Self.cellCount),
                    head: isPurge ? .purged : .ruled,
                    replaced: replaced
                )
                _ = oracle.add(event, tag: logged.sealed.hash.tag)
                count(isPurge ? "purge completed" : "ruling")
            }
        }
    }
}
