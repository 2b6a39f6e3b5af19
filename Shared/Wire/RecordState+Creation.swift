// Most records are what one change says. Their bytes are put together from those of the change, item by
// item, without taking either apart.

extension RecordState {
    /// The canonical bytes of a record that one change alone has made: what applying the change to nothing
    /// gives.
    ///
    /// - Parameters:
    ///   - header: The change's header.
    ///   - body: Its values.
    ///   - dot: What the change is called.
    /// - Returns: Nil for a change that stands on others, that removes something or has been purged, and
    ///   for damaged bytes.
    public static func frame(madeBy header: [UInt8], _ body: [UInt8], at dot: Dot) -> [UInt8]? {
        var cells = FrameScanner(header)
        guard cells.array() == 12, cells.unsigned() == Change.headerFormat, cells.unsigned() != nil,
            cells.string() != nil, let collection = cells.unsigned(), cells.unsigned() != nil,
            let time = cells.unsigned(), let actor = cells.unsigned(), cells.unsigned() != nil,
            cells.array() == 0, cells.array() == 0, let items = cells.array()
        else { return nil }
        var values = FrameScanner(body)
        guard values.array() == items / 2, items > 0 else { return nil }
        var writer = CBORWriter(capacity: 48)
        writer.array(count: 3)
        writer.unsigned(collection)
        writer.array(count: 1)
        writer.identifier(dot.replica)
        writer.array(count: 1)
        writer.array(count: 5)
        writer.unsigned(0)
        writer.unsigned(dot.counter)
        writer.unsigned(time)
        writer.unsigned(actor)
        writer.array(count: items)
        return woven(writer.bytes, header[cells.position...], body[values.position...], items / 2)
    }

    /// `start`, and then each of `count` keys with its value.
    ///
    /// After each key the header has the dots that the change replaced in the cell, of which there are none.
    private static func woven(
        _ start: [UInt8],
        _ header: ArraySlice<UInt8>,
        _ body: ArraySlice<UInt8>,
        _ count: Int
    ) -> [UInt8]? {
        let noDots: UInt8 = 0x80
        var isWhole = true
        let keys = header.span
        let values = body.span
        // Nothing is copied twice, so that all of it has room.
        let capacity = start.count + keys.count + values.count
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, filled in
            func append(_ range: Range<Int>, of bytes: Span<UInt8>) {
                unsafe bytes.extracting(range).withUnsafeBufferPointer { part in
                    filled = unsafe buffer[filled...].initialize(fromContentsOf: part)
                }
            }
            append(0..<start.count, of: start.span)
            var key = 0
            var value = 0
            for _ in 0..<count {
                guard let keyEnd = FrameScanner.end(ofItemAt: key, in: keys), keyEnd < keys.count,
                    keys[keyEnd] == noDots,
                    let valueEnd = FrameScanner.end(ofItemAt: value, in: values)
                else {
                    isWhole = false
                    return
                }
                append(key..<keyEnd, of: keys)
                append(value..<valueEnd, of: values)
                key = keyEnd + 1
                value = valueEnd
            }
        }
        return isWhole ? bytes : nil
    }
}
