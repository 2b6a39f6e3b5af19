import Shared

/// The truth about a simulated run: what every event wrote and what its author had incorporated.
///
/// It knows events by numbers of its own, independent of dots and of renamings, and recomputes from
/// them what a record must look like to somebody who has incorporated a given set of events.
struct Oracle {
    /// One save, purge, ruling or acceptance.
    struct Event {
        let record: RecordID
        /// By cell: the number of the value written, or 0 for none; the head cell is `head`.
        var values: [UInt64]
        let head: HeadValue
        /// By cell, the head (0) included: the events whose values this one replaced.
        var replaced: [EventSet]
    }

    private(set) var events: [Event] = []
    private var byTag: [ChainTag: Int] = [:]

    /// The event behind a chain tag; nil for a tag that no event has.
    func event(_ tag: ChainTag) -> Int? { byTag[tag] }

    mutating func add(_ event: Event, tag: ChainTag) -> Int {
        events.append(event)
        byTag[tag] = events.count - 1
        return events.count - 1
    }

    /// What a record must look like.
    struct Expected: Equatable {
        /// By cell: the numbers of the values that stand, ascending; the first is unused.
        var values: [[UInt64]] = Array(repeating: [], count: Simulation.cellCount)
        /// The events whose heads stand.
        var heads = EventSet()
    }

    /// The state of a record after incorporating `events`, as if the voided writes had never been made.
    func expected(
        after incorporated: EventSet,
        isVoid: (_ value: UInt64, _ cell: Int) -> Bool
    ) -> Expected {
        var dead = Array(repeating: EventSet(), count: Simulation.cellCount)
        let numbers = incorporated.numbers
        for number in numbers {
            let event = events[number]
            for cell in 0..<Simulation.cellCount {
                if cell != 0, event.values[cell] != 0, isVoid(event.values[cell], cell) { continue }
                dead[cell].formUnion(event.replaced[cell])
            }
        }
        var result = Expected()
        for number in numbers {
            if !dead[0].contains(number) { result.heads.insert(number) }
            for cell in 1..<Simulation.cellCount {
                let value = events[number].values[cell]
                if value != 0, !dead[cell].contains(number), !isVoid(value, cell) {
                    result.values[cell].append(value)
                }
            }
        }
        for cell in 1..<Simulation.cellCount { result.values[cell] = unique(result.values[cell]) }
        return result
    }

    /// The event that a save makes on top of what its author has incorporated.
    func event(
        saving draft: Draft,
        values: [UInt64],
        head: HeadValue,
        after incorporated: EventSet
    ) -> Event {
        let standing = expected(after: incorporated) { _, _ in false }
        var replaced = Array(repeating: EventSet(), count: Simulation.cellCount)
        replaced[0] = standing.heads.filter { number in
            let value = events[number].head
            switch draft.kind {
            case .purge: return true
            case .delete, .restore, .resolve, .undo: return value != .purged
            case .create, .edit, .ruling, .acceptance: return value == .alive || value == .ruled
            }
        }
        let isEmptying =
            draft.kind == .purge
            || head == .deleted && standing.heads.numbers.contains { events[$0].head == .purged }
        for cell in 1..<Simulation.cellCount where values[cell] != 0 || isEmptying {
            replaced[cell] = incorporated.filter { events[$0].values[cell] != 0 }
        }
        return Event(record: draft.record, values: values, head: head, replaced: replaced)
    }
}

/// The numbers ascending, each once.
func unique(_ numbers: [UInt64]) -> [UInt64] {
    if numbers.count < 2 { return numbers }
    var result: [UInt64] = []
    for number in numbers.sorted() where result.last != number { result.append(number) }
    return result
}

/// What went wrong in a simulated run.
package struct Violation: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
