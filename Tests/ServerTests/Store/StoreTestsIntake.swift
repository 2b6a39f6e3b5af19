import ServerCore
import ServerSQL
import Shared
import Testing

/// A register on the memory store and on a database at once, which must not differ.
typealias Twins = MirrorTransaction<MemoryServerStore, SQLTransaction>

/// What becomes of the content of purged records, of what withdrawn devices hand in, and of what readers
/// write.
@Suite struct StoreIntakeTests {
    static let scope = ScopeID.common
    static let record = RecordID(high: 7, low: 7)
    static let service = SyncService(hash: StoreHash.self, policy: PermissivePolicy())
    static let withdrawn = Caller(standing: .revoked, actor: 7)

    static func author(_ number: UInt64) -> TestAuthor {
        TestAuthor(ReplicaID(high: number, low: number))
    }

    func withTwins(
        _ kind: StoreKind,
        _ body: (inout Twins, inout StoreRandom) throws -> Void
    ) throws {
        try kind.withStore { open in
            let store = try open()
            try store.write { transaction in
                var random = StoreRandom(seed: 11)
                var twins = Twins(left: MemoryServerStore(), right: transaction)
                try Self.service.createScope(Self.scope, using: &random, in: &twins)
                try body(&twins, &random)
            }
            try store.close()
        }
    }

    /// Pushes changes as their author's device would.
    @discardableResult
    func push(
        _ changes: [SealedChange],
        from caller: Caller = Caller(standing: .active, actor: 7),
        states: [PushRequest.State] = [],
        under vector: VersionVector = VersionVector(),
        _ store: inout Twins,
        _ random: inout StoreRandom
    ) throws -> PushResponse {
        let replicas = Set(changes.map(\.dot.replica))
        let request = PushRequest(
            scope: Self.scope,
            epoch: try #require(try store.clock(of: Self.scope)).epoch,
            items: changes.map { PushRequest.Item(dot: $0.dot, bytes: $0.bytes, renames: []) },
            states: states,
            vector: vector,
            signatures: replicas.compactMap { replica in
                changes.last { $0.dot.replica == replica }.map {
                    PushRequest.Signature(replica: replica, head: $0.hash, bytes: [])
                }
            }
        )
        let response = try Self.service.push(
            request,
            from: caller,
            at: 5,
            check: { _ in true },
            using: &random,
            in: &store
        )
        return try #require(response)
    }

    func state(_ store: Twins) throws -> RecordState {
        try #require(try store.record(Self.record, in: Self.scope)).state()
    }

    func purge(_ store: inout Twins, _ random: inout StoreRandom) throws {
        _ = try Self.service.save(
            Draft(kind: .purge, record: Self.record, collection: 1, cells: []),
            actor: 0,
            at: 6,
            in: Self.scope,
            using: &random,
            in: &store
        )
    }

    func expectErased(
        _ store: Twins,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let state = try state(store)
        #expect(state.isPurged && state.isEmptied, sourceLocation: sourceLocation)
        #expect(
            try !Self.service.hasContent(of: Self.record, in: Self.scope, store),
            sourceLocation: sourceLocation
        )
    }

    // MARK: Purges

    @Test(arguments: StoreKind.databases)
    func `a purge that clients bring back after a restore erases what the backup had`(
        _ kind: StoreKind
    ) throws {
        try withTwins(kind) { store, random in
            var e = Self.author(1)
            let created = e.save(.create, Self.record, on: nil, value: 5, using: &random)
            try push([created], &store, &random)
            // What a client holds that has seen the record deleted and purged by the lost server.
            let before = try state(store)
            let deleted = e.save(.delete, Self.record, on: before, using: &random)
            var lost = Self.author(9)
            let gone = before.applying(deleted.change, at: deleted.dot)
            let purged = lost.save(.purge, Self.record, on: gone, using: &random)
            let held = gone.applying(purged.change, at: purged.dot)
            let vector = VersionVector([created.dot, deleted.dot, purged.dot])
            #expect(held.isEmptied)
            #expect(try Self.service.hasContent(of: Self.record, in: Self.scope, store))

            let offered = PushRequest.State(
                record: Self.record,
                frame: held.frame,
                extra: VersionVector()
            )
            try push([], states: [offered], under: vector, &store, &random)
            try expectErased(store)
            #expect(try state(store) == held)
            // Its author comes later, with the content that it has not erased yet.
            try push([created, deleted], &store, &random)
            try expectErased(store)
        }
    }

    @Test(arguments: StoreKind.databases)
    func `a late edit stays readable until it is settled that the record stays deleted`(
        _ kind: StoreKind
    ) throws {
        try withTwins(kind) { store, random in
            var e = Self.author(1)
            var u = Self.author(2)
            let created = e.save(.create, Self.record, on: nil, value: 5, using: &random)
            try push([created], &store, &random)
            let seen = try state(store)
            try push([e.save(.delete, Self.record, on: seen, using: &random)], &store, &random)
            try purge(&store, &random)
            try expectErased(store)

            let late = u.save(.edit, Self.record, on: seen, value: 6, using: &random)
            try push([late], &store, &random)
            let disputed = try state(store)
            #expect(!disputed.isPurged)
            #expect(try Self.service.hasContent(of: Self.record, in: Self.scope, store))

            let settled = u.save(
                .resolve,
                Self.record,
                on: disputed,
                head: .deleted,
                using: &random
            )
            let mine = disputed.applying(settled.change, at: settled.dot)
            #expect(mine.isPurged && mine.writes.allSatisfy(\.key.isHead))
            let response = try push([settled], &store, &random)
            try expectErased(store)
            // The author is given the record again, so that it erases its own copy.
            #expect(response.after - response.before == 2)
            let vector = try store.vector(of: Self.scope)
            let known = VersionVector(disputed.stamps.map(\.dot) + [settled.dot])
            let joined = try RecordState.join(
                mine,
                CausalContext(scope: known),
                try state(store),
                CausalContext(scope: vector)
            )
            #expect(joined == (try state(store)))
        }
    }

    @Test(arguments: StoreKind.databases, [true, false])
    func `an edit and a delete that come after a purge leave nothing, nor before it`(
        _ kind: StoreKind,
        _ isPurgedFirst: Bool
    ) throws {
        try withTwins(kind) { store, random in
            var e = Self.author(1)
            var u = Self.author(2)
            try push(
                [e.save(.create, Self.record, on: nil, value: 5, using: &random)],
                &store,
                &random
            )
            let seen = try state(store)
            let edited = u.save(.edit, Self.record, on: seen, value: 6, using: &random)
            let deleted = u.save(
                .delete,
                Self.record,
                on: seen.applying(edited.change, at: edited.dot),
                using: &random
            )
            if isPurgedFirst {
                try push([e.save(.delete, Self.record, on: seen, using: &random)], &store, &random)
                try purge(&store, &random)
            }
            try push([edited, deleted], &store, &random)
            if !isPurgedFirst { try purge(&store, &random) }
            try expectErased(store)
            try push([edited, deleted], &store, &random)
            try expectErased(store)
        }
    }

    @Test(arguments: StoreKind.databases)
    func `a device that says that it purges is not listened to`(_ kind: StoreKind) throws {
        try withTwins(kind) { store, random in
            var e = Self.author(1)
            try push(
                [e.save(.create, Self.record, on: nil, value: 5, using: &random)],
                &store,
                &random
            )
            let forged = e.save(.purge, Self.record, on: try state(store), using: &random)
            var failure: ReceptionError?
            do {
                try push([forged], &store, &random)
            } catch let error as ReceptionError {
                failure = error
            }
            #expect(failure == .malformed("a device cannot purge"))
        }
    }

    // MARK: Withdrawn devices

    @Test(arguments: StoreKind.databases)
    func `what an image of a withdrawn device hands in is held beside`(_ kind: StoreKind) throws {
        try withTwins(kind) { store, random in
            var device = Self.author(1)
            let created = device.save(.create, Self.record, on: nil, value: 5, using: &random)
            try push([created], &store, &random)
            let seen = try state(store)
            var image = device
            // One change has been taken in, one is held; the image goes another way from before both.
            let sent = device.save(.edit, Self.record, on: seen, value: 6, using: &random)
            try push([sent], &store, &random)
            let later = device.save(.edit, Self.record, on: seen, value: 7, using: &random)
            let other = image.save(.edit, Self.record, on: seen, value: 8, using: &random)
            var second = image
            let further = image.save(
                .edit,
                Self.record,
                on: seen.applying(other.change, at: other.dot),
                value: 9,
                using: &random
            )
            let third = second.save(.edit, Self.record, on: seen, value: 10, using: &random)
            for _ in 0..<2 {
                for changes in [[later], [other], [further], [other, third]] {
                    let response = try push(changes, from: Self.withdrawn, &store, &random)
                    #expect(response.outcome == .held)
                }
            }
            let held = try store.heldChanges(in: Self.scope)
            #expect(held.count == 4)
            let hashes = [later, other, further, third].map(\.hash)
            #expect(Set(held.map(\.sealed.hash)) == Set(hashes))
            #expect(Set(held.map(\.sealed.dot)).count == 4)
            #expect(try store.forks(in: Self.scope).count == 2)

            for hash in hashes {
                let dot = try #require(held.first { $0.sealed.hash == hash }).sealed.dot
                _ = try Self.service.accept(
                    dot,
                    at: 8,
                    in: Self.scope,
                    using: &random,
                    in: &store
                )
            }
            let values = try state(store).siblings(of: CellKey(field: 1)).compactMap(\.value?.first)
            // The further one replaced the one that it stands on, and nothing else.
            #expect(values.sorted() == [6, 7, 9, 10])
            try push([other, further], from: Self.withdrawn, &store, &random)
            #expect(try store.heldChanges(in: Self.scope).count == 4)
        }
    }

    @Test(arguments: StoreKind.databases)
    func `changes that stand on nothing known are not said to be held`(_ kind: StoreKind) throws {
        try withTwins(kind) { store, random in
            var device = Self.author(1)
            _ = device.save(.create, Self.record, on: nil, value: 5, using: &random)
            let second = device.save(.create, Self.record, on: nil, value: 6, using: &random)
            let response = try push([second], from: Self.withdrawn, &store, &random)
            #expect(response.outcome == .chainBroken(device.replica))
            #expect(response.after == 0)
            #expect(try store.heldChanges(in: Self.scope).isEmpty)
        }
    }
}

extension TestAuthor {
    /// The next change of the chain: one of any kind.
    mutating func save(
        _ kind: Change.Kind,
        _ record: RecordID,
        on state: RecordState?,
        value: UInt8? = nil,
        head: HeadValue? = nil,
        using random: inout StoreRandom
    ) -> SealedChange {
        let draft = Draft(
            kind: kind,
            record: record,
            collection: 1,
            cells: value.map { [Draft.Cell(key: CellKey(field: 1), value: [$0])] } ?? []
        )
        let change = draft.change(
            on: state,
            time: HybridTimestamp(milliseconds: 1_700_000_000_000),
            actor: 7,
            schemaVersion: 1,
            head: head
        )
        counter += 1
        let sealed = change.sealed(
            as: Dot(replica, counter),
            after: hash,
            salt: Change.salt(using: &random),
            by: StoreHash.self
        )
        hash = sealed.hash
        return sealed
    }
}
