import ClientCore
package import Shared

// MARK: - Naming a record

extension Register {
    /// The collection of this name.
    package func collection(_ name: String) throws -> CollectionDefinition {
        if let collection = schema.collection(id: name) { return collection }
        let meant = schema.nearestCollection(to: name).map {
            language == .vi ? "có phải \($0)? " : "did you mean \($0)? "
        }
        throw CommandFailure(
            .usage,
            code: "unknown_collection",
            language == .vi ? "không có nhóm \(name)" : "there is no collection \(name)",
            hint: (meant ?? "") + "caunoi schema"
        )
    }

    /// The record that `collection/KEY` names.
    package func find(_ text: String) throws -> RecordID {
        guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")) else {
            throw CommandFailure(
                .usage,
                code: "not_a_reference",
                language == .vi
                    ? "\(text) không phải là một mã chỉ bản ghi"
                    : "\(text) does not name a record",
                hint: language == .vi
                    ? "collection/KEY, ví dụ partners/AIMF"
                    : "collection/KEY, for example partners/AIMF"
            )
        }
        let collection = try collection(String(text[..<slash]))
        let key = String(text[text.utf8.index(after: slash)...])
        do throws(ReferenceProblem) {
            return try resolve([collection.number], key).record
        } catch {
            throw failure(error, text, in: [collection.number])
        }
    }

    /// The record that a key, or a full reference, names in one of these collections.
    package func resolve(
        _ collections: [UInt16],
        _ text: String
    ) throws(ReferenceProblem) -> Reference {
        let (collections, key) = try parted(text, collections)
        if let reference = try only(of: candidates(collections, key)) { return reference }
        throw .notFound(nearest: nearestName(to: key, in: collections))
    }

    /// The record of a collection that people call exactly so, but for capitals; nil where there is none.
    ///
    /// Marks that were typed on purpose tell names apart.
    func called(
        _ name: String,
        in collection: UInt16
    ) throws(ReferenceProblem) -> Reference? {
        let wanted = InputText.normalized(name).lowercased()
        let near = Set([.abbreviation, .name].flatMap { foundInUse($0, name, in: collection) })
        let found = near.filter { id in
            guard let view = view(id) else { return false }
            var names = view.names
            if case .text(let abbreviation) = view.value("abbr") { names.append(abbreviation) }
            return names.contains { $0.lowercased() == wanted }
        }
        return try only(
            of: found.sorted { $0.precedes($1) }
                .map { Reference(collection: collection, record: $0) }
        )
    }

    /// The one that was found; nil where none was.
    private func only(of found: [Reference]) throws(ReferenceProblem) -> Reference? {
        guard found.count > 1 else { return found.first }
        throw .ambiguous(found.map { named($0) })
    }

    /// How a record is named to choose it among several.
    func named(_ record: Reference) -> String {
        shortRef(record.record) + " " + label(of: record.record)
    }

    /// The one record that a key, or a full reference, names in these collections; nil where there is none,
    /// or more than one: for those who ask often and tell nobody.
    func known(_ collections: [UInt16], _ text: String) -> Reference? {
        let found = references(namedBy: text, in: collections)
        return found.count == 1 ? found.first : nil
    }

    /// The records that a key, or a full reference, names in these collections, in the first tier in
    /// which it names any.
    func references(namedBy text: String, in collections: [UInt16]) -> [Reference] {
        guard let (collections, key) = try? parted(text, collections) else { return [] }
        return candidates(collections, key)
    }

    /// The reference that a text is, written in full (`partners/01JD…`); nil where it is none to these collections.
    func reference(written text: String, in collections: [UInt16]) -> Reference? {
        guard let (collections, key) = try? parted(text, collections), collections.count == 1,
            let record = RecordID(text: key)
        else { return nil }
        return Reference(collection: collections[0], record: record)
    }

    /// The key of a reference, and the one collection that it names, if it names one.
    func parted(
        _ text: String,
        _ collections: [UInt16]
    ) throws(ReferenceProblem) -> (collections: [UInt16], key: String) {
        guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")),
            let collection = schema.collection(id: String(text[..<slash]))
        else { return (collections, text) }
        guard collections.contains(collection.number) else { throw .wrongCollection }
        return ([collection.number], String(text[text.utf8.index(after: slash)...]))
    }

    /// The records of the first tier in which a key names any.
    private func candidates(_ collections: [UInt16], _ key: String) -> [Reference] {
        for tier in Tier.allCases {
            let found = collections.flatMap { collection in
                matches(key, tier, in: collection)
                    .map { Reference(collection: collection, record: $0) }
            }
            if !found.isEmpty { return found }
        }
        return []
    }

    /// The record that a key, or a full reference, names in one of the collections with these ids.
    ///
    /// - Throws: ``CommandFailure`` where there is none, or more than one.
    func record(_ text: String, in collections: [String]) throws -> Reference {
        let numbers = numbers(of: collections)
        do throws(ReferenceProblem) {
            return try resolve(numbers, text)
        } catch {
            throw failure(error, text, in: numbers)
        }
    }

    /// The numbers of the collections with these ids.
    func numbers(of collections: [String]) -> [UInt16] {
        collections.compactMap { schema.collection(id: $0)?.number }
    }

    /// In what order a key is tried.
    private enum Tier: CaseIterable {
        case id, code, abbreviation, name
    }

    private func matches(_ key: String, _ tier: Tier, in collection: UInt16) -> [RecordID] {
        switch tier {
        case .id:
            if let id = RecordID(text: key), let view = view(id),
                view.state.collection == collection
            {
                return [view.id]
            }
            guard key.utf8.first == UInt8(ascii: "#") else { return [] }
            return found(.short, key.dropFirst().uppercased(), in: collection).map { $0.record }
        case .code: return foundInUse(.code, key, in: collection)
        case .abbreviation: return foundInUse(.abbreviation, key, in: collection)
        case .name: return foundInUse(.name, key, in: collection)
        }
    }

    /// The partners in use with this abbreviation, compared folded.
    func partners(abbreviated text: String) -> [Reference] {
        guard let partners = schema.collection(id: "partners")?.number else { return [] }
        return foundInUse(.abbreviation, text, in: partners)
            .map { Reference(collection: partners, record: $0) }
    }

    func foundInUse(
        _ kind: CatalogueEntry.Term.Kind,
        _ text: String,
        in collection: UInt16
    ) -> [RecordID] {
        found(kind, text, in: collection).filter { $0.life.isInUse }.map { $0.record }
    }

    /// The records of a collection with this term, whether they are in use or not.
    func found(
        _ kind: CatalogueEntry.Term.Kind,
        _ text: String,
        in collection: UInt16
    ) -> [FoundRecord] {
        catalogued { try $0.catalogued(having: kind, kind.key(text), in: collection) }
    }

    /// What was probably meant, as it is written; nil when nothing is near.
    private func nearestName(to key: String, in collections: [UInt16]) -> String? {
        let kinds: [CatalogueEntry.Term.Kind] = [.code, .abbreviation, .name]
        let known = collections.flatMap { collection in
            kinds.flatMap { kind in
                catalogued { try $0.catalogueKeys(of: kind, in: collection) }
                    .map { (kind: kind, key: $0, collection: collection) }
            }
        }
        guard let near = nearest(key, in: known.lazy.map { $0.key }),
            let term = known.first(where: { $0.key.isSame(as: near) })
        else { return nil }
        let spellings = found(term.kind, near, in: term.collection)
            .compactMap { view($0.record) }.flatMap { $0.names + $0.texts(of: ["code", "abbr"]) }
        return spellings.first { foldedName($0).isSame(as: near) } ?? near
    }

    /// Why a text names no record, or more than one, in some collections; of what was deleted it says that.
    func failure(
        _ problem: ReferenceProblem,
        _ text: String,
        in collections: [UInt16] = []
    ) -> CommandFailure {
        let error = FieldError(path: text, .reference(problem, given: text))
        var hint = error.hint(in: language)
        if case .notFound(let nearest) = problem {
            if let failure = failureOfDeleted(full(text, collections)) { return failure }
            hint = ways(to: text, nearest, in: collections)
        }
        return CommandFailure(
            problem == .needsCollection ? .usage : .failed,
            code: error.code,
            error.message(in: language),
            hint: hint
        )
    }

    /// A key with its collection in front, where that is known.
    private func full(_ text: String, _ collections: [UInt16]) -> String {
        guard collections.count == 1, let id = schema.collection(number: collections[0])?.id,
            !text.utf8.starts(with: (id + "/").utf8)
        else { return text }
        return id + "/" + text
    }

    /// How a record is found that is called otherwise: what was probably meant, and where to look.
    private func ways(to text: String, _ nearest: String?, in collections: [UInt16]) -> String {
        let parts = try? parted(text, collections)
        let (numbers, key) = (parts?.collections ?? collections, parts?.key ?? text)
        var commands = key.utf8.isEmpty ? [] : ["caunoi search '\(key)'"]
        if numbers.count == 1, let id = schema.collection(number: numbers[0])?.id {
            commands.append("caunoi list \(id)")
        }
        let meant = nearest.map {
            language == .vi ? "có phải “\($0)”? " : "did you mean \"\($0)\"? "
        }
        return (meant ?? "") + commands.joined(separator: "; ")
    }
}

extension RecordView {
    /// The displayed texts of single fields.
    func texts(of fields: [String]) -> [String] {
        fields.compactMap { field in
            if case .text(let text) = value(field) { return text }
            return nil
        }
    }
}
