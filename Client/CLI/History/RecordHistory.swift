import Shared

/// One change of a record, as far as it is known.
struct HistoryChange {
    let dot: Dot
    let time: HybridTimestamp
    let actor: UInt32
    /// Nil where only the values are known that still stand.
    let change: Change?
    /// What it wrote; for a change that is not known only what still stands.
    let writes: [Change.CellWrite]
    /// When the server received it, in milliseconds since 1970.
    let received: Int64?
    /// Whether its content has been removed for good.
    let isPurged: Bool

    var stamp: DotStamp { DotStamp(dot: dot, time: time, actor: actor) }

    /// A change whose own words are known.
    init(_ change: Change, _ bytes: ChangeBytes, as dot: Dot, received: Int64?) {
        self.dot = dot
        time = change.time
        actor = change.actor
        self.change = change
        writes = change.writes
        self.received = received
        isPurged = bytes.isPurged
    }

    /// A change of which only what still stands is known.
    init(_ stamp: DotStamp, standing: [RecordState.LiveWrite], received: Int64?) {
        dot = stamp.dot
        time = stamp.time
        actor = stamp.actor
        change = nil
        writes = standing.map { Change.CellWrite(key: $0.key, replaced: [], value: $0.value) }
        self.received = received
        isPurged = false
    }

    /// What was done, in the word for programs; nil when that is not known.
    var kind: String? {
        if let change { return change.kind.code }
        let head = writes.first { $0.key.isHead }?.value.flatMap { HeadValue(encoded: $0) }
        switch head {
        case .deleted: return Change.Kind.delete.code
        case .purged: return Change.Kind.purge.code
        case .ruled: return Change.Kind.ruling.code
        case .alive, nil: return nil
        }
    }
}

/// The changes of one record, each after those that its author had seen.
struct RecordHistory {
    let record: RecordID
    let scope: ScopeID
    let collection: UInt16
    let changes: [HistoryChange]
    /// Whether these are all, as the server says.
    let isComplete: Bool
    /// Why the server did not answer; nil when it did or was not asked.
    let reason: String?
    private let places: [Dot: Int]

    init(
        _ view: RecordView,
        in scope: ScopeID,
        _ changes: [HistoryChange],
        isComplete: Bool,
        reason: String?
    ) {
        record = view.id
        self.scope = scope
        collection = view.state.collection
        let sorted = Self.sorted(changes)
        self.changes = sorted
        self.isComplete = isComplete
        self.reason = reason
        var places: [Dot: Int] = [:]
        for (index, change) in sorted.enumerated() { places[change.dot] = index }
        self.places = places
    }

    func change(at dot: Dot) -> HistoryChange? { places[dot].map { changes[$0] } }

    /// What the change `dot` wrote to a cell; nil when that is not known.
    func value(of dot: Dot, at key: CellKey) -> ArraySlice<UInt8>? {
        change(at: dot)?.writes.first { $0.key == key }?.value
    }

    /// Causes before effects; what is concurrent by the authors' clocks, then by dot.
    private static func sorted(_ changes: [HistoryChange]) -> [HistoryChange] {
        var indices: [Dot: Int] = [:]
        for (index, change) in changes.enumerated() { indices[change.dot] = index }
        var waiting = [Int](repeating: 0, count: changes.count)
        var effects = [[Int]](repeating: [], count: changes.count)
        for (index, item) in changes.enumerated() {
            let causes = Set(item.change?.parents ?? []).compactMap { indices[$0] }
            for cause in causes where cause != index {
                effects[cause].append(index)
                waiting[index] += 1
            }
        }
        // The next to be told stands last.
        func isLater(_ a: Int, _ b: Int) -> Bool {
            let (left, right) = (changes[a], changes[b])
            return left.time == right.time
                ? right.dot.precedes(left.dot) : left.time.rawValue > right.time.rawValue
        }
        var ready = changes.indices.filter { waiting[$0] == 0 }.sorted(by: isLater)
        var result: [HistoryChange] = []
        while let next = ready.popLast() {
            result.append(changes[next])
            for effect in effects[next] {
                waiting[effect] -= 1
                guard waiting[effect] == 0 else { continue }
                var low = 0
                var high = ready.count
                while low < high {
                    let middle = (low + high) / 2
                    if isLater(ready[middle], effect) { low = middle + 1 } else { high = middle }
                }
                ready.insert(effect, at: low)
            }
        }
        // Parents in a circle would be a damaged answer: nothing is left out for it.
        if result.count < changes.count {
            let told = Set(result.map { $0.dot })
            result += changes.filter { !told.contains($0.dot) }
        }
        return result
    }
}

extension Change.Kind {
    /// The word for programs.
    var code: String {
        switch self {
        case .create: "create"
        case .edit: "edit"
        case .delete: "delete"
        case .restore: "restore"
        case .resolve: "resolve"
        case .undo: "undo"
        case .purge: "purge"
        case .ruling: "ruling"
        case .acceptance: "acceptance"
        }
    }
}
