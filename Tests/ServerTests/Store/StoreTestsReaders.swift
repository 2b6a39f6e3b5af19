import ServerCore
import Shared
import Testing

extension StoreIntakeTests {
    @Test(arguments: StoreKind.databases)
    func `what a reader writes is refused, also a delete and a new record`(
        _ kind: StoreKind
    ) throws {
        let reader = Caller(standing: .active, actor: 8, mayWrite: false)
        try withTwins(kind) { store, random in
            var e = Self.author(1)
            var r = Self.author(2)
            let created = e.save(.create, Self.record, on: nil, value: 5, using: &random)
            try push([created], &store, &random)
            var mine = try state(store)
            let kinds: [(Change.Kind, UInt8?)] = [(.edit, 6), (.delete, nil), (.restore, 7)]
            var sent: [SealedChange] = []
            for (kind, value) in kinds {
                let change = r.save(kind, Self.record, on: mine, value: value, using: &random)
                mine.apply(change.change, at: change.dot)
                sent.append(change)
                let response = try push([change], from: reader, &store, &random)
                let key = value == nil ? CellKey.head : CellKey(field: 1)
                #expect(
                    response.refusals == [
                        Refusal(dot: change.dot, key: key, reason: "read_only")
                    ],
                    "\(kind)"
                )
                let state = try state(store)
                let heads = Set(state.heads.compactMap { $0.value.flatMap(HeadValue.init) })
                #expect(heads.subtracting([.ruled]) == [.alive], "\(kind)")
                let values = state.siblings(of: CellKey(field: 1)).compactMap(\.value?.first)
                #expect(values == [5], "\(kind)")
                #expect(try store.change(at: change.dot, in: Self.scope) != nil)
            }
            // Who has lost the answers is told again.
            let again = try push(sent, from: reader, &store, &random)
            #expect(again.refusals.count == 3)
            // The reader's own replica comes to the same.
            let joined = try RecordState.join(
                mine,
                CausalContext(scope: VersionVector([created.dot] + sent.map(\.dot))),
                try state(store),
                CausalContext(scope: try store.vector(of: Self.scope))
            )
            #expect(joined == (try state(store)))
            // And an editor's change that had not seen any of it replaces what it had seen.
            var f = Self.author(3)
            let seen = RecordState(collection: 1).applying(created.change, at: created.dot)
            try push([f.save(.delete, Self.record, on: seen, using: &random)], &store, &random)
            let heads = try state(store).heads.compactMap { $0.value.flatMap(HeadValue.init) }
            #expect(Set(heads).subtracting([.ruled]) == [.deleted])
        }
    }

    @Test(arguments: StoreKind.databases)
    func `a record that a reader makes is there, empty and deleted`(_ kind: StoreKind) throws {
        let reader = Caller(standing: .active, actor: 8, mayWrite: false)
        try withTwins(kind) { store, random in
            var r = Self.author(2)
            let created = r.save(.create, Self.record, on: nil, value: 5, using: &random)
            let response = try push([created], from: reader, &store, &random)
            #expect(response.refusals.map(\.key) == [CellKey(field: 1)])
            let state = try state(store)
            let heads = Set(state.heads.compactMap { $0.value.flatMap(HeadValue.init) })
            #expect(heads.subtracting([.ruled]) == [.deleted])
            #expect(state.siblings(of: CellKey(field: 1)).isEmpty)
            #expect(try store.changes(of: Self.record, in: Self.scope).first?.sealed == created)
        }
    }
}
