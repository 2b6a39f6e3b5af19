import ClientCore
import Shared

/// What a text was understood as that no record is called by.
struct NearlyNamed {
    /// The record that is meant.
    let record: Reference
    /// The records that are one with it under other names, and itself, in the order of their ids.
    let family: [Reference]
    /// The others whose name holds the same words.
    let others: [Reference]
}

extension Register {
    /// The record that a text is understood to mean: the one with all its words in a name.
    ///
    /// - Parameters:
    ///   - text: A key or a full reference that names no record.
    ///   - collections: The numbers of the collections in which one is wanted.
    ///   - asFamily: Whether several will do that were one another, or possibly are the same.
    /// - Returns: Nil where no name has all the words.
    /// - Throws: ``ReferenceProblem/ambiguous(_:)`` where several have them.
    func nearlyNamed(
        _ text: String,
        in collections: [UInt16],
        asFamily: Bool
    ) throws(ReferenceProblem) -> NearlyNamed? {
        let found = records(withWordsOf: text, in: collections)
        guard let first = found.first else { return nil }
        if found.count == 1 { return NearlyNamed(record: first, family: found, others: []) }
        let kin = asFamily ? families(among: found) : []
        guard kin.count == 1, let record = kin[0].first else {
            throw .ambiguous(found.map { shortRef($0.record) + " " + label(of: $0.record) })
        }
        return NearlyNamed(
            record: record,
            family: kin[0],
            others: found.filter { !kin[0].contains($0) }
        )
    }

    /// The records in use of which one name has every word of a text, compared folded, in the order of
    /// their ids.
    private func records(withWordsOf text: String, in collections: [UInt16]) -> [Reference] {
        guard let (collections, key) = try? parted(text, collections) else { return [] }
        let words = foldedName(key).utf8.split(separator: 0x20)
        guard !words.isEmpty else { return [] }
        var found: Set<Reference> = []
        for collection in collections {
            let names = catalogued { try $0.catalogueKeys(of: .name, in: collection) }
            for name in names {
                let own = name.utf8.split(separator: 0x20)
                let hasAll = words.allSatisfy { word in
                    own.contains { $0.elementsEqual(word) }
                }
                guard hasAll else { continue }
                for record in foundInUse(.name, name, in: collection) {
                    found.insert(Reference(collection: collection, record: record))
                }
            }
        }
        return found.sorted { $0.record.precedes($1.record) }
    }

    /// Those of the records that hang together as one under several names, each such family by itself:
    /// what one was or became, and what is noted as possibly the same.
    private func families(among records: [Reference]) -> [[Reference]] {
        let known = Set(records)
        var links: [Reference: Set<Reference>] = [:]
        for record in records {
            guard let view = view(record) else { continue }
            for field in ["predecessors", "successors", "possibly_same_as"] {
                for other in view.references(field) where known.contains(other) && other != record {
                    links[record, default: []].insert(other)
                    links[other, default: []].insert(record)
                }
            }
        }
        var families: [[Reference]] = []
        var seen: Set<Reference> = []
        for record in records where links[record] != nil && !seen.contains(record) {
            var family: Set<Reference> = []
            var waiting = [record]
            while let next = waiting.popLast() {
                guard family.insert(next).inserted else { continue }
                waiting += links[next] ?? []
            }
            seen.formUnion(family)
            families.append(records.filter { family.contains($0) })
        }
        return families
    }
}
