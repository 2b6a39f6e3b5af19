import Shared

/// A record as a text to be edited: its values as people write them, and comments that explain.
struct RecordDocument {
    let id: RecordID
    let collection: CollectionDefinition
    private let view: RecordView
    private let register: Register

    init(_ view: RecordView, _ collection: CollectionDefinition, _ register: Register) {
        id = view.id
        self.collection = collection
        self.view = view
        self.register = register
    }

    private var language: DisplayLanguage { register.language }

    private func say(en: String, vi: String) -> String { language == .vi ? vi : en }

    /// What the field holds, in texts, lists and mappings; nil when it has no value.
    func value(of field: FieldDefinition) -> JSONValue? {
        guard let content = view.field(number: field.number)?.content else { return nil }
        let value: JSONValue
        switch content {
        case .single(let cell):
            guard let text = cell.displayed.flatMap({ text($0) }) else { return nil }
            value = .string(text)
        case .localized(let views):
            value = .object(
                views.compactMap { view in
                    view.cell.displayed.flatMap { text($0) }
                        .map { .init(key: view.language, value: .string($0)) }
                }
            )
        case .set: value = .array(elements(of: field).map { $0.value })
        case .log(let log):
            value = .array(log.entries.map { self.value(of: $0.entry) })
        case .claims: value = .array(claims(of: field).map { $0.value })
        case .counter(let sum): value = .string("\(sum)")
        }
        return value.isVoid ? nil : value
    }

    /// The elements of a set, each with what takes it out again.
    func elements(of field: FieldDefinition) -> [(value: JSONValue, name: String)] {
        guard case .set(let views) = view.field(number: field.number)?.content else { return [] }
        return views.compactMap { view in
            switch view.element {
            case .scalar(let scalar):
                guard let shown = text(scalar) else { return nil }
                if case .reference(let reference) = scalar {
                    return (.string(shown), reference.text(in: register.schema))
                }
                return (.string(shown), scalar.canonicalText)
            case .parts(let parts):
                guard let value = value(of: parts, field.type) else { return nil }
                return (value, view.id)
            }
        }
    }

    /// The claims that stand, each with its id.
    func claims(of field: FieldDefinition) -> [(value: JSONValue, id: ClaimID)] {
        guard case .claims(let claims) = view.field(number: field.number)?.content else {
            return []
        }
        return claims.entries.compactMap { entry in
            guard !entry.isWithdrawn, let shown = text(entry.claim.value) else { return nil }
            let claim = entry.claim
            var members: [JSONValue.Member] = [.init(key: "value", value: .string(shown))]
            func add(_ key: String, _ text: String?) {
                if let text { members.append(.init(key: key, value: .string(text))) }
            }
            add("as_of", claim.asOf?.canonical)
            add("source", claim.source.flatMap { text($0.value) })
            add("asserted_by", claim.assertedBy.flatMap { text(.reference($0)) })
            add("certainty", claim.certainty)
            add("note", claim.note)
            if entry.id == claims.preferred { add("preferred", "yes") }
            add("id", entry.id.text)
            return (.object(members), entry.id)
        }
    }

    private func value(of parts: [SetElement.Part], _ type: FieldType) -> JSONValue? {
        guard case .partsSet(let definition) = type else { return nil }
        var members: [JSONValue.Member] = []
        for part in definition.parts {
            guard let value = parts.first(where: { $0.id == part.id })?.value else { continue }
            guard let text = text(value) else { return nil }
            members.append(.init(key: part.id, value: .string(text)))
        }
        // An element with parts of a newer version cannot be written back as it is.
        return members.count == parts.count ? .object(members) : nil
    }

    private func value(of entry: LogEntry) -> JSONValue {
        var members: [JSONValue.Member] = [.init(key: "state", value: .string(entry.state))]
        if let effective = entry.effective {
            members.append(.init(key: "effective", value: .string(effective.canonical)))
        }
        if entry.notes.count == 1, let note = entry.notes.first {
            members.append(.init(key: "note", value: .string(note)))
        } else if !entry.notes.isEmpty {
            members.append(
                .init(key: "notes", value: .array(entry.notes.map { .string($0) }))
            )
        }
        return .object(members)
    }

    /// The value as a text that is read as the same value; nil for what this program cannot read.
    private func text(_ value: FieldValue) -> String? {
        switch value {
        case .unreadable: nil
        case .reference(let reference): text(reference)
        default: value.canonicalText
        }
    }

    private func text(_ reference: Reference) -> String {
        let short = register.shortRef(reference.record)
        let found = try? register.resolve([reference.collection], short)
        return found == reference ? short : reference.text(in: register.schema)
    }
}

// MARK: - The text

extension RecordDocument {
    /// The whole document in YAML.
    func text() throws -> String {
        var text = comment(register.shortRef(id) + "  " + register.label(of: id))
        text += comment(
            say(
                en: "Change values, save, close. What begins with # is for reading only.",
                vi: "Sửa giá trị, lưu rồi đóng. Dòng bắt đầu bằng # chỉ để đọc."
            )
        )
        text += comment(
            say(
                en: "A value that is taken out is cleared. An empty file saves nothing.",
                vi: "Giá trị bị bỏ đi sẽ được xóa. Tệp rỗng thì không lưu gì."
            )
        )
        for field in collection.fields where !field.sensitivity.needsRights {
            text += "\n" + explanation(of: field)
            text += try YAMLText.entry(field.id, value(of: field) ?? .null)
        }
        return text
    }

    private func explanation(of field: FieldDefinition) -> String {
        var text = field.labels[language] + ": " + field.help[language]
        if !field.example.utf8.isEmpty {
            text += say(en: " Example: ", vi: " Ví dụ: ") + field.example
        }
        var result = comment(text)
        for conflict in view.conflicts where conflict.isAbout(field) {
            result += lines(of: conflict, in: field)
        }
        for reference in view.references(in: field).uniqued()
        where register.view(reference.record) != nil {
            result += comment(
                "  " + self.text(reference) + " = " + register.label(of: reference.record)
            )
        }
        return result
    }

    private func lines(of conflict: Conflict, in field: FieldDefinition) -> String {
        guard case .value(let candidates) = conflict.kind else { return "" }
        var result = comment(
            say(
                en: "DISPUTED (\(conflict.path)); caunoi resolve settles it:",
                vi: "CÒN KHÁC NHAU (\(conflict.path)); dùng caunoi resolve:"
            )
        )
        for (index, candidate) in candidates.enumerated() {
            let type = field.type.scalar
            let value = candidate.value?.display(in: language, type: type) { [register] in
                register.label(of: $0.record)
            }
            let author = candidate.stamp.flatMap { register.person($0) }
            result += comment(
                "  \(index + 1). " + (value ?? "-") + "  (" + (author?.personName ?? "?") + ")"
            )
        }
        return result
    }

    private func comment(_ text: String) -> String { "# " + printable(text) + "\n" }
}

extension Conflict {
    fileprivate func isAbout(_ field: FieldDefinition) -> Bool {
        path.utf8.elementsEqual(field.id.utf8) || path.utf8.starts(with: (field.id + ".").utf8)
    }
}

extension JSONValue {
    /// Whether there is nothing in it: null, or a text, list or mapping without content.
    var isVoid: Bool {
        switch self {
        case .null: true
        case .string(let text): text.utf8.isEmpty
        case .array(let elements): elements.allSatisfy { $0.isVoid }
        case .object(let members): members.allSatisfy { $0.value.isVoid }
        case .boolean, .number: false
        }
    }
}

extension [Reference] {
    /// Each once, where it was first.
    fileprivate func uniqued() -> [Reference] {
        var known: Set<Reference> = []
        return filter { known.insert($0).inserted }
    }
}
