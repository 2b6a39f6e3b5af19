package import Shared

/// What is worked out of one record so that it is found without reading all the others.
///
/// Everything in it follows from the records, the schema and the directory, so that it can be thrown
/// away and made again at any time.
package struct CatalogueEntry: Hashable, Sendable {
    /// The rules of this file: when they change, what was made by others is made again.
    package static let format: Int64 = 3

    package let record: RecordID
    package let scope: ScopeID
    package let collection: UInt16
    package let life: RecordLife
    package let label: Label
    package let terms: [Term]

    /// What people call the record.
    package struct Label: Hashable, Sendable {
        package let vi: String
        package let en: String

        package init(vi: String, en: String) {
            self.vi = vi
            self.en = en
        }
    }

    /// Something by which the record is looked up.
    package struct Term: Hashable, Sendable {
        package let kind: Kind
        /// As ``Kind/key(_:)`` makes it.
        package let key: String

        package init(kind: Kind, key: String) {
            self.kind = kind
            self.key = key
        }

        /// In the order in which they are tried.
        package enum Kind: UInt8, CaseIterable, Sendable {
            /// The last characters of the id.
            case short
            case code
            case abbreviation
            /// A name or an alias, in any language.
            case name
            /// A record whose own name stands in this one's label.
            case mention

            /// What names of this kind are compared by.
            package func key(_ text: String) -> String {
                switch self {
                case .short, .mention: text
                case .code, .abbreviation, .name: foldedName(text)
                }
            }
        }
    }

    package init(
        record: RecordID,
        scope: ScopeID,
        collection: UInt16,
        life: RecordLife,
        label: Label,
        terms: [Term]
    ) {
        self.record = record
        self.scope = scope
        self.collection = collection
        self.life = life
        self.label = label
        self.terms = terms
    }
}

extension CatalogueEntry {
    /// The entry of a record that has been merged into `root`: nothing finds it, and its label says into
    /// which.
    package init(merged record: RecordID, into root: RecordID, in scope: ScopeID) {
        self.init(
            record: record,
            scope: scope,
            collection: 0,
            life: .live,
            label: Label(vi: root.text, en: root.text),
            terms: []
        )
    }

    /// Works out the entry of a record as it is seen now; `parts` are the records merged into it, by whose
    /// ids and codes it is found too.
    package init(
        _ view: RecordView,
        in scope: ScopeID,
        parts: [RecordView] = [],
        vi: RecordLabels,
        en: RecordLabels
    ) {
        var mentions: Set<RecordID> = []
        let unnamed = "#" + view.id.shortText
        let label = Label(
            vi: vi.label(of: view) { mentions.insert($0) } ?? unnamed,
            en: en.label(of: view) { mentions.insert($0) } ?? unnamed
        )
        var terms: Set<Term> = []
        for view in [view] + parts {
            terms.insert(Term(kind: .short, key: view.id.shortText))
            if case .text(let code) = view.value("code") {
                terms.insert(Term(kind: .code, key: Term.Kind.code.key(code)))
            }
        }
        if case .text(let text) = view.value("abbr") {
            terms.insert(Term(kind: .abbreviation, key: Term.Kind.abbreviation.key(text)))
        }
        for name in view.names { terms.insert(Term(kind: .name, key: Term.Kind.name.key(name))) }
        for id in mentions { terms.insert(Term(kind: .mention, key: id.text)) }
        self.init(
            record: view.id,
            scope: scope,
            collection: view.state.collection,
            life: view.life,
            label: label,
            terms: terms.sorted { left, right in
                left.kind == right.kind
                    ? left.key.utf8.lexicographicallyPrecedes(right.key.utf8)
                    : left.kind.rawValue < right.kind.rawValue
            }
        )
    }
}
