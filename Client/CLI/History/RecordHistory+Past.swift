import Shared

extension RecordHistory {
    /// The record as the register had it at `moment`, in milliseconds since 1970; nil before it was made.
    ///
    /// A change counts from its receipt by the server, which hangs on no device's clock; one that has no
    /// receipt yet, from the time of its author's clock, and never before what its author had seen.
    func state(at moment: Int64) -> RecordState? {
        let known = Set(changes.map { $0.dot })
        var told: Set<Dot> = []
        var result: RecordState?
        var rulings: [Dot: [Dot]] = [:]
        for item in changes {
            let change = item.change ?? standIn(for: item)
            guard (item.received ?? item.time.milliseconds) <= moment,
                change.parents.allSatisfy({ told.contains($0) || !known.contains($0) })
            else { continue }
            if change.kind == .ruling { rulings[item.dot] = answered(by: change, rulings) }
            var state = result ?? RecordState(collection: change.collection)
            state.apply(change, at: item.dot) { rulings[$0] ?? [] }
            result = state
            told.insert(item.dot)
        }
        return result
    }

    /// What a ruling stands for: the refused write, and what that one had removed and the ruling gives back.
    private func answered(by ruling: Change, _ earlier: [Dot: [Dot]]) -> [Dot] {
        var result: Set<Dot> = []
        for write in ruling.writes where !write.key.isHead {
            for refused in write.replaced {
                result.insert(refused)
                let lost = change(at: refused)?.writes.first { $0.key == write.key }?.replaced ?? []
                for dot in lost where value(of: dot, at: write.key) == write.value {
                    result.insert(dot)
                    result.formUnion(earlier[dot] ?? [])
                }
            }
        }
        return Array(result)
    }

    /// A change of which only what still stands is known.
    private func standIn(for item: HistoryChange) -> Change {
        Change(
            kind: .edit,
            record: record,
            collection: collection,
            time: item.time,
            actor: item.actor,
            schemaVersion: 0,
            parents: [],
            writes: item.writes
        )
    }
}
