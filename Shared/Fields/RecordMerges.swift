/// Which records have been merged into which: doubles of one thing, entered several times.
///
/// A merged record keeps all that it holds; only a cell of its own says into which it has gone. It is
/// shown as a part of that record, references to it lead there, and what is written to it later appears
/// there. Taking the cell back takes the merge back.
public struct RecordMerges: Sendable {
    /// The number of the field `merged_into`, which is the same in every collection.
    public static let field: UInt16 = 11

    /// By merged record: the one that it is shown as a part of.
    private var roots: [RecordID: RecordID] = [:]
    /// By that one: the records that were merged into it, in the order of their ids.
    private var parts: [RecordID: [RecordID]] = [:]

    /// Nothing has been merged.
    public init() {}

    /// Finds out what has been merged.
    ///
    /// A record counts as merged while it is in use, says so without a disagreement, and the other is of
    /// its collection and here. Of records that were merged into each other the one with the lowest id
    /// stays.
    ///
    /// - Parameters:
    ///   - candidates: The records that may have been merged.
    ///   - state: What is held of a record; nil when it is not here.
    public init(among candidates: [RecordID], state: (RecordID) -> RecordState?) {
        var next: [RecordID: RecordID] = [:]
        for id in candidates {
            guard let record = state(id), let target = Self.target(of: record),
                target.record != id, target.collection == record.collection,
                let into = state(target.record), into.collection == record.collection,
                !into.isPurged
            else { continue }
            next[id] = target.record
        }
        for id in next.keys.sorted(by: { $0.precedes($1) }) {
            let root = Self.root(of: id, next)
            guard root != id else { continue }
            roots[id] = root
            parts[root, default: []].append(id)
        }
    }

    /// Where a record has gone, as it says itself.
    private static func target(of record: RecordState) -> Reference? {
        let life = RecordLife(
            heads: record.heads.lazy.compactMap { $0.value.flatMap { HeadValue(encoded: $0) } }
        )
        let writes = record.siblings(of: CellKey(field: field))
        guard life == .live || life == .disputedDelete, let first = writes.first?.value,
            writes.allSatisfy({ $0.value == first }),
            case .reference(let reference) = FieldValue(cell: first, type: .reference(to: []))
        else { return nil }
        return reference
    }

    private static func root(of id: RecordID, _ next: [RecordID: RecordID]) -> RecordID {
        var path = [id]
        var present = id
        while let following = next[present] {
            if let start = path.firstIndex(of: following) {
                let circle = path[start...]
                return circle.reduce(following) { $1.precedes($0) ? $1 : $0 }
            }
            path.append(following)
            present = following
        }
        return present
    }

    /// The record that another is shown as a part of; itself when it has not been merged.
    public func root(of id: RecordID) -> RecordID { roots[id] ?? id }

    /// The records that some are shown as parts of, each once.
    ///
    /// - Parameter records: Merged ones and others.
    /// - Returns: Them in the same order.
    public func roots(of records: [RecordID]) -> [RecordID] {
        var seen: Set<RecordID> = []
        return records.map { root(of: $0) }.filter { seen.insert($0).inserted }
    }

    /// Whether a record has been merged into another.
    public func isMerged(_ id: RecordID) -> Bool { roots[id] != nil }

    /// The records that were merged into this one, be it through others.
    public func parts(of id: RecordID) -> [RecordID] { parts[id] ?? [] }

    /// Whether nothing has been merged.
    public var isEmpty: Bool { roots.isEmpty }
}

extension RecordState {
    /// One record of all that several hold: what they say differently becomes a disagreement, what they
    /// have many of stands side by side.
    ///
    /// The names of the others become aliases where the collection has such a field. Its code, whether it
    /// lives, and where it has itself gone, is the first one's business. Good for looking at, not for
    /// joining.
    ///
    /// - Parameters:
    ///   - others: The records that were merged into this one.
    ///   - collection: Theirs.
    /// - Returns: The record as people see it.
    public func composed(
        with others: [RecordState],
        _ collection: CollectionDefinition?
    ) -> RecordState {
        var result = self
        let aliases = collection?.field(id: "aliases")
        for other in others {
            for write in other.writes {
                if write.key.isHead || write.key.field == RecordMerges.field { continue }
                let field = collection?.field(number: write.key.field)
                if let field, field.id.isSame(as: "code") { continue }
                if let aliases, let field, Self.isName(field) {
                    if let alias = alias(of: write, field, in: aliases) {
                        result.writes.append(alias)
                    }
                } else {
                    result.writes.append(write)
                }
            }
            for stamp in other.stamps { result.insert(stamp) }
        }
        result.writes.sort { $0.precedes($1) }
        return result
    }

    /// Whether a field names the record, so that what merged records have in it are other names.
    ///
    /// - Parameter field: One of the record's collection.
    /// - Returns: Whether it is a title, an abbreviation or a code.
    public static func isName(_ field: FieldDefinition) -> Bool {
        field.isTitle || field.id.isSame(as: "abbr") || field.id.isSame(as: "code")
    }

    /// A name of a merged record as an alias; nil when it is also this record's name.
    private func alias(
        of write: LiveWrite,
        _ field: FieldDefinition,
        in aliases: FieldDefinition
    ) -> LiveWrite? {
        guard case .partsSet(let definition) = aliases.type, let bytes = write.value,
            case .text(let text) = FieldValue(cell: bytes, type: .text),
            !writes.contains(where: { $0.key.field == field.number && $0.value == bytes })
        else { return nil }
        var parts = [SetElement.Part(id: definition.main.id, value: .text(text))]
        func add(_ id: String, _ code: String) {
            guard case .enumeration(let enumeration)? = definition.part(id: id)?.type,
                enumeration.index(of: code) != nil
            else { return }
            parts.append(SetElement.Part(id: id, value: .code(code)))
        }
        if field.isTitle {
            add("lang", String(decoding: write.key.sub, as: UTF8.self))
        } else {
            add("kind", "abbr")
        }
        let element = SetElement(parts: parts)
        return LiveWrite(
            key: CellLayout.element(element, of: aliases.number),
            dot: write.dot,
            value: element.encoded
        )
    }
}

// MARK: - Making and taking back

extension CollectionDefinition {
    /// Whether records of the collection can be merged.
    public var isMergeable: Bool {
        field(number: RecordMerges.field)?.id.isSame(as: "merged_into") == true
    }
}

extension Draft {
    /// Merges a record into another, or takes that back.
    ///
    /// - Parameters:
    ///   - record: The double.
    ///   - collection: That of both.
    ///   - target: The record that stays; nil to take a merge back.
    ///   - note: Why.
    public init(
        merging record: RecordID,
        of collection: UInt16,
        into target: RecordID?,
        note: String?
    ) {
        let value = target.map {
            FieldValue.reference(Reference(collection: collection, record: $0)).encoded
        }
        self.init(
            kind: .edit,
            record: record,
            collection: collection,
            cells: [Cell(key: CellKey(field: RecordMerges.field), value: value ?? CellLayout.null)],
            note: note
        )
    }
}
