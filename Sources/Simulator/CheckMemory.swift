import Shared

/// What the checks have worked out before, so that they need not do it at every step.
///
/// Each answer depends on nothing but its key: a record's bytes, a set of events, or a place in a chain
/// with its tag, which stands for all that came before.
final class CheckMemory {
    private var states: [[UInt8]: RecordState] = [:]
    private var expectations: [EventSet: Oracle.Expected] = [:]
    private var branches: [Place: [RecordID: EventSet]] = [:]

    /// A chain may be counted from two beginnings: its own, and where it was parted from another.
    private struct Place: Hashable {
        let counter: UInt64
        let tag: ChainTag
    }

    /// The state in a record's bytes.
    func state(of frame: [UInt8]) throws -> RecordState {
        if let known = states[frame] { return known }
        let state = try RecordState(frame: frame)
        states[frame] = state
        return state
    }

    /// What a record must look like after these events, all of them its own.
    func expected(
        after incorporated: EventSet,
        _ find: (EventSet) -> Oracle.Expected
    ) -> Oracle.Expected {
        if let known = expectations[incorporated] { return known }
        let expected = find(incorporated)
        expectations[incorporated] = expected
        return expected
    }

    /// By record: the events of a branch up to `counter`.
    ///
    /// `event` gives the number and record of the event at a counter, and its tag.
    func events(
        to counter: UInt64,
        _ tag: (UInt64) throws -> ChainTag,
        _ event: (ChainTag) throws -> (number: Int, record: RecordID)
    ) throws -> [RecordID: EventSet] {
        var counter = counter
        var missing: [Place] = []
        var result: [RecordID: EventSet] = [:]
        while counter > 0 {
            let place = Place(counter: counter, tag: try tag(counter))
            if let known = branches[place] {
                result = known
                break
            }
            missing.append(place)
            counter -= 1
        }
        for place in missing.reversed() {
            let (number, record) = try event(place.tag)
            result[record, default: EventSet()].insert(number)
            branches[place] = result
        }
        return result
    }
}
