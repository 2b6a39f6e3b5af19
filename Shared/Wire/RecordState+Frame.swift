// The canonical bytes of a record: stored, hashed and sent as they are.
//
//   frame   = [collection, [replica…], [group…]]
//   group   = [place, counter, time, actor, [key, value, key, value…]]   what one change left standing
//           / [place, counter, [key…]]                                  the same, values left out
//
// Groups are sorted by dot and keys by cell, so that equal states have equal bytes.

extension RecordState {
    /// The record's canonical bytes.
    public var frame: [UInt8] { frame { _ in false } }

    /// The record's bytes, without the values of the dots that `isOmitted` names.
    public func frame(omitting isOmitted: (Dot) -> Bool) -> [UInt8] {
        var writer = CBORWriter(capacity: 64 + writes.reduce(0) { $0 + 8 + ($1.value?.count ?? 0) })
        // The writes of each change side by side, in the order of their dots.
        var order = Array(writes.indices)
        if isOfSeveralChanges {
            order.sort { left, right in
                let dots = (writes[left].dot, writes[right].dot)
                return dots.0 == dots.1 ? left < right : dots.0.precedes(dots.1)
            }
        }
        var dots: [Dot] = []
        for index in order where dots.last != writes[index].dot { dots.append(writes[index].dot) }
        let table = ReplicaTable(of: dots)
        writer.array(count: 3)
        writer.unsigned(UInt64(collection))
        table.write(to: &writer)
        writer.array(count: dots.count)
        var start = 0
        for dot in dots {
            var end = start + 1
            while end < order.count, writes[order[end]].dot == dot { end += 1 }
            let stamp = isOmitted(dot) ? nil : stamp(of: dot)
            writer.array(count: stamp == nil ? 3 : 5)
            writer.unsigned(table.place(of: dot.replica))
            writer.unsigned(dot.counter)
            if let stamp {
                writer.unsigned(stamp.time.rawValue)
                writer.unsigned(UInt64(stamp.actor))
            }
            writer.array(count: (end - start) * (stamp == nil ? 1 : 2))
            for index in order[start..<end] {
                writer.key(writes[index].key)
                if stamp != nil { writer.raw(writes[index].value ?? [0xF6]) }
            }
            start = end
        }
        return writer.bytes
    }

    /// Reads a record's bytes.
    ///
    /// - Throws: `CBORError` when they are damaged, over a limit, or not in canonical form.
    public init(frame: [UInt8]) throws(CBORError) {
        var reader = CBORReader(frame)
        try reader.fields(3)
        self.init(collection: try reader.number())
        let table = try ReplicaTable(from: &reader)
        let groups = try reader.arrayCount(limit: WireLimits.cellsMax)
        var last: Dot?
        var mentioned = 0
        for _ in 0..<groups {
            let start = reader.position
            let dot = try readGroup(table, from: &reader)
            if let last, !last.precedes(dot) { throw .notDeterministic(at: start) }
            if last?.replica != dot.replica { mentioned += 1 }
            last = dot
        }
        // Groups are sorted by replica, so each replica of the table has begun once.
        guard mentioned == table.replicas.count else { throw .notDeterministic(at: 0) }
        try reader.finish()
        if groups > 1 { writes.sort { $0.precedes($1) } }
    }

    private mutating func readGroup(
        _ table: ReplicaTable,
        from reader: inout CBORReader
    ) throws(CBORError) -> Dot {
        let start = reader.position
        let fields = try reader.arrayCount(limit: 5)
        guard fields == 3 || fields == 5 else { throw .truncated(at: start) }
        let dot = try table.dot(from: &reader)
        if fields == 5 {
            let time = HybridTimestamp(rawValue: try reader.unsigned())
            stamps.append(DotStamp(dot: dot, time: time, actor: try reader.number()))
        }
        let items = try reader.arrayCount(limit: WireLimits.cellsMax * 2)
        var last: CellKey?
        for _ in 0..<(fields == 5 ? items / 2 : items) {
            let keyStart = reader.position
            let key = try reader.key()
            if let last, !last.precedes(key) { throw .notDeterministic(at: keyStart) }
            last = key
            let value = fields == 5 ? try reader.item() : nil
            writes.append(LiveWrite(key: key, dot: dot, value: value))
        }
        guard fields == 3 || items.isMultiple(of: 2) else { throw .truncated(at: start) }
        guard last != nil else { throw .notDeterministic(at: start) }
        return dot
    }

    private var isOfSeveralChanges: Bool {
        guard let first = writes.first?.dot else { return false }
        return writes.contains { $0.dot != first }
    }
}
