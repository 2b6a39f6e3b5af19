import Shared

extension Register {
    /// The other records that hold the id of `record`, in the order of their ids.
    func records(mentioning record: RecordID) -> [RecordID] {
        let wanted = record.bytes
        var result: [RecordID] = []
        visitFrames { id, frame in
            if id != record, frame.contains(wanted) { result.append(id) }
        }
        return result.sorted { $0.precedes($1) }
    }
}

extension [UInt8] {
    /// Whether `part` stands somewhere in the bytes.
    fileprivate func contains(_ part: [UInt8]) -> Bool {
        guard let first = part.first, count >= part.count else { return false }
        for start in 0...(count - part.count)
        where self[start] == first && self[start..<(start + part.count)].elementsEqual(part) {
            return true
        }
        return false
    }
}
