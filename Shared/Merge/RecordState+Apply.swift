extension RecordState {
    /// The state after `change`, whose name is `dot`.
    ///
    /// The caller has made sure that the record's context covers the change's parents and does not
    /// cover `dot` yet.
    ///
    /// `standsFor`: the dots that a live ruling stands for, where rulings are known (on the
    ///   server): a change that replaced one of these replaces the ruling too.
    public func applying(
        _ change: Change,
        at dot: Dot,
        standsFor: (Dot) -> [Dot] = { _ in [] }
    ) -> RecordState {
        var result = self
        result.apply(change, at: dot, standsFor: standsFor)
        return result
    }

    /// Changes the state as ``applying(_:at:standsFor:)`` says.
    public mutating func apply(
        _ change: Change,
        at dot: Dot,
        standsFor: (Dot) -> [Dot] = { _ in [] }
    ) {
        if writes.isEmpty {
            writes = change.writes.compactMap { write in
                write.value.map { LiveWrite(key: write.key, dot: dot, value: $0) }
            }
        } else {
            for write in change.writes { replace(write, at: dot, standsFor: standsFor) }
        }
        insert(DotStamp(dot: dot, time: change.time, actor: change.actor))
        dropUnusedStamps()
    }

    /// Takes a refused write out of its cell.
    public mutating func void(_ key: CellKey, _ dot: Dot) {
        writes.removeAll { $0.key == key && $0.dot == dot }
        dropUnusedStamps()
    }

    private mutating func replace(
        _ write: Change.CellWrite,
        at dot: Dot,
        standsFor: (Dot) -> [Dot]
    ) {
        let cell = indices(of: write.key)
        // Nearly always the one write that stands there gives way to the new one.
        if cell.count == 1, let value = write.value,
            write.replaced.contains(writes[cell.lowerBound].dot)
        {
            writes[cell.lowerBound] = LiveWrite(key: write.key, dot: dot, value: value)
            return
        }
        for index in cell.reversed() {
            let sibling = writes[index].dot
            // A neutral head stands for nothing that is said of the record's life.
            let isNeutral = write.key.isHead && writes[index].value == HeadValue.ruled.encoded
            let isReplaced =
                write.replaced.contains(sibling)
                || !isNeutral && standsFor(sibling).contains { write.replaced.contains($0) }
            if isReplaced { writes.remove(at: index) }
        }
        if let value = write.value {
            insert(LiveWrite(key: write.key, dot: dot, value: value))
        }
    }

    /// Renames the dots of `old` beyond `last` as the first of `new`, wherever they stand.
    public mutating func rename(_ old: ReplicaID, beyond last: UInt64, to new: ReplicaID) {
        let rename = Rename(from: old, beyond: last, to: new)
        guard stamps.contains(where: { rename($0.dot) != $0.dot }) else { return }
        for index in writes.indices { writes[index].dot = rename(writes[index].dot) }
        for index in stamps.indices { stamps[index].dot = rename(stamps[index].dot) }
        writes = writes.sorted { $0.precedes($1) }.withoutRepeats {
            $0.key == $1.key && $0.dot == $1.dot
        }
        stamps = stamps.sorted { $0.dot.precedes($1.dot) }.withoutRepeats { $0.dot == $1.dot }
    }
}

extension Array {
    /// A sorted array without the neighbours that are the same as the element before them: one event
    /// may have been known under both names.
    fileprivate func withoutRepeats(_ areSame: (Element, Element) -> Bool) -> [Element] {
        var result: [Element] = []
        result.reserveCapacity(count)
        for element in self {
            if let last = result.last, areSame(last, element) { continue }
            result.append(element)
        }
        return result
    }
}
