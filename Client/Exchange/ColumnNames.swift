package import Shared

/// What the heading of a column means in a collection.
package enum ColumnMeaning: Equatable, Sendable {
    /// A field, or one language of it: `name.vi`.
    case field(String)
    /// The record's id or reference.
    case record
    /// A column that says nothing about the record: a running number, what was disputed.
    case nothing

    package static func == (left: ColumnMeaning, right: ColumnMeaning) -> Bool {
        switch (left, right) {
        case (.field(let a), .field(let b)): a.isSame(as: b)
        case (.record, .record), (.nothing, .nothing): true
        default: false
        }
    }
}

/// Recognises headings: fields by their names and by their labels in both languages.
package struct ColumnNames {
    /// The heading of the column in which exports list what is disputed.
    package static let disputed = "disputed"

    /// A label that a heading may be, folded.
    private struct Name {
        let words: String
        let path: String
    }

    private let schema: Schema
    private let collection: CollectionDefinition
    private let names: [Name]

    package init(_ collection: CollectionDefinition, _ schema: Schema) {
        self.schema = schema
        self.collection = collection
        var names: [Name] = []
        for field in collection.fields {
            names.append(Name(words: foldedName(field.id), path: field.id))
            for language in DisplayLanguage.allCases {
                let label = foldedName(field.labels[language])
                names.append(Name(words: label, path: field.id))
                for word in Self.synonyms[field.id] ?? [] {
                    names.append(Name(words: word, path: field.id))
                }
                guard case .localizedText = field.type else { continue }
                for code in schema.languages {
                    for word in Self.words(for: code) {
                        names.append(Name(words: label + " " + word, path: field.id + "." + code))
                    }
                }
            }
        }
        self.names = names
    }

    /// What a heading means; nil when it is not known.
    package func meaning(of heading: String) -> ColumnMeaning? {
        let text = heading.withoutBlanks
        if (try? FieldPath(text, in: collection, of: schema)) != nil { return .field(text) }
        let folded = foldedName(text)
        switch folded {
        case "id", "ref", "ma ban ghi": return .record
        case "stt", "tt", "so tt", "so thu tu", "no", "nr", "", "disputed", "con khac nhau",
            "state of record":
            return .nothing
        default: break
        }
        if let exact = names.first(where: { $0.words.isSame(as: folded) }) {
            return .field(exact.path)
        }
        return likely(folded).map { .field($0) }
    }

    /// The field whose label is the longest beginning of the heading, or of several words and its end:
    /// "Tên địa phương" is a name, "Năm thành lập" when something was founded.
    private func likely(_ folded: String) -> String? {
        only(names.filter { folded.utf8.starts(with: ($0.words + " ").utf8) })
            ?? only(
                names.filter { name in
                    let end = (" " + name.words).utf8
                    return name.words.utf8.contains(0x20)
                        && folded.utf8.suffix(end.count).elementsEqual(end)
                }
            )
    }

    /// The path of the longest name, where all that are as long mean the same.
    private func only(_ fitting: [Name]) -> String? {
        guard let longest = fitting.max(by: { $0.words.utf8.count < $1.words.utf8.count }) else {
            return nil
        }
        let others = fitting.filter { $0.words.utf8.count == longest.words.utf8.count }
        return others.allSatisfy { $0.path.isSame(as: longest.path) } ? longest.path : nil
    }

    /// What desks call fields in their sheets, folded.
    private static let synonyms = [
        "name": ["doi tac", "ten doi tac", "dia phuong", "ten dia phuong", "partner", "locality"],
        "title": ["tieu de", "ten"],
        "country": ["nuoc", "nation"],
        "tie_since": ["nam ket nghia", "nam thiet lap", "nam thiet lap quan he", "twinned since"],
        "tie_kind": ["loai quan he", "hinh thuc quan he"],
        "signed_on": ["ngay ky ket", "nam ky", "signed"],
        "notes": ["ghi chu khac", "remarks", "comment", "comments"],
        "websites": ["website", "web"],
        "amount": ["kinh phi", "gia tri"],
    ]

    /// How headings name a language, folded.
    private static func words(for code: String) -> [String] {
        switch code {
        case "vi": ["vi", "viet", "tieng viet", "vn", "vietnamese", "in vietnamese"]
        case "en": ["en", "anh", "tieng anh", "english", "in english"]
        case "fr": ["fr", "phap", "tieng phap", "french", "in french"]
        default: [code]
        }
    }
}
