import CryptoAdapters
import Shared

/// Turns what a person changed in a document into entries of an editor.
///
/// Both documents are compared field by field; what is equal is not touched.
struct DocumentEditing {
    let document: RecordDocument
    var editor: FieldEditor<SecureRandom>
    /// Who asserts a claim that does not say it: a reference as text.
    let ownDepartment: String?
    /// The fields that were changed, in the order of the schema.
    private(set) var changed: [FieldDefinition] = []
    var random = SecureRandom()

    init(
        _ document: RecordDocument,
        _ editor: FieldEditor<SecureRandom>,
        ownDepartment: String?
    ) {
        self.document = document
        self.editor = editor
        self.ownDepartment = ownDepartment
    }

    /// Takes over everything in which `after` differs from the document.
    ///
    /// - Throws: ``FieldError`` for the first value that is not as it must be.
    mutating func apply(_ after: JSONValue) throws(FieldError) {
        for member in after.object ?? [] where document.collection.field(id: member.key) == nil {
            let nearest = document.collection.nearestField(to: member.key)
            throw FieldError(
                path: member.key,
                .unknownField(collection: document.collection.id, nearest: nearest)
            )
        }
        for field in document.collection.fields {
            let before = document.value(of: field)
            var value = after[field.id].flatMap { $0.isVoid ? nil : $0 }
            if field.sensitivity.needsRights {
                if let value { try load(value, into: field) }
                continue
            }
            value = value?.withoutVoids
            guard before?.sorted != value?.sorted else { continue }
            changed.append(field)
            guard let value else {
                try editor.clear(field.id)
                continue
            }
            try apply(value, before, to: field)
        }
    }

    private mutating func apply(
        _ after: JSONValue,
        _ before: JSONValue?,
        to field: FieldDefinition
    ) throws(FieldError) {
        switch field.type {
        case .single: try load(after, into: field)
        case .longText: try load(after.withoutLastLineFeeds, into: field)
        case .localizedText: try applyLanguages(after, before, to: field)
        case .set, .partsSet: try applyElements(after, to: field)
        case .log: try applyEntries(after, before, to: field)
        case .claims: try applyClaims(after, to: field)
        case .counter: try applyCount(after, before, to: field)
        }
    }

    mutating func load(_ value: JSONValue, into field: FieldDefinition) throws(FieldError) {
        try editor.load(.object([.init(key: field.id, value: value)]))
    }
}

// MARK: - Kinds of fields

extension DocumentEditing {
    private mutating func applyLanguages(
        _ after: JSONValue,
        _ before: JSONValue?,
        to field: FieldDefinition
    ) throws(FieldError) {
        guard let members = after.object else {
            try load(after, into: field)
            return
        }
        for member in before?.object ?? [] where after[member.key] == nil {
            try editor.clear(field.id + "." + member.key)
        }
        let altered = members.filter { before?[$0.key] != $0.value }
        try load(.object(altered), into: field)
    }

    private mutating func applyElements(
        _ after: JSONValue,
        to field: FieldDefinition
    ) throws(FieldError) {
        let held = document.elements(of: field)
        let wanted = after.array ?? [after]
        for element in held
        where !wanted.contains(where: { $0.sorted == element.value.sorted }) {
            try editor.apply(field.id + "-=" + element.name)
        }
        for value in wanted where !held.contains(where: { $0.value.sorted == value.sorted }) {
            try add(value, to: field)
        }
    }

    /// Adds what was written as in a command, or as a mapping.
    private mutating func add(
        _ value: JSONValue,
        to field: FieldDefinition
    ) throws(FieldError) {
        if let text = value.string {
            try editor.apply(field.id + "+=" + text)
        } else {
            try load(.array([value]), into: field)
        }
    }

    private mutating func applyEntries(
        _ after: JSONValue,
        _ before: JSONValue?,
        to field: FieldDefinition
    ) throws(FieldError) {
        let held = before?.array ?? []
        let wanted = after.array ?? [after]
        for entry in held {
            let kept = wanted.first { $0.isSameEntry(as: entry) }
            guard let kept, entry.entryNotes.allSatisfy({ kept.entryNotes.contains($0) }) else {
                throw FieldError(path: field.id, .onlyGrows)
            }
        }
        for entry in wanted where !held.contains(where: { $0.sorted == entry.sorted }) {
            try add(entry, to: field)
        }
    }

    private mutating func applyCount(
        _ after: JSONValue,
        _ before: JSONValue?,
        to field: FieldDefinition
    ) throws(FieldError) {
        if let text = after.string, text.utf8.first == UInt8(ascii: "+") {
            try editor.apply(field.id + "+=" + text)
            return
        }
        guard let sum = after.string.flatMap({ Int64($0) }) else {
            throw FieldError(
                path: field.id,
                .shape(expected: Labels(vi: "một số nguyên", en: "a whole number"))
            )
        }
        let held = before?.string.flatMap { Int64($0) } ?? 0
        let (difference, overflow) = sum.subtractingReportingOverflow(held)
        guard !overflow, difference != 0 else { return }
        let sign = difference < 0 ? "-=" : "+="
        try editor.apply(field.id + sign + "\(difference.magnitude)")
    }
}

// MARK: - Comparing

extension JSONValue {
    /// The same with the members of every mapping in the order of their names.
    fileprivate var sorted: JSONValue {
        switch self {
        case .array(let elements): .array(elements.map { $0.sorted })
        case .object(let members):
            .object(
                members.map { Member(key: $0.key, value: $0.value.sorted) }
                    .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            )
        default: self
        }
    }

    /// The same without members and elements that hold nothing.
    fileprivate var withoutVoids: JSONValue {
        switch self {
        case .array(let elements):
            .array(elements.filter { !$0.isVoid }.map { $0.withoutVoids })
        case .object(let members):
            .object(
                members.filter { !$0.value.isVoid }
                    .map { Member(key: $0.key, value: $0.value.withoutVoids) }
            )
        default: self
        }
    }

    /// A text without the line feeds at its end, which YAML adds and nobody means.
    fileprivate var withoutLastLineFeeds: JSONValue {
        guard var text = string else { return self }
        while text.utf8.last == UInt8(ascii: "\n") { text.unicodeScalars.removeLast() }
        return .string(text)
    }

    /// Whether both are entries of a log with one state and one date.
    fileprivate func isSameEntry(as other: JSONValue) -> Bool {
        (self["state"] ?? self) == (other["state"] ?? other)
            && self["effective"] == other["effective"]
    }

    /// The notes of a log's entry.
    fileprivate var entryNotes: [JSONValue] {
        self["notes"]?.array ?? [self["note"]].compactMap { $0 }
    }
}
