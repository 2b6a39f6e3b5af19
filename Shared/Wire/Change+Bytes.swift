// The bytes of a change.
//
//   header = [1, kind, record, collection, act distance, time, actor, schema,
//             [replica…], [parent…], [key, replaced, key, replaced…], note / null]
//   parent, replaced = place, counter, flat; a write that only removes has null before its dots
//   body   = [value…]     in the order of the header's keys, without those that only remove

extension Change {
    /// The format of the header; the first item in it.
    static let headerFormat: UInt64 = 1

    func encodedHeader() -> [UInt8] {
        var writer = CBORWriter(capacity: 96 + writes.count * 4)
        let table = ReplicaTable(of: parents + writes.flatMap { $0.replaced })
        writer.array(count: 12)
        writer.unsigned(Self.headerFormat)
        writer.unsigned(UInt64(kind.rawValue))
        writer.identifier(record)
        writer.unsigned(UInt64(collection))
        writer.unsigned(UInt64(actDistance))
        writer.unsigned(time.rawValue)
        writer.unsigned(UInt64(actor))
        writer.unsigned(UInt64(schemaVersion))
        table.write(to: &writer)
        writer.array(count: parents.count * 2)
        table.write(parents, to: &writer)
        writer.array(count: writes.count * 2)
        for write in writes {
            writer.key(write.key)
            writer.array(count: write.replaced.count * 2 + (write.value == nil ? 1 : 0))
            if write.value == nil { writer.null() }
            table.write(write.replaced, to: &writer)
        }
        if let note {
            writer.text(note)
        } else {
            writer.null()
        }
        return writer.bytes
    }

    func encodedBody() -> [UInt8] {
        let values = writes.compactMap { $0.value }
        var writer = CBORWriter(capacity: 8 + values.reduce(0) { $0 + $1.count })
        writer.array(count: values.count)
        for value in values { writer.raw(value) }
        return writer.bytes
    }

    /// Reads a change from its parts; a purged one reads as writes that only remove.
    ///
    /// - Throws: `CBORError` when they are damaged, over a limit, or not in canonical form.
    public init(_ bytes: ChangeBytes) throws(CBORError) {
        var reader = CBORReader(bytes.header)
        let start = reader.position
        try reader.fields(12)
        guard try reader.unsigned() == Self.headerFormat,
            let kind = Kind(rawValue: try reader.number())
        else { throw .unsupported(at: start) }
        let record = try reader.identifier(RecordID.self)
        let collection = try reader.number(UInt16.self)
        let actDistance = try reader.number(UInt32.self)
        let time = HybridTimestamp(rawValue: try reader.unsigned())
        let actor = try reader.number(UInt32.self)
        let schemaVersion = try reader.number(UInt32.self)
        let table = try ReplicaTable(from: &reader)
        let parents = try table.dots(
            reader.arrayCount(limit: WireLimits.dotsMax * 2) / 2,
            from: &reader
        )
        let writes = try Self.readWrites(
            table,
            body: bytes.isPurged ? [] : bytes.body,
            from: &reader
        )
        var note: String?
        if reader.isNull {
            try reader.null()
        } else {
            note = try reader.text(limit: WireLimits.noteBytesMax)
        }
        try reader.finish()
        self.init(
            kind: kind,
            record: record,
            collection: collection,
            actDistance: actDistance,
            time: time,
            actor: actor,
            schemaVersion: schemaVersion,
            parents: parents,
            writes: writes,
            note: note
        )
    }

    private static func readWrites(
        _ table: ReplicaTable,
        body: ArraySlice<UInt8>,
        from reader: inout CBORReader
    ) throws(CBORError) -> [CellWrite] {
        let isPurged = body.isEmpty
        var values = CBORReader(isPurged ? [0x80] : body)
        var remaining = try values.arrayCount(limit: WireLimits.cellsMax)
        let count = try reader.arrayCount(limit: WireLimits.cellsMax * 2) / 2
        var result: [CellWrite] = []
        result.reserveCapacity(count)
        var last: CellKey?
        for _ in 0..<count {
            let start = reader.position
            let key = try reader.key()
            if let last, !last.precedes(key) { throw .notDeterministic(at: start) }
            last = key
            let items = try reader.arrayCount(limit: WireLimits.dotsMax * 2 + 1)
            let onlyRemoves = !items.isMultiple(of: 2)
            if onlyRemoves { try reader.null() }
            let replaced = try table.dots(items / 2, from: &reader)
            var value: ArraySlice<UInt8>?
            if !onlyRemoves && !isPurged {
                guard remaining > 0 else { throw .truncated(at: values.position) }
                remaining -= 1
                value = try values.item()
            }
            result.append(CellWrite(key: key, replaced: replaced, value: value))
        }
        try values.finish()
        guard remaining == 0, result.first?.key.isHead == true else {
            throw .truncated(at: reader.position)
        }
        return result
    }
}
