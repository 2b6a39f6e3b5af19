import ClientCore
import Shared

extension Register {
    /// For each of the records the others that refer to it, in the order of their ids; one reading of them all.
    func records(mentioning wanted: Set<RecordID>) -> [RecordID: [RecordID]] {
        guard !wanted.isEmpty else { return [:] }
        var result: [RecordID: [RecordID]] = [:]
        visitFrames { id, frame in
            for found in frame.identities(among: wanted) where found != id {
                result[found, default: []].append(id)
            }
        }
        return result.mapValues { $0.sorted { $0.precedes($1) } }
    }

    /// The records in use of a collection that refer to `record` in a field, by their ids' order.
    ///
    /// Only records of that collection are looked at, and those alone read that hold its id.
    func records(
        of collection: String,
        referringTo record: Reference,
        in field: String
    ) -> [Reference] {
        guard let definition = schema.collection(id: collection),
            let number = definition.field(id: field)?.number
        else { return [] }
        let wanted = Set([record.record] + reader.merges.parts(of: record.record))
        var result: [Reference] = []
        visitViews(
            of: definition.number,
            onlyFields: [number],
            where: { !$0.identities(among: wanted).isEmpty }
        ) { view in
            guard view.life.isInUse, view.reference(field) == record else { return }
            result.append(view.reference)
        }
        return result
    }
}

extension [UInt8] {
    /// The head of sixteen bytes in CBOR, as which every reference holds its record's id.
    private static let identityHead: UInt8 = 0x50

    /// The identities among `wanted` that stand somewhere in the bytes, each once.
    fileprivate func identities(among wanted: Set<RecordID>) -> Set<RecordID> {
        var found: Set<RecordID> = []
        guard count > 16 else { return found }
        for start in 0..<(count - 16) where self[start] == Self.identityHead {
            let id = RecordID(bytes: self[(start + 1)...(start + 16)])
            if let id, wanted.contains(id) { found.insert(id) }
        }
        return found
    }
}
