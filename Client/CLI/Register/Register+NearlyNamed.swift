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
    /// The record that a text names; where it names a department and the partner that this is, the
    /// partner.
    ///
    /// - Parameters:
    ///   - text: A key or a full reference.
    ///   - collections: The ids of the collections in which one is wanted.
    /// - Returns: The record.
    /// - Throws: ``CommandFailure`` where there is none, or more than one.
    func counterpart(_ text: String, in collections: [String]) throws -> Reference {
        try partner(namedBy: text, in: collections) ?? record(text, in: collections)
    }

    /// The partner that a text names beside the department that this is; nil where it names others.
    private func partner(namedBy text: String, in collections: [String]) -> Reference? {
        let found = references(namedBy: text, in: numbers(of: collections))
        guard found.count == 2, let partners = schema.collection(id: "partners")?.number,
            let departments = schema.collection(id: "departments")?.number,
            let partner = found.first(where: { $0.collection == partners }),
            let department = found.first(where: { $0.collection == departments }),
            view(department)?.reference("partner") == partner
        else { return nil }
        return partner
    }

    /// The other records in use that people call as a new one but for marks and capitals, in the
    /// order of their ids.
    func namesakes(of new: NewRecord) -> [RecordID] {
        let kinds: [CatalogueEntry.Term.Kind] = [.abbreviation, .name]
        let found = kinds.flatMap { foundInUse($0, new.name, in: new.reference.collection) }
        return Set(found).subtracting([new.reference.record]).sorted { $0.precedes($1) }
    }

    /// The record that a text is understood to mean: the one with all its words in a name, an
    /// abbreviation, a code, or what its series is called.
    ///
    /// - Parameters:
    ///   - text: A key or a full reference that names no record.
    ///   - collections: The numbers of the collections in which one is wanted.
    ///   - asFamily: Whether several will do that were one another, or possibly are the same.
    /// - Returns: Nil where nothing that a record is called by has all the words.
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
            throw .ambiguous(found.map { named($0) })
        }
        return NearlyNamed(
            record: record,
            family: kin[0],
            others: found.filter { !kin[0].contains($0) }
        )
    }

    /// The records in use that, or whose series, are called by something with every word of a text,
    /// compared folded, in the order of their ids.
    private func records(withWordsOf text: String, in collections: [UInt16]) -> [Reference] {
        guard let (collections, key) = try? parted(text, collections) else { return [] }
        let words = foldedName(key).utf8.split(separator: 0x20)
        guard !words.isEmpty else { return [] }
        var found: Set<Reference> = []
        for collection in collections {
            found.formUnion(records(called: words, in: collection))
            guard let definition = schema.collection(number: collection),
                definition.field(id: "series") != nil,
                let number = schema.collection(id: "series")?.number
            else { continue }
            let series = records(called: words, in: number)
            guard !series.isEmpty else { continue }
            visit(definition.id, onlyFields: ["series"]) { view in
                if let own = view.reference("series"), series.contains(own) {
                    found.insert(view.reference)
                }
            }
        }
        return found.sorted { $0.record.precedes($1.record) }
    }

    /// The records in use of which one name, abbreviation or code has all of some words.
    private func records(
        called words: [String.UTF8View.SubSequence],
        in collection: UInt16
    ) -> Set<Reference> {
        var found: Set<Reference> = []
        let kinds: [CatalogueEntry.Term.Kind] = [.code, .abbreviation, .name]
        for kind in kinds {
            for name in catalogued({ try $0.catalogueKeys(of: kind, in: collection) }) {
                let own = name.utf8.split(separator: 0x20)
                let hasAll = words.allSatisfy { word in
                    own.contains { $0.elementsEqual(word) }
                }
                guard hasAll else { continue }
                for record in foundInUse(kind, name, in: collection) {
                    found.insert(Reference(collection: collection, record: record))
                }
            }
        }
        return found
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
